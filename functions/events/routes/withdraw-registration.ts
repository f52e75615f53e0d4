import { OptionalReason } from '#shared/domain/input.ts';
import { json } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { withdrawRegistration as verb } from '#shared/services/registrations/withdraw-registration.ts';

export const withdrawRegistration = signedInRoute({
  method: 'POST',
  path: '/v1/registrations/{id}/withdraw',
  operationId: 'withdrawRegistration',
  body: OptionalReason,
  run: (context, { id, body }) => verb(context, id, body?.reason),
  answer: (registration) => json(200, registration),
});
