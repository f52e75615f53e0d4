import { auditRoutes } from './audit.routes.ts';
import { certificateRoutes } from './certificates.routes.ts';
import { imageRoutes } from './images.routes.ts';
import { meRoutes } from './me.routes.ts';
import { officeRoutes } from './offices.routes.ts';
import { producerRoutes } from './producers.routes.ts';
import { productRoutes } from './products.routes.ts';
import { reviewRoutes } from './reviews.routes.ts';
import { salesPointRoutes } from './sales-points.routes.ts';

/** The authenticated work of producers, sales points and officers. */
export const routes = {
  ...auditRoutes,
  ...certificateRoutes,
  ...imageRoutes,
  ...meRoutes,
  ...officeRoutes,
  ...producerRoutes,
  ...productRoutes,
  ...reviewRoutes,
  ...salesPointRoutes,
};
