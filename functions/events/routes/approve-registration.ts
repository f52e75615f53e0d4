import { OptionalReason } from '#shared/domain/input.ts';
import { json } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { approveRegistration as verb } from '#shared/services/registrations/approve-registration.ts';

export const approveRegistration = signedInRoute({
  method: 'POST',
  path: '/v1/registrations/{id}/approve',
  operationId: 'approveRegistration',
  body: OptionalReason,
  run: (context, { id, body }) => verb(context, id, body?.reason),
  answer: (registration) => json(200, registration),
});
