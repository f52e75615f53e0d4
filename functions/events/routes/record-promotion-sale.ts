import { RecordSale } from '#shared/domain/promotions/promotion-input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { recordPromotionSale as verb } from '#shared/services/promotions/record-promotion-sale.ts';

export const recordPromotionSale = signedInRoute({
  method: 'POST',
  path: '/v1/promotions/{id}/sales',
  operationId: 'recordPromotionSale',
  rateLimit: 'report',
  body: RecordSale,
  run: (context, { id, body }) => verb(context, id, body),
  answer: working,
});
