import { publicJson } from '#shared/http/answer.ts';
import { publicRoute } from '#shared/http/route.ts';
import { getProductOnOffer } from '#shared/services/promotions/get-product-on-offer.ts';
import { promotionCache } from './promotion-cache.ts';

export const getProduct = publicRoute({
  method: 'GET',
  path: '/v1/products/{id}',
  operationId: 'getProduct',
  handle: async (context, { id }) => {
    const { body, edge } = await getProductOnOffer(context, id);
    return publicJson(context.now, JSON.stringify(body), promotionCache([body.promotion], edge));
  },
});
