import * as z from 'zod';
import { shapeError } from '#shared/domain/input.ts';
import * as messages from '#shared/domain/promotions/messages.ts';
import { whenRight } from '#shared/http/faults.ts';
import { nextLink, pageQuery, positionOf, withCursor, withinBytes } from '#shared/http/page.ts';
import { publicJson } from '#shared/http/response.ts';
import { defineRoutes, publicRoute } from '#shared/http/route.ts';
import { getPublicPromotion } from '#shared/services/promotions/get-public-promotion.ts';
import { listPromotionsAtEvent, listPromotionsOfProduct } from '#shared/services/promotions/list-promotions.ts';
import { promotionCache } from './promotion-cache.ts';

const ListPromotionsQuery = z
  .strictObject({
    event: z
      .string()
      .regex(/^evt_[0-9A-Z]{26}$/)
      .optional(),
    product: z
      .string()
      .max(120)
      .regex(/^(?:prd_[0-9A-Z]{26}|[a-z0-9]+(?:-[a-z0-9]+)*)$/)
      .optional(),
    ...pageQuery,
  })
  .refine(({ event, product }) => event !== undefined || product !== undefined, {
    ...shapeError('required', messages.eventOrProductRequired),
    path: ['product'],
    ...whenRight('event', 'product'),
  });

export const promotionRoutes = defineRoutes({
  getPromotion: publicRoute({
    method: 'GET',
    path: '/v1/promotions/{id}',
    handle: async (context, { id }) => {
      const { body, edge } = await getPublicPromotion(context, id);
      return publicJson(context.now, body, promotionCache([body], edge));
    },
  }),
  listPromotions: publicRoute({
    method: 'GET',
    path: '/v1/promotions',
    query: ListPromotionsQuery,
    handle: async (context, { query }) => {
      const { event, product, limit, cursor } = query;
      const scope = JSON.stringify(['promotions', event, product]);
      const after = positionOf(scope, cursor);
      const { edge, ...page } = await withinBytes(limit, (most) =>
        product === undefined
          ? listPromotionsAtEvent(context, event ?? '', { limit: most, after })
          : listPromotionsOfProduct(context, { product, event }, { limit: most, after }),
      );
      const body = withCursor(scope, page);
      return publicJson(context.now, body, {
        ...promotionCache(page.items, edge),
        ...(body.next === undefined ? {} : { link: nextLink('/v1/promotions', query, body.next) }),
      });
    },
  }),
});
