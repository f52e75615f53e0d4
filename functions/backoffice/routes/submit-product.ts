import { OptionalReason } from '#shared/domain/input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { submitProduct as verb } from '#shared/services/products/submit-product.ts';

export const submitProduct = signedInRoute({
  method: 'POST',
  path: '/v1/products/{id}/submit',
  operationId: 'submitProduct',
  ifMatch: true,
  body: OptionalReason,
  run: (context, { id, body }) => verb(context, id, body?.reason),
  answer: working,
});
