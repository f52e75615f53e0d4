import * as z from 'zod';
import {
  EVENT_PROMOTIONS_AT_ONCE,
  LATE_SALES_HOURS,
  LIVE_PROMOTIONS_MAX,
  SHOWN_PROMOTION_STATES,
} from '#shared/domain/promotions/promotion.ts';
import { PublicProduct } from './answers.ts';
import { Instant, pageOf } from './parts.ts';
import { type Described, says } from './says.ts';

const Quantity = z.string().describe('A decimal string in the unit of the product, at most three decimals.');

const EventName = z.strictObject({ id: z.string(), title: z.string() });
const Limits = z.strictObject({
  total: Quantity.nullable().describe('Sold at this price at most.'),
  perBuyer: Quantity.nullable().describe('Told to buyers; not counted.'),
});
const places = {
  salesPoints: z.array(z.string()).describe('Where it holds, besides `booths`; both empty: at the whole event.'),
  booths: z.array(z.string()),
};

const PriceInForce = z
  .strictObject({
    id: z.string(),
    priceVnd: z.int(),
    until: Instant.describe('When another price takes over or this one ends: it holds before this instant.'),
    event: EventName,
    ...places,
    limits: Limits,
    remaining: Quantity.optional().describe('What is left, where the quantity is limited.'),
  })
  .meta({ id: 'PriceInForce' });

const ProductOnOffer = PublicProduct.extend({
  promotion: PriceInForce.nullable().describe('The promotion in force at the instant of reading.'),
}).meta({ id: 'ProductOnOffer' });

const promotion = {
  id: z.string(),
  status: z
    .enum(SHOWN_PROMOTION_STATES)
    .describe(
      'As of the instant of reading. `running`: its time is now, though another may be lower. `inapplicable`: the product is no dearer any more, is sold in another unit, or is not admitted. `ended`: by somebody, or with its event.',
    ),
  event: EventName,
  product: z.strictObject({ id: z.string(), slug: z.string(), name: z.string() }),
  priceVnd: z.int(),
  regularPriceVnd: z.int().nullable(),
  unit: z.string(),
  from: Instant,
  to: Instant.describe('The first instant at which it holds no more.'),
  ...places,
  limits: Limits,
  remaining: Quantity.nullable(),
  note: z.string().nullable(),
};

const Promotion = z.strictObject(promotion).meta({ id: 'Promotion' });

const WorkingPromotion = z
  .strictObject({
    ...promotion,
    sold: Quantity,
    ended: z.strictObject({ at: Instant, by: z.string(), reason: z.string().nullable() }).nullable(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'WorkingPromotion' });

const TAG = 'Events';

/** The operations on promotions, and a product as buyers see it with its price. */
export const promotionContract: Record<string, Described> = {
  getProduct: says(
    'Buyers',
    'A product',
    '200',
    "The product as approved, with today's star and the price in force",
    ProductOnOffer,
    'Of several promotions at one instant the lowest price is in force; of equal prices the one whose window ends later; then the smaller id. The rest is in `GET /v1/promotions?product=`.',
  ),
  listPromotions: says(
    'Buyers',
    'Promotions of a product or at an event',
    '200',
    'A page of promotions',
    pageOf(Promotion),
    `One of \`product\` (id or slug) and \`event\` is required. A product's: those that are neither ended nor over, by their ends. An event's: those that nobody has ended, oldest first, at most ${EVENT_PROMOTIONS_AT_ONCE} a page whatever \`limit\` says; none once it is over or cancelled. A page may be short.`,
  ),
  getPromotion: says('Buyers', 'A promotion', '200', 'The promotion, also once it is over', Promotion),
  createPromotion: says(
    TAG,
    'Put a product on offer at an event',
    '201',
    'Made',
    WorkingPromotion,
    `Members of the product's producer and officers of the event's territory. The product takes part: registered, confirmed and in, or its producer is a stop of the tour; a booth is one given to that registration. Whether it still takes part is judged again by a change, not by reading: a promotion of a product that is withdrawn later, or loses its booth, stays in force until somebody ends it. The window lies in the event's days in Vietnam and touches no closed one; the price is below the product's. Drinks with alcohol only where the event names the rule that allows it. At most ${LIVE_PROMOTIONS_MAX} a product that are not over.`,
  ),
  getOwnPromotion: says(TAG, 'The promotion as one works on it', '200', 'The working copy', WorkingPromotion),
  editPromotion: says(
    TAG,
    'Change a promotion',
    '200',
    'Changed',
    WorkingPromotion,
    'As long as it is neither ended nor over. All rules are judged anew.',
  ),
  endPromotion: says(
    TAG,
    'End a promotion',
    '200',
    'Ended',
    WorkingPromotion,
    "Those who may change it, and officers of the product's province.",
  ),
  recordPromotionSale: says(
    TAG,
    'Count what was sold at the price',
    '200',
    'Counted',
    WorkingPromotion,
    `Those who may change it, and members of the sales points that it names. Never above \`limits.total\`: 409 with \`promotion_limit_reached\` and what is left. Late reports are taken for ${LATE_SALES_HOURS} hours after the end. Send an Idempotency-Key, so that a retry does not count twice.`,
  ),
};
