import { EditPromotion } from '#shared/domain/promotions/promotion-input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { editPromotion as verb } from '#shared/services/promotions/edit-promotion.ts';

export const editPromotion = signedInRoute({
  method: 'PATCH',
  path: '/v1/promotions/{id}',
  operationId: 'editPromotion',
  ifMatch: true,
  body: EditPromotion,
  run: (context, { id, body }) => verb(context, id, body),
  answer: working,
});
