// A stock level is the stock of one product at one sales point: lots with use-by days, and the time of the last count.
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
 * Settings of a sales point for a product: its price in dong, the threshold of low stock, whether buyers see the
 * quantity or a band, and whether the members of its producer can restock it.
 */
export const StockSettings = z.object({
  priceVnd: z.int().nullable(),
  lowStockThreshold: z.int().nullable(),
  show: z.enum(['number', 'band']),
  producerMayRestock: z.boolean(),
});
export type StockSettings = z.infer<typeof StockSettings>;

/**
 * A stock level. `unit` is the product's unit when the sales point first stocked it; `countedAt` is the instant of the
 * last count of the whole product, `changedAt` that of the latest effective change, `reportedAt` that of the last
 * arrival; `lines` is the number of its ledger lines. From line `hashedFrom` on each entry has a content hash; absent
 * if none has.
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

/** An empty level of a product that is new at a sales point. */
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

/** The whole quantity in thousandths, including goods past their use-by day. */
export const quantityOf = ({ lots }: Pick<StockLevel, 'lots'>): number => sumOf(lots);

/** Whether a lot can be sold on a day; its use-by day is the last one. */
export const isSaleable = ({ useBy }: Pick<Lot, 'useBy'>, day: Day): boolean => useBy === null || useBy >= day;

/** The quantity that can be sold on a day, in thousandths. */
export const saleableOn = ({ lots }: Pick<StockLevel, 'lots'>, day: Day): number =>
  sumOf(lots.filter((lot) => isSaleable(lot, day)));

const DAY_MS = 86_400_000;

/** Whether the last count is so old that the level is unreliable. */
export const isStale = (countedAt: string | null, now: Date): boolean =>
  countedAt === null || now.getTime() - Date.parse(countedAt) > STALE_AFTER_DAYS * DAY_MS;
