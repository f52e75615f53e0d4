import { routes as backoffice } from '#functions/backoffice/routes.ts';
import { routes as catalog } from '#functions/catalog/routes.ts';
import { routes as events } from '#functions/events/routes.ts';
import { routes as stock } from '#functions/stock/routes.ts';
import type { Route } from '#shared/http/route.ts';

/** The routes of each function that answers HTTP requests. */
export const routesOf: Record<'catalog' | 'backoffice' | 'stock' | 'events', readonly Route[]> = {
  catalog: Object.values(catalog),
  backoffice: Object.values(backoffice),
  stock: Object.values(stock),
  events: Object.values(events),
};

/** Every route of the API. */
export const allRoutes: readonly Route[] = Object.values(routesOf).flat();
