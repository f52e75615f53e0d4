import { documentEtag, publicJson } from '../../../shared/http/answer.ts';
import { publicRoute } from '../../../shared/http/route.ts';
import { getPublicProduct } from '../../../shared/services/products/get-public-product.ts';

export const getProduct = publicRoute({
  method: 'GET',
  path: '/v1/products/{id}',
  operationId: 'getProduct',
  handle: async (context, { id }) => {
    const { body, version } = await getPublicProduct(context, id);
    const text = JSON.stringify(body);
    return publicJson(context.now, text, { etag: documentEtag(version, text) });
  },
});
