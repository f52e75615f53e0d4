import { EditProduct } from '#shared/domain/products/product-input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { editProduct as verb } from '#shared/services/products/edit-product.ts';

export const editProduct = signedInRoute({
  method: 'PATCH',
  path: '/v1/products/{id}',
  operationId: 'editProduct',
  ifMatch: true,
  body: EditProduct,
  run: (context, { id, body }) => verb(context, id, body),
  answer: working,
});
