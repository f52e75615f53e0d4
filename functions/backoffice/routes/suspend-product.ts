import { NeededReason } from '#shared/domain/input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { suspendProduct as verb } from '#shared/services/products/suspend-product.ts';

export const suspendProduct = signedInRoute({
  method: 'POST',
  path: '/v1/products/{id}/suspend',
  operationId: 'suspendProduct',
  ifMatch: true,
  body: NeededReason,
  run: (context, { id, body }) => verb(context, id, body.reason),
  answer: working,
});
