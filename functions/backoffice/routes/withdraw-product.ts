import { OptionalReason } from '#shared/domain/input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { withdrawProduct as verb } from '#shared/services/products/withdraw-product.ts';

export const withdrawProduct = signedInRoute({
  method: 'POST',
  path: '/v1/products/{id}/withdraw',
  operationId: 'withdrawProduct',
  ifMatch: true,
  body: OptionalReason,
  run: (context, { id, body }) => verb(context, id, body?.reason),
  answer: working,
});
