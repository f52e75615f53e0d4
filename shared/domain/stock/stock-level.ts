// A stock level is what a sales point has of a product: lots with their use-by days, and when it was last counted.
import * as z from 'zod';
import { STALE_AFTER_DAYS } from '#shared/platform/limits.ts';
import type { Day } from '#shared/platform/vietnam-day.ts';

/** Quantities are thousandths of the unit. `countedAt` is the instant of the lot's own last count. */
export const Lot = z.object({
  lot: z.string().nullable(),
  useBy: z.string().nullable(),
  quantity: z.int().min(0),
  countedAt: z.string().nullable(),
});
export type Lot = z.infer<typeof Lot>;

/**
 * What the point decides about a product: its price there in dong, below which quantity it is low, whether buyers see the
 * number or a band, and whether the members of its producer may restock it.
 */
export const StockSettings = z.object({
  priceVnd: z.int().nullable(),
  lowStockThreshold: z.int().nullable(),
  show: z.enum(['number', 'band']),
  producerMayRestock: z.boolean(),
});
export type StockSettings = z.infer<typeof StockSettings>;

/**
 * A stock level. `unit` is the product's when the point first stocked it; `countedAt` is when the whole product was last
 * counted, `changedAt` when the latest thing happened that has counted into it, `reportedAt` when the last line arrived
 * (instants); `lines` numbers its ledger lines. From line `hashedFrom` on each entry carries a content hash; absent while none does.
 */
export const StockLevel = z.object({
  salesPoint: z.string(),
  product: z.string(),
  unit: z.string(),
  lots: z.array(Lot),
  countedAt: z.string().nullable(),
  changedAt: z.string().nullable(),
  reportedAt: z.string().nullable(),
  lines: z.int(),
  hashedFrom: z.int().optional(),
  settings: StockSettings,
});
export type StockLevel = z.infer<typeof StockLevel>;

/** A level of nothing, as it is when a point takes a product up. */
export const emptyLevel = (salesPoint: string, product: string, unit: string): StockLevel => ({
  salesPoint,
  product,
  unit,
  lots: [],
  countedAt: null,
  changedAt: null,
  reportedAt: null,
  lines: 0,
  hashedFrom: 1,
  settings: { priceVnd: null, lowStockThreshold: null, show: 'number', producerMayRestock: false },
});

const sumOf = (lots: readonly Lot[]): number => lots.reduce((sum, { quantity }) => sum + quantity, 0);

/** Everything that lies there, in thousandths, also what is past its use-by day. */
export const quantityOf = ({ lots }: Pick<StockLevel, 'lots'>): number => sumOf(lots);

/** Whether a lot may still be sold on a day: its use-by day is the last one. */
export const isSaleable = ({ useBy }: Pick<Lot, 'useBy'>, day: Day): boolean => useBy === null || useBy >= day;

/** What may be sold on a day, in thousandths. */
export const saleableOn = ({ lots }: Pick<StockLevel, 'lots'>, day: Day): number =>
  sumOf(lots.filter((lot) => isSaleable(lot, day)));

const DAY_MS = 86_400_000;

/** Whether nobody has counted for so long that the level should not be relied on. */
export const isStale = (countedAt: string | null, now: Date): boolean =>
  countedAt === null || now.getTime() - Date.parse(countedAt) > STALE_AFTER_DAYS * DAY_MS;
