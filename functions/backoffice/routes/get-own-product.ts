import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { getOwnProduct as verb } from '#shared/services/products/get-own-product.ts';

export const getOwnProduct = signedInRoute({
  method: 'GET',
  path: '/v1/me/products/{id}',
  operationId: 'getOwnProduct',
  run: (context, { id }) => verb(context, id),
  answer: working,
});
