import type { Text } from '#shared/platform/problem.ts';
import { stockStatusOf } from './availability.ts';
import type { LedgerEntry, StockMovement } from './ledger.ts';
import * as messages from './messages.ts';
import { quantityText } from './quantity.ts';
import { isStale, quantityOf, type StockLevel } from './stock-level.ts';

const textOrNull = (thousandths: number | null): string | null =>
  thousandths === null ? null : quantityText(thousandths);

/** A quantity with its sign. */
export const signedQuantityText = (thousandths: number): string =>
  thousandths < 0 ? `-${quantityText(-thousandths)}` : quantityText(thousandths);

/** A line of the ledger as members and officers read it. */
export const stockChange = (entry: LedgerEntry, line: StockMovement) => ({
  id: line.id,
  salesPoint: entry.salesPoint,
  product: line.product,
  kind: line.kind,
  quantity: quantityText(line.quantity),
  unit: line.unit,
  lot: line.lot,
  useBy: line.useBy,
  ...(line.ageUnknown ? { ageUnknown: line.ageUnknown } : {}),
  before: quantityText(line.before),
  after: quantityText(line.after),
  applied: line.applied,
  discrepancy: textOrNull(line.missing ?? null),
  lots: line.lots.map(({ quantity, ...lot }) => ({ ...lot, quantity: signedQuantityText(quantity) })),
  sequence: line.sequence,
  occurredAt: line.occurredAt,
  clientOccurredAt: line.clientOccurredAt ?? null,
  arrivedAt: entry.at,
  by: entry.by,
  requestId: entry.requestId,
  reference: line.reference ?? null,
  reason: line.reason ?? null,
  counterpart: line.counterpart ?? null,
  priceVnd: line.priceVnd ?? null,
  voids: line.voids ?? null,
});
type OwnStockChange = ReturnType<typeof stockChange>;

type OfLevel = 'before' | 'after' | 'applied' | 'sequence';
/** A change as a caller reads it: what follows from the level is null where the caller may not read the level. */
export type StockChange = Omit<OwnStockChange, OfLevel> & { [K in OfLevel]: OwnStockChange[K] | null };

/**
 * A change as its caller reads it who may not read the level: what they sent, and that it is recorded. Each field is named
 * here, so that a new one is not shown before somebody decides on it.
 */
export const deliveryReceipt = (change: StockChange): StockChange => ({
  id: change.id,
  salesPoint: change.salesPoint,
  product: change.product,
  kind: change.kind,
  quantity: change.quantity,
  unit: change.unit,
  lot: change.lot,
  useBy: change.useBy,
  ...(change.ageUnknown ? { ageUnknown: change.ageUnknown } : {}),
  before: null,
  after: null,
  applied: null,
  discrepancy: null,
  lots: [],
  sequence: null,
  occurredAt: change.occurredAt,
  clientOccurredAt: change.clientOccurredAt,
  arrivedAt: change.arrivedAt,
  by: change.by,
  requestId: change.requestId,
  reference: change.reference,
  reason: change.reason,
  counterpart: change.counterpart,
  priceVnd: change.priceVnd,
  voids: change.voids,
});

/** A lot as it is shown. */
export type LotView = { lot: string | null; useBy: string | null; quantity: string; ageUnknown?: true | undefined };

/** The lots of a level that have goods. */
export const lotsOf = ({ lots }: StockLevel): LotView[] =>
  lots
    .filter(({ quantity }) => quantity > 0)
    .map(({ lot, useBy, quantity, ageUnknown }) => ({
      lot,
      useBy,
      quantity: quantityText(quantity),
      ...(ageUnknown ? { ageUnknown } : {}),
    }));

/** What a caller should know about a recorded line, besides its effect. */
export type StockNotice = { code: 'age_unknown' | 'use_by_assumed'; detail: Text };

const COMES_BACK: ReadonlySet<string> = new Set(['count', 'return']);

/** The notices of a line: goods that came back or were found, and whose age is unknown or assumed. */
export const stockNotices = ({ kind, lot, useBy, ageUnknown, lots }: StockChange): StockNotice[] => {
  if (!COMES_BACK.has(kind) || useBy !== null || ageUnknown) return [];
  const arrived = lots.filter(({ quantity }) => !quantity.startsWith('-'));
  const unknown: StockNotice[] = arrived.some((one) => one.ageUnknown)
    ? [{ code: 'age_unknown', detail: messages.ageUnknown }]
    : [];
  const assumed = arrived.flatMap((one): StockNotice[] =>
    lot === null && one.useBy !== null
      ? [{ code: 'use_by_assumed', detail: messages.useByAssumed(one.lot, one.useBy) }]
      : [],
  );
  return [...unknown, ...assumed.slice(0, 1)];
};

/** A level as the point's members and the officers see it: everything. */
export const ownStockLevel = (level: StockLevel, now: Date) => {
  const quantity = quantityOf(level);
  const { priceVnd, lowStockThreshold, show, producerMayRestock } = level.settings;
  return {
    product: level.product,
    quantity: quantityText(quantity),
    unit: level.unit,
    lots: lotsOf(level),
    priceVnd,
    countedAt: level.countedAt,
    stale: isStale(level.countedAt, now),
    band: stockStatusOf(quantity, lowStockThreshold),
    lowStockThreshold: textOrNull(lowStockThreshold),
    show,
    producerMayRestock,
  };
};
export type OwnStockLevel = ReturnType<typeof ownStockLevel>;
