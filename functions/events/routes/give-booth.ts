import { GiveBooth } from '#shared/domain/registrations/registration-input.ts';
import { json } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { giveBooth as verb } from '#shared/services/registrations/booths.ts';

export const giveBooth = signedInRoute({
  method: 'PUT',
  path: '/v1/events/{id}/booths/{booth}',
  operationId: 'giveBooth',
  body: GiveBooth,
  run: (context, { id, params, body }) => verb(context, { event: id, booth: params.booth ?? '' }, body.registration),
  answer: (given) => json(200, given),
});
