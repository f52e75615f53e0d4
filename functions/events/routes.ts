import { attendanceRoutes } from './attendance.routes.ts';
import { boothRoutes } from './booths.routes.ts';
import { eventRoutes } from './events.routes.ts';
import { outcomeRoutes } from './outcomes.routes.ts';
import { promotionRoutes } from './promotions.routes.ts';
import { registrationRoutes } from './registrations.routes.ts';

/** All routes of events that are not public: events, registrations, promotions and outcomes. */
export const routes = {
  ...attendanceRoutes,
  ...boothRoutes,
  ...eventRoutes,
  ...outcomeRoutes,
  ...promotionRoutes,
  ...registrationRoutes,
};
