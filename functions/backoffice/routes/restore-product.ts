import { OptionalReason } from '#shared/domain/input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { restoreProduct as verb } from '#shared/services/products/restore-product.ts';

export const restoreProduct = signedInRoute({
  method: 'POST',
  path: '/v1/products/{id}/restore',
  operationId: 'restoreProduct',
  ifMatch: true,
  body: OptionalReason,
  run: (context, { id, body }) => verb(context, id, body?.reason),
  answer: working,
});
