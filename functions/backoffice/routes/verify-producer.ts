import { OptionalReason } from '#shared/domain/input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { verifyProducer as verb } from '#shared/services/producers/verify-producer.ts';

export const verifyProducer = signedInRoute({
  method: 'POST',
  path: '/v1/producers/{id}/verify',
  operationId: 'verifyProducer',
  body: OptionalReason,
  run: (context, { id, body }) => verb(context, id, body?.reason),
  answer: working,
});
