import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { getOwnEvent as verb } from '#shared/services/events/get-own-event.ts';

export const getOwnEvent = signedInRoute({
  method: 'GET',
  path: '/v1/me/events/{id}',
  operationId: 'getOwnEvent',
  run: (context, { id }) => verb(context, id),
  answer: working,
});
