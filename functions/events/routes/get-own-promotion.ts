import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { getOwnPromotion as verb } from '#shared/services/promotions/get-own-promotion.ts';

export const getOwnPromotion = signedInRoute({
  method: 'GET',
  path: '/v1/me/promotions/{id}',
  operationId: 'getOwnPromotion',
  run: (context, { id }) => verb(context, id),
  answer: working,
});
