import { CreatePromotion } from '#shared/domain/promotions/promotion-input.ts';
import { created } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { createPromotion as verb } from '#shared/services/promotions/create-promotion.ts';

export const createPromotion = signedInRoute({
  method: 'POST',
  path: '/v1/promotions',
  operationId: 'createPromotion',
  body: CreatePromotion,
  run: (context, { body }) => verb(context, body),
  answer: (made) => created(made, `/v1/me/promotions/${made.body.id}`),
});
