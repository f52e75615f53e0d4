// The shapes of answers about stock, and what the OpenAPI document says of its operations.
import * as z from 'zod';
import { BANDS } from '#shared/domain/stock/availability.ts';
import { LINE_KINDS } from '#shared/domain/stock/ledger.ts';
import { RESTOCK_QUANTITY_MAX } from '#shared/platform/limits.ts';
import { Day, Instant, pageOf, Stars } from './parts.ts';
import { SalesPoint } from './sales-points.ts';
import { type Described, says } from './says.ts';

const Quantity = z.string().describe('A decimal string in the unit of the level, at most three decimals.');
const Lot = z.strictObject({ lot: z.string().nullable(), useBy: Day.nullable(), quantity: Quantity });

/** A line of the ledger. */
export const StockChange = z
  .strictObject({
    id: z.string(),
    salesPoint: z.string(),
    product: z.string(),
    kind: z.enum(LINE_KINDS),
    quantity: Quantity,
    unit: z.string(),
    lot: z.string().nullable(),
    useBy: Day.nullable(),
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
    arrivedAt: Instant,
    by: z.string(),
    requestId: z.string(),
    reference: z.string().nullable(),
    reason: z.string().nullable(),
    counterpart: z.string().nullable().describe('The other point of a transfer.'),
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
});
const Recorded = z.strictObject({
  line: z.int(),
  status: z.literal(200),
  change: StockChange,
  received: StockChange.optional().describe('What a transfer brought to the other point.'),
});

const Results = z.strictObject({ results: z.array(z.union([Recorded, Refused])) }).meta({ id: 'StockResults' });

const level = {
  product: z.string(),
  unit: z.string(),
  priceVnd: z.int().nullable(),
  countedAt: Instant.nullable().describe('When somebody last counted all of it.'),
  stale: z.boolean().describe('Not counted for so many days that it should not be relied on.'),
};
const Band = z.enum(BANDS).describe('`low` is at most the threshold that the point has set.');
const Shown = Quantity.nullable().describe('Null where the point tells the band only. Goods past use-by do not count.');

const OwnStockLevel = z
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

const OwnStockItem = OwnStockLevel.extend({ slug: z.string(), name: z.string() }).meta({ id: 'OwnStockItem' });

const StockLevel = z
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

const Availability = z
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

const SilentPoint = SalesPoint.extend({
  lastReportAt: Instant.nullable(),
  silentDays: z.int().describe('Whole days since the last report, or since the approval where there was none.'),
}).meta({ id: 'SilentPoint' });

const Grant = z.strictObject({ product: z.string(), salesPoint: z.string() }).meta({ id: 'Grant' });

const TAG = 'Sales points';
const MODES =
  '`each`: 207 with a result per line, and a retry with the same key settles what was not. `atomic`: all lines or none. Lines on one product are summed before the check. The idempotency key is kept for good.';

const batch = (summary: string, description: string): Described => ({
  summary,
  description,
  tags: [TAG],
  responses: {
    200: { description: 'All lines are recorded', schema: Results },
    207: { description: 'A result per line', schema: Results },
  },
});

/** The operations on stock. */
export const stockContract: Record<string, Described> = {
  listAvailability: says(
    'Buyers',
    'Where a product is to be had now',
    '200',
    'A page of points',
    pageOf(Availability),
    'The nearest first with `near`; a point that is out of it says so. `countedAt` tells how fresh the answer is. With `near` a page can be short, even empty, while `next` leads on, as in the list of sales points.',
  ),
  listPublicStock: says('Buyers', 'What a sales point has', '200', 'A page of stock levels', pageOf(StockLevel)),
  changeStock: batch(
    'Report counts, deliveries, sales, returns and losses',
    `A \`count\` is absolute, the others are differences: \`return\` is goods that a buyer brings back. \`occurredAt\` may be a day old, in any order: a late count lets later changes happen again. A producer that restocks a point sends \`receive\` only, at most ${RESTOCK_QUANTITY_MAX} in a line, and no answer depends on how much there is. ${MODES}`,
  ),
  transferStock: batch(
    'Move goods between two of my points',
    `What leaves one point arrives at the other in one transaction. ${MODES}`,
  ),
  listStockChanges: says(
    TAG,
    'The ledger',
    '200',
    'A page of lines',
    pageOf(StockChange),
    'The latest arrival first. With `product` a page may be short.',
  ),
  listOwnStock: says(TAG, 'The exact stock with its settings', '200', 'A page of levels', pageOf(OwnStockItem)),
  setStockSettings: says(
    TAG,
    'Set price, threshold, and what buyers see',
    '200',
    'The level',
    OwnStockLevel,
    'Fields left out stay, `null` clears. A product that is not stocked yet is taken up with nothing of it.',
  ),
  grantRestocking: says(TAG, "Let a product's producer restock it here", '200', 'Granted', Grant),
  withdrawRestocking: says(TAG, "End a producer's right to restock", '204', 'Withdrawn'),
  listSilentPoints: says(
    'Officers',
    'Points that have gone silent',
    '200',
    'A page of points',
    pageOf(SilentPoint),
    'Active points of the territory without any report for `days` (14), by name. A page may be short.',
  ),
};
