import { json } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { getPass as verb } from '#shared/services/registrations/get-pass.ts';

export const getPass = signedInRoute({
  method: 'GET',
  path: '/v1/registrations/{id}/pass',
  operationId: 'getPass',
  run: (context, { id }) => verb(context, id),
  answer: (pass) => json(200, pass),
});
