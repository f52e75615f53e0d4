import { NeededReason } from '#shared/domain/input.ts';
import { json } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { refuseRegistration as verb } from '#shared/services/registrations/refuse-registration.ts';

export const refuseRegistration = signedInRoute({
  method: 'POST',
  path: '/v1/registrations/{id}/refuse',
  operationId: 'refuseRegistration',
  body: NeededReason,
  run: (context, { id, body }) => verb(context, id, body.reason),
  answer: (registration) => json(200, registration),
});
