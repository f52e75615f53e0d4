import { OptionalReason } from '#shared/domain/input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { approveProduct as verb } from '#shared/services/products/approve-product.ts';

export const approveProduct = signedInRoute({
  method: 'POST',
  path: '/v1/products/{id}/approve',
  operationId: 'approveProduct',
  ifMatch: true,
  body: OptionalReason,
  run: (context, { id, body }) => verb(context, id, body?.reason),
  answer: working,
});
