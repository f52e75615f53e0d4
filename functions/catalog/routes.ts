import { certificateRoutes } from './certificates.routes.ts';
import { eventRoutes } from './events.routes.ts';
import { placeRoutes } from './places.routes.ts';
import { producerRoutes } from './producers.routes.ts';
import { productRoutes } from './products.routes.ts';
import { promotionRoutes } from './promotions.routes.ts';
import { salesPointRoutes } from './sales-points.routes.ts';
import { serviceRoutes } from './service.routes.ts';
import { taxonomyRoutes } from './taxonomy.routes.ts';

/** All public routes, without a token. */
export const routes = {
  ...certificateRoutes,
  ...eventRoutes,
  ...placeRoutes,
  ...producerRoutes,
  ...productRoutes,
  ...promotionRoutes,
  ...salesPointRoutes,
  ...serviceRoutes,
  ...taxonomyRoutes,
};
