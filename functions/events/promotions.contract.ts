import { describeOperations } from '#shared/contract/operation.ts';
import { WorkingPromotion } from '#shared/contract/promotions.ts';
import { LATE_SALES_HOURS, LIVE_PROMOTIONS_MAX } from '#shared/domain/promotions/promotion.ts';
import { promotionRoutes } from './promotions.routes.ts';

const TAG = 'Events';

export const promotionContract = describeOperations(promotionRoutes, {
  createPromotion: {
    tag: TAG,
    summary: 'Create a promotion at an event',
    description: `For members of the product's producer and officers of the event's territory. The product must participate: its registration is confirmed and admitted, or its producer is a stop of the tour. A booth must be assigned to that registration. The window must be within the days of the event in Vietnam and must not include a closed day. The price must be below the product's price. Alcoholic drinks are allowed only if the event has \`alcoholBasis\`. A product has at most ${LIVE_PROMOTIONS_MAX} promotions that are not over. \`limits.perBuyer\` is shown to buyers and not enforced. Participation is checked again when the promotion is changed: if the product is withdrawn later or loses its booth, the promotion stays in force until somebody ends it.`,
    problems: [403, 404],
    responses: { 201: { description: 'Made', schema: WorkingPromotion } },
  },
  getOwnPromotion: {
    tag: TAG,
    summary: 'The working copy of a promotion',
    problems: [403],
    responses: { 200: { description: 'The working copy', schema: WorkingPromotion } },
  },
  editPromotion: {
    tag: TAG,
    summary: 'Change a promotion',
    description: 'Until the promotion is ended or over. All rules are checked again.',
    problems: [403, 409, 422],
    responses: { 200: { description: 'Changed', schema: WorkingPromotion } },
  },
  endPromotion: {
    tag: TAG,
    summary: 'End a promotion',
    description: "For everybody who can change it, and for officers of the product's province.",
    problems: [403, 409, 412],
    responses: { 200: { description: 'Ended', schema: WorkingPromotion } },
  },
  recordPromotionSale: {
    tag: TAG,
    summary: 'Report sales at the promotion price',
    description: `For everybody who can change the promotion, and for members of the sales points that it names. A report above \`limits.total\` is 409 \`promotion_limit_reached\` with the remaining quantity. Late reports are accepted for ${LATE_SALES_HOURS} hours after the end. Send an Idempotency-Key, so that a retry does not count twice.`,
    problems: [403, 409, 412],
    responses: { 200: { description: 'Counted', schema: WorkingPromotion } },
  },
});
