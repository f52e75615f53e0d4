// The shapes of answers about stock, and what the OpenAPI document says of its operations.
import * as z from 'zod';
import { PRODUCT_STATES } from '#shared/domain/products/product.ts';
import { STOCK_STATUSES } from '#shared/domain/stock/availability.ts';
import { MOVEMENT_KINDS } from '#shared/domain/stock/ledger.ts';
import { Day, Instant, Stars } from './parts.ts';
import { SalesPoint } from './sales-points.ts';

const Quantity = z.string().describe('A decimal string in the unit of the level, at most three decimals.');
const AgeUnknown = z
  .literal(true)
  .optional()
  .describe('Goods that came back or were found without a use-by day: not offered while others have one.');
const Lot = z.strictObject({
  lot: z.string().nullable(),
  useBy: Day.nullable(),
  quantity: Quantity,
  ageUnknown: AgeUnknown,
});

/** A line of the ledger. */
export const StockChange = z
  .strictObject({
    id: z.string(),
    salesPoint: z.string(),
    product: z.string(),
    kind: z.enum(MOVEMENT_KINDS),
    quantity: Quantity,
    unit: z.string(),
    lot: z.string().nullable(),
    useBy: Day.nullable(),
    ageUnknown: z.literal(true).optional().describe('The line means goods of unknown age only.'),
    before: Quantity.nullable().describe('The level when it arrived; null for a producer that only delivers there.'),
    after: Quantity.nullable(),
    applied: z
      .boolean()
      .nullable()
      .describe(
        'False for what happened before the last count (that count has it already), and for a delivery of a producer that exceeds a limit of the level. Null for a producer that only delivers there.',
      ),
    discrepancy: Quantity.nullable().describe('What a count that arrived late left unexplained.'),
    lots: z
      .array(Lot)
      .describe('What it did to each lot, with its sign; empty for a producer that only delivers there.'),
    sequence: z
      .int()
      .nullable()
      .describe("The line's number on this level, without gaps; null for a producer that only delivers there."),
    occurredAt: Instant,
    clientOccurredAt: Instant.nullable().describe(
      'The instant as it was sent, where the clock of the caller was ahead; `occurredAt` is then the instant of arrival.',
    ),
    arrivedAt: Instant,
    by: z.string(),
    requestId: z.string(),
    reference: z.string().nullable(),
    reason: z.string().nullable(),
    counterpart: z.string().nullable().describe('The other point of a transfer.'),
    priceVnd: z.int().nullable().describe('The price of one unit that a sale was made at; null where it was not sent.'),
    voids: z.string().nullable().describe('The id of the line whose effect a `void` takes back.'),
  })
  .meta({ id: 'StockChange' });

const Refused = z.strictObject({
  line: z.int(),
  status: z.int(),
  code: z.string(),
  title: z.string(),
  detail: z.string(),
  pointer: z.string(),
  current: Quantity.optional().describe('The quantity that stands in the way.'),
  serverTime: Instant.optional().describe('The time of the server, for an instant that is too far ahead.'),
});
const Recorded = z.strictObject({
  line: z.int(),
  status: z.literal(200),
  change: StockChange,
  notices: z
    .array(z.strictObject({ code: z.enum(['age_unknown', 'use_by_assumed']), detail: z.string() }))
    .optional()
    .describe('What to know about the line: the age of the goods is unknown, or assumed to be that of a lot.'),
  received: StockChange.optional().describe('What a transfer brought to the other point.'),
});

export const Results = z.strictObject({ results: z.array(z.union([Recorded, Refused])) }).meta({ id: 'StockResults' });

const level = {
  product: z.string(),
  unit: z.string(),
  priceVnd: z.int().nullable(),
  countedAt: Instant.nullable().describe('When somebody last counted all of it.'),
  stale: z.boolean().describe('Not counted for so many days that it should not be relied on.'),
};
const Band = z.enum(STOCK_STATUSES).describe('`low` is at most the threshold that the point has set.');
const Shown = Quantity.nullable().describe('Null where the point tells the band only. Goods past use-by do not count.');

export const OwnStockLevel = z
  .strictObject({
    ...level,
    quantity: Quantity.describe('All that lies there, also what is past its use-by day.'),
    lots: z.array(Lot),
    band: Band,
    lowStockThreshold: Quantity.nullable(),
    show: z.enum(['number', 'band']),
    producerMayRestock: z.boolean(),
  })
  .meta({ id: 'OwnStockLevel' });

export const OwnStockItem = OwnStockLevel.extend({
  slug: z.string(),
  name: z.string(),
  productStatus: z
    .enum(PRODUCT_STATES)
    .describe('The state of the product: `suspended` and `archived` ones are hidden from buyers.'),
  recall: z
    .strictObject({
      at: Instant.describe('When it was recalled.'),
      reason: z.string().describe('Why it must not be sold.'),
    })
    .nullable()
    .describe('The recall of the product, while it lasts: it must not be sold.'),
}).meta({ id: 'OwnStockItem' });

export const StockLevel = z
  .strictObject({
    ...level,
    slug: z.string(),
    name: z.string(),
    stars: Stars.nullable(),
    starsValidTo: Day.nullable(),
    producer: z.strictObject({ id: z.string(), name: z.string() }),
    alcohol: z.boolean(),
    quantity: Shown,
    band: Band,
    lots: z.array(Lot).optional(),
  })
  .meta({ id: 'StockLevel' });

export const Availability = z
  .strictObject({
    ...level,
    salesPoint: z.string(),
    quantity: Shown,
    band: Band,
    openNow: z.boolean().nullable(),
    distanceMetres: z.int().optional(),
    point: SalesPoint,
  })
  .meta({ id: 'Availability' });

export const SilentPoint = SalesPoint.extend({
  lastReportAt: Instant.nullable(),
  silentDays: z.int().describe('Whole days since the last report, or since the approval where there was none.'),
}).meta({ id: 'SilentPoint' });

export const Grant = z.strictObject({ product: z.string(), salesPoint: z.string() }).meta({ id: 'Grant' });

export const StockTotals = z
  .strictObject({
    salesPoint: z.strictObject({ id: z.string(), name: z.string() }),
    day: Day.describe('The Vietnamese day.'),
    turnoverVnd: z.int().describe('The value of all sales that were sent with a price.'),
    items: z.array(
      z.strictObject({
        product: z.string(),
        name: z.string().nullable(),
        unit: z.string(),
        received: Quantity.describe('What was delivered.'),
        sold: Quantity.describe('What was sold.'),
        returned: Quantity.describe('What buyers brought back.'),
        wasted: Quantity.describe('What was lost or thrown away.'),
        movedIn: Quantity.describe('What came from other points.'),
        movedOut: Quantity.describe('What left for other points.'),
        counted: z.string().describe('By how much counts changed the stock, with its sign.'),
        turnoverVnd: z.int().describe('The value of the sales that were sent with a price.'),
        soldWithoutPrice: Quantity.describe('What was sold without a price.'),
      }),
    ),
  })
  .meta({ id: 'StockTotals' });
