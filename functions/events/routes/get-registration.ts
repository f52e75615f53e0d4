import { json } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { getRegistration as verb } from '#shared/services/registrations/get-registration.ts';

export const getRegistration = signedInRoute({
  method: 'GET',
  path: '/v1/registrations/{id}',
  operationId: 'getRegistration',
  run: (context, { id }) => verb(context, id),
  answer: (registration) => json(200, registration),
});
