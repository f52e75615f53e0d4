import type { Route } from '../shared/http/route.ts';
import { routes as backoffice } from './backoffice/routes.ts';
import { routes as catalog } from './catalog/routes.ts';
import { routes as events } from './events/routes.ts';
import { routes as stock } from './stock/routes.ts';

/** The routes of each function that answers HTTP requests. */
export const routesOf = { catalog, backoffice, stock, events } as const;

/** Every route of the API. */
export const allRoutes: readonly Route[] = Object.values(routesOf).flat();
