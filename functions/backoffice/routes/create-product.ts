import { CreateProduct } from '#shared/domain/products/product-input.ts';
import { created } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { createProduct as verb } from '#shared/services/products/create-product.ts';

export const createProduct = signedInRoute({
  method: 'POST',
  path: '/v1/products',
  operationId: 'createProduct',
  body: CreateProduct,
  run: (context, { body }) => verb(context, body),
  answer: (made) => created(made, `/v1/me/products/${made.body.id}`),
});
