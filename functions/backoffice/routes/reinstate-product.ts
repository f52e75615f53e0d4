import { OptionalReason } from '#shared/domain/input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { reinstateProduct as verb } from '#shared/services/products/reinstate-product.ts';

export const reinstateProduct = signedInRoute({
  method: 'POST',
  path: '/v1/products/{id}/reinstate',
  operationId: 'reinstateProduct',
  ifMatch: true,
  body: OptionalReason,
  run: (context, { id, body }) => verb(context, id, body?.reason),
  answer: working,
});
