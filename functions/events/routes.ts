import { attendanceRoutes } from './attendance.routes.ts';
import { boothRoutes } from './booths.routes.ts';
import { eventRoutes } from './events.routes.ts';
import { outcomeRoutes } from './outcomes.routes.ts';
import { promotionRoutes } from './promotions.routes.ts';
import { registrationRoutes } from './registrations.routes.ts';

/** What offices organise, and who takes part in it: everything about events that is not for anybody to read. */
export const routes = {
  ...attendanceRoutes,
  ...boothRoutes,
  ...eventRoutes,
  ...outcomeRoutes,
  ...promotionRoutes,
  ...registrationRoutes,
};
