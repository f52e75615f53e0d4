import { describeOperations } from '#shared/contract/operation.ts';
import { pageOf } from '#shared/contract/parts.ts';
import { Promotion } from '#shared/contract/promotions.ts';
import { EVENT_PROMOTIONS_AT_ONCE } from '#shared/domain/promotions/promotion.ts';
import { promotionRoutes } from './promotions.routes.ts';

export const promotionContract = describeOperations(promotionRoutes, {
  listPromotions: {
    tag: 'Buyers',
    summary: 'Promotions of a product or at an event',
    description: `Either \`product\` (id or slug) or \`event\` is required. For a product: promotions that are neither ended nor over, ordered by their end. For an event: promotions that nobody has ended, oldest first, at most ${EVENT_PROMOTIONS_AT_ONCE} a page for any \`limit\`; none after the event is over or cancelled. A page can be short.`,
    problems: [404],
    responses: { 200: { description: 'A page of promotions', schema: pageOf(Promotion) } },
  },
  getPromotion: {
    tag: 'Buyers',
    summary: 'A promotion',
    problems: [],
    responses: { 200: { description: 'The promotion, also once it is over', schema: Promotion } },
  },
});
