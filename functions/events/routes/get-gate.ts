import { json } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { getGate as verb } from '#shared/services/registrations/get-gate.ts';

export const getGate = signedInRoute({
  method: 'GET',
  path: '/v1/me/events/{id}/gate',
  operationId: 'getGate',
  run: (context, { id }) => verb(context, id),
  answer: (gate) => json(200, gate),
});
