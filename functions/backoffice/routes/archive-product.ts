import { OptionalReason } from '#shared/domain/input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { archiveProduct as verb } from '#shared/services/products/archive-product.ts';

export const archiveProduct = signedInRoute({
  method: 'POST',
  path: '/v1/products/{id}/archive',
  operationId: 'archiveProduct',
  ifMatch: true,
  body: OptionalReason,
  run: (context, { id, body }) => verb(context, id, body?.reason),
  answer: working,
});
