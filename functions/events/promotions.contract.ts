import { describeOperations } from '#shared/contract/operation.ts';
import { WorkingPromotion } from '#shared/contract/promotions.ts';
import { LATE_SALES_HOURS, LIVE_PROMOTIONS_MAX } from '#shared/domain/promotions/promotion.ts';
import { promotionRoutes } from './promotions.routes.ts';

const TAG = 'Events';

export const promotionContract = describeOperations(promotionRoutes, {
  createPromotion: {
    tag: TAG,
    summary: 'Put a product on offer at an event',
    description: `Members of the product's producer and officers of the event's territory. The product takes part: registered, confirmed and in, or its producer is a stop of the tour; a booth is one given to that registration. Whether it still takes part is judged again by a change, not by reading: a promotion of a product that is withdrawn later, or loses its booth, stays in force until somebody ends it. The window lies in the event's days in Vietnam and touches no closed one; the price is below the product's. Drinks with alcohol only where the event names the rule that allows it. At most ${LIVE_PROMOTIONS_MAX} a product that are not over.`,
    problems: [403, 404],
    responses: { 201: { description: 'Made', schema: WorkingPromotion } },
  },
  getOwnPromotion: {
    tag: TAG,
    summary: 'The promotion as one works on it',
    problems: [403],
    responses: { 200: { description: 'The working copy', schema: WorkingPromotion } },
  },
  editPromotion: {
    tag: TAG,
    summary: 'Change a promotion',
    description: 'As long as it is neither ended nor over. All rules are judged anew.',
    problems: [403, 409, 422],
    responses: { 200: { description: 'Changed', schema: WorkingPromotion } },
  },
  endPromotion: {
    tag: TAG,
    summary: 'End a promotion',
    description: "Those who may change it, and officers of the product's province.",
    problems: [403, 409, 412],
    responses: { 200: { description: 'Ended', schema: WorkingPromotion } },
  },
  recordPromotionSale: {
    tag: TAG,
    summary: 'Count what was sold at the price',
    description: `Those who may change it, and members of the sales points that it names. Never above \`limits.total\`: 409 with \`promotion_limit_reached\` and what is left. Late reports are taken for ${LATE_SALES_HOURS} hours after the end. Send an Idempotency-Key, so that a retry does not count twice.`,
    problems: [403, 409, 412],
    responses: { 200: { description: 'Counted', schema: WorkingPromotion } },
  },
});
