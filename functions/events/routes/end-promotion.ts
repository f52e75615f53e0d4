import { OptionalReason } from '#shared/domain/input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { endPromotion as verb } from '#shared/services/promotions/end-promotion.ts';

export const endPromotion = signedInRoute({
  method: 'POST',
  path: '/v1/promotions/{id}/end',
  operationId: 'endPromotion',
  body: OptionalReason,
  run: (context, { id, body }) => verb(context, id, body?.reason),
  answer: working,
});
