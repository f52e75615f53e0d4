import { grantRoutes } from './grants.routes.ts';
import { stockRoutes } from './stock.routes.ts';

/** The shelves of sales points: what their members report and read, and what officers watch. */
export const routes = {
  ...grantRoutes,
  ...stockRoutes,
};
