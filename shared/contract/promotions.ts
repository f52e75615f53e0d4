import * as z from 'zod';
import { VISIBLE_PROMOTION_STATES } from '#shared/domain/promotions/promotion.ts';
import { Instant } from './parts.ts';
import { PublicProduct } from './responses.ts';

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

export const ProductOnOffer = PublicProduct.extend({
  promotion: PriceInForce.nullable().describe('The promotion in force at the instant of reading.'),
}).meta({ id: 'ProductOnOffer' });

const promotion = {
  id: z.string(),
  status: z
    .enum(VISIBLE_PROMOTION_STATES)
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

export const Promotion = z.strictObject(promotion).meta({ id: 'Promotion' });

export const WorkingPromotion = z
  .strictObject({
    ...promotion,
    sold: Quantity,
    ended: z.strictObject({ at: Instant, by: z.string(), reason: z.string().nullable() }).nullable(),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'WorkingPromotion' });
