// A stock level is the stock of one product at one sales point: lots with use-by days, and the time of the last count.
import * as z from 'zod';
import { STALE_AFTER_DAYS } from '#shared/platform/limits.ts';
import type { Day } from '#shared/platform/vietnam-day.ts';

/**
 * Quantities are thousandths of the unit. `countedAt` is the instant of the lot's own last count. `ageUnknown` marks goods
 * that came back or were found without a use-by day, at a point that stocks the product by use-by days (ADR 0030).
 */
export const Lot = z.object({
  lot: z.string().nullable(),
  useBy: z.string().nullable(),
  quantity: z.int().min(0),
  countedAt: z.string().nullable(),
  ageUnknown: z.literal(true).optional(),
});
export type Lot = z.infer<typeof Lot>;

/** The lot that was sold last, and when. */
const LastSold = Lot.pick({ lot: true, useBy: true, ageUnknown: true }).extend({ at: z.string() });

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
 * if none has. From line `lotRulesFrom` on, lot names are compared as labels and goods that come back take a use-by day
 * (ADR 0030); absent if no line is that new. `lastSold` is what was sold last.
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
  lotRulesFrom: z.int().optional(),
  lastSold: LastSold.optional(),
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
  lotRulesFrom: 1,
  settings: { priceVnd: null, lowStockThreshold: null, show: 'number', producerMayRestock: false },
});

const sumOf = (lots: readonly Lot[]): number => lots.reduce((sum, { quantity }) => sum + quantity, 0);

/** The whole quantity in thousandths, including goods past their use-by day. */
export const quantityOf = ({ lots }: Pick<StockLevel, 'lots'>): number => sumOf(lots);

/** Whether a lot can be sold on a day; its use-by day is the last one. */
export const isSaleable = ({ useBy }: Pick<Lot, 'useBy'>, day: Day): boolean => useBy === null || useBy >= day;

/** The number of sold-out lots that are remembered with their use-by day, for goods of them that come back. */
const SOLD_OUT_LOTS_KEPT = 3;

/** The sold-out lots that are remembered, those with the latest use-by days; `lots` are in the order of leaving. */
export const soldOutLots = (lots: readonly Lot[]): Lot[] =>
  lots.filter(({ useBy, quantity }) => quantity === 0 && useBy !== null).slice(-SOLD_OUT_LOTS_KEPT);

/** The lots of a level whose age is as the point knows it: in stock, or remembered. */
export const knownLots = ({ lots }: Pick<StockLevel, 'lots'>): Lot[] => {
  const soldOut = new Set(soldOutLots(lots));
  return lots.filter((lot) => !lot.ageUnknown && (lot.quantity > 0 || soldOut.has(lot)));
};

/** Whether the point stocks the product by use-by days. */
export const isDated = (level: Pick<StockLevel, 'lots' | 'lastSold'>): boolean =>
  (level.lastSold?.useBy ?? null) !== null || knownLots(level).some(({ useBy }) => useBy !== null);

/** Whether a lot of a level can be sold on a day: goods of unknown age only where nothing has a use-by day. */
export const isOffered = (level: Pick<StockLevel, 'lots' | 'lastSold'>, lot: Lot, day: Day): boolean =>
  isSaleable(lot, day) && !(lot.ageUnknown && isDated(level));

/** The quantity that can be sold on a day, in thousandths. */
export const saleableOn = (level: Pick<StockLevel, 'lots' | 'lastSold'>, day: Day): number =>
  sumOf(level.lots.filter((lot) => isOffered(level, lot, day)));

const DAY_MS = 86_400_000;

/** Whether the last count is so old that the level is unreliable. */
export const isStale = (countedAt: string | null, now: Date): boolean =>
  countedAt === null || now.getTime() - Date.parse(countedAt) > STALE_AFTER_DAYS * DAY_MS;
