import { publicJson } from '#shared/http/answer.ts';
import { publicRoute } from '#shared/http/route.ts';
import { getPublicPromotion } from '#shared/services/promotions/get-public-promotion.ts';
import { promotionCache } from './promotion-cache.ts';

export const getPromotion = publicRoute({
  method: 'GET',
  path: '/v1/promotions/{id}',
  operationId: 'getPromotion',
  handle: async (context, { id }) => {
    const { body, edge } = await getPublicPromotion(context, id);
    return publicJson(context.now, JSON.stringify(body), promotionCache([body], edge));
  },
});
