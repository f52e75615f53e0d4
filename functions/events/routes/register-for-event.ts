import { Register } from '#shared/domain/registrations/registration-input.ts';
import { json } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { register } from '#shared/services/registrations/register-for-event.ts';

export const registerForEvent = signedInRoute({
  method: 'POST',
  path: '/v1/events/{id}/registrations',
  operationId: 'registerForEvent',
  body: Register,
  run: (context, { id, body }) => register(context, id, body),
  answer: (made) => json(201, made, { location: `/v1/registrations/${made.id}` }),
});
