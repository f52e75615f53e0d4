// What happened at a sales point on a day, by product: what was reported, less what was voided.
import type { StockMovement } from './ledger.ts';

const SUMMED = ['receive', 'sell', 'return', 'waste', 'transfer-in', 'transfer-out'] as const;
type SummedKind = (typeof SUMMED)[number];

/**
 * The totals of a product on a day, in thousandths and dong. `counted` is by how much counts changed the stock, `turnoverVnd`
 * the value of the sales that were sent with a price, and `unpriced` the quantity that was sold without one.
 */
export type ProductTotals = {
  product: string;
  unit: string;
  quantities: Record<SummedKind, number>;
  counted: number;
  turnoverVnd: number;
  unpriced: number;
};

const empty = (product: string, unit: string): ProductTotals => ({
  product,
  unit,
  quantities: { receive: 0, sell: 0, return: 0, waste: 0, 'transfer-in': 0, 'transfer-out': 0 },
  counted: 0,
  turnoverVnd: 0,
  unpriced: 0,
});

const isSummed = (kind: string): kind is SummedKind => SUMMED.some((one) => one === kind);

const withLine = (totals: ProductTotals, line: StockMovement, sign: 1 | -1): void => {
  if (line.kind === 'count') totals.counted += line.lots.reduce((sum, { quantity }) => sum + quantity, 0);
  if (!isSummed(line.kind)) return;
  totals.quantities[line.kind] += sign * line.quantity;
  if (line.kind !== 'sell') return;
  if (line.priceVnd === undefined) totals.unpriced += sign * line.quantity;
  else totals.turnoverVnd += sign * Math.round((line.quantity * line.priceVnd) / 1_000);
};

/** The totals of each product and unit, from all lines of a day. */
export const dayTotals = (lines: readonly StockMovement[]): ProductTotals[] => {
  const byId = new Map(lines.map((line) => [line.id, line]));
  const totals = new Map<string, ProductTotals>();
  for (const line of lines) {
    const key = `${line.product} ${line.unit}`;
    const own = totals.get(key) ?? empty(line.product, line.unit);
    totals.set(key, own);
    const voided = line.voids === undefined ? undefined : byId.get(line.voids);
    withLine(own, voided ?? line, voided ? -1 : 1);
  }
  return [...totals.values()].sort((a, b) => (a.product < b.product ? -1 : 1));
};
