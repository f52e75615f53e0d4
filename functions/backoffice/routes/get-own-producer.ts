import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { getOwnProducer as verb } from '#shared/services/producers/get-own-producer.ts';

export const getOwnProducer = signedInRoute({
  method: 'GET',
  path: '/v1/me/producers/{id}',
  operationId: 'getOwnProducer',
  run: (context, { id }) => verb(context, id),
  answer: working,
});
