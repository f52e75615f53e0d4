import { grantRoutes } from './grants.routes.ts';
import { stockRoutes } from './stock.routes.ts';

/** The stock of sales points: reports and reads of their members, and the overview of officers. */
export const routes = {
  ...grantRoutes,
  ...stockRoutes,
};
