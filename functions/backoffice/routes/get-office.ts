import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { getOffice as verb } from '#shared/services/offices/get-office.ts';

export const getOffice = signedInRoute({
  method: 'GET',
  path: '/v1/offices/{id}',
  operationId: 'getOffice',
  run: (context, { id }) => verb(context, id),
  answer: working,
});
