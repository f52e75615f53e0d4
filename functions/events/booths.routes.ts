import { AssignBooth } from '#shared/domain/registrations/registration-input.ts';
import { json, noContent } from '#shared/http/response.ts';
import { defineRoutes, signedInRoute } from '#shared/http/route.ts';
import { assignBooth, releaseBooth } from '#shared/services/registrations/booths.ts';

export const boothRoutes = defineRoutes({
  giveBooth: signedInRoute({
    method: 'PUT',
    path: '/v1/events/{id}/booths/{booth}',
    body: AssignBooth,
    run: (context, { id, params, body }) =>
      assignBooth(context, { event: id, booth: params.booth ?? '' }, body.registration),
    respond: (given) => json(200, given),
  }),
  takeBooth: signedInRoute({
    method: 'DELETE',
    path: '/v1/events/{id}/booths/{booth}',
    run: (context, { id, params }) => releaseBooth(context, { event: id, booth: params.booth ?? '' }),
    respond: noContent,
  }),
});
