import { publicJson } from '../../../shared/http/answer.ts';
import { publicRoute } from '../../../shared/http/route.ts';
import { getPublicProduct } from '../../../shared/services/products/get-public-product.ts';

export const getProduct = publicRoute({
  method: 'GET',
  path: '/v1/products/{id}',
  operationId: 'getProduct',
  handle: async (context, { id }) => {
    const { body } = await getPublicProduct(context, id);
    return publicJson(context.now, JSON.stringify(body));
  },
});
