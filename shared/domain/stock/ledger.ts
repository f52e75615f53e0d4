// The ledger of a sales point: each report with its author, reason, instant, arrival and effect on the level. Entries
// never change, and every level follows from them.
import * as z from 'zod';

/**
 * What a caller can report, and what follows from it: the two sides of a transfer, and goods that a count cannot explain. A
 * `void` takes back the effect of a line.
 */
export const MOVEMENT_KINDS = [
  'count',
  'receive',
  'sell',
  'return',
  'waste',
  'transfer-out',
  'transfer-in',
  'discrepancy',
  'void',
] as const;
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

/** The effect of a line on one lot, in thousandths, with its sign. */
export const LotChange = z.object({
  lot: z.string().nullable(),
  useBy: z.string().nullable(),
  quantity: z.int(),
  ageUnknown: z.literal(true).optional(),
});
export type LotChange = z.infer<typeof LotChange>;

/**
 * One line, all quantities in thousandths. `line` is its place in the request, `sequence` its number on this level;
 * `previousAt` is when the line before it on the level arrived, so that a reader can tell whether one is missing;
 * `applied` is false for what happened before the last count and so changed nothing; `missing` is what a count that arrived
 * late left unexplained, and stands as a `discrepancy` line of its own behind it. `clientOccurredAt` is the instant as
 * the caller sent it, where their clock was ahead.
 */
export const StockMovement = z.object({
  id: z.string(),
  line: z.int(),
  sequence: z.int(),
  previousAt: z.string().nullable(),
  product: z.string(),
  unit: z.string(),
  kind: z.enum(MOVEMENT_KINDS),
  quantity: z.int(),
  lot: z.string().nullable(),
  useBy: z.string().nullable(),
  ageUnknown: z.literal(true).optional(),
  occurredAt: z.string(),
  clientOccurredAt: z.string().optional(),
  reference: z.string().optional(),
  reason: z.string().optional(),
  /** The price of one unit, in dong, that a sale was made at. */
  priceVnd: z.int().optional(),
  /** The id of the line whose effect this one takes back. */
  voids: z.string().optional(),
  /** The other point of a transfer. */
  counterpart: z.string().optional(),
  before: z.int(),
  after: z.int(),
  applied: z.boolean(),
  missing: z.int().optional(),
  lots: z.array(LotChange),
});
export type StockMovement = z.infer<typeof StockMovement>;

/**
 * The entry of one transaction at one sales point. `fingerprint` identifies the request's body; `at` is the instant of
 * arrival.
 */
export const LedgerEntry = z.object({
  salesPoint: z.string(),
  at: z.string(),
  by: z.string(),
  requestId: z.string(),
  fingerprint: z.string(),
  lines: z.array(StockMovement),
});
export type LedgerEntry = z.infer<typeof LedgerEntry>;
