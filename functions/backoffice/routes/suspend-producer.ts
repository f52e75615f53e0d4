import { NeededReason } from '#shared/domain/input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { suspendProducer as verb } from '#shared/services/producers/suspend-producer.ts';

export const suspendProducer = signedInRoute({
  method: 'POST',
  path: '/v1/producers/{id}/suspend',
  operationId: 'suspendProducer',
  body: NeededReason,
  run: (context, { id, body }) => verb(context, id, body.reason),
  answer: working,
});
