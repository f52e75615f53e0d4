import { OptionalReason } from '#shared/domain/input.ts';
import { CreatePromotion, EditPromotion, RecordSale } from '#shared/domain/promotions/promotion-input.ts';
import { created, working } from '#shared/http/response.ts';
import { defineRoutes, signedInRoute } from '#shared/http/route.ts';
import { createPromotion } from '#shared/services/promotions/create-promotion.ts';
import { editPromotion } from '#shared/services/promotions/edit-promotion.ts';
import { endPromotion } from '#shared/services/promotions/end-promotion.ts';
import { getOwnPromotion } from '#shared/services/promotions/get-own-promotion.ts';
import { recordPromotionSale } from '#shared/services/promotions/record-promotion-sale.ts';

export const promotionRoutes = defineRoutes({
  createPromotion: signedInRoute({
    method: 'POST',
    path: '/v1/promotions',
    body: CreatePromotion,
    run: (context, { body }) => createPromotion(context, body),
    respond: (made) => created(made, `/v1/me/promotions/${made.body.id}`),
  }),
  editPromotion: signedInRoute({
    method: 'PATCH',
    path: '/v1/promotions/{id}',
    ifMatch: true,
    body: EditPromotion,
    run: (context, { id, body }) => editPromotion(context, id, body),
    respond: working,
  }),
  endPromotion: signedInRoute({
    method: 'POST',
    path: '/v1/promotions/{id}/end',
    body: OptionalReason,
    run: (context, { id, body }) => endPromotion(context, id, body?.reason),
    respond: working,
  }),
  getOwnPromotion: signedInRoute({
    method: 'GET',
    path: '/v1/me/promotions/{id}',
    run: (context, { id }) => getOwnPromotion(context, id),
    respond: working,
  }),
  recordPromotionSale: signedInRoute({
    method: 'POST',
    path: '/v1/promotions/{id}/sales',
    rateLimit: 'report',
    body: RecordSale,
    run: (context, { id, body }) => recordPromotionSale(context, id, body),
    respond: working,
  }),
});
