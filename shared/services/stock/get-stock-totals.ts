import { loadProductHead } from '#shared/data/products/product-store.ts';
import { readDay } from '#shared/data/stock/ledger-store.ts';
import { dayTotals, type ProductTotals } from '#shared/domain/stock/day-totals.ts';
import { quantityText } from '#shared/domain/stock/quantity.ts';
import { signedQuantityText } from '#shared/domain/stock/stock-views.ts';
import { forEachConcurrent } from '#shared/platform/concurrency.ts';
import type { Day } from '#shared/platform/vietnam-day.ts';
import { loadSalesPointToChange } from '#shared/services/access/membership.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { idOf } from '#shared/services/kernel/unique-name.ts';

const view = ({ product, unit, quantities, counted, turnoverVnd, unpriced }: ProductTotals, name: string | null) => ({
  product,
  name,
  unit,
  received: quantityText(quantities.receive),
  sold: quantityText(quantities.sell),
  returned: quantityText(quantities.return),
  wasted: quantityText(quantities.waste),
  movedIn: quantityText(quantities['transfer-in']),
  movedOut: quantityText(quantities['transfer-out']),
  counted: signedQuantityText(counted),
  turnoverVnd,
  soldWithoutPrice: quantityText(unpriced),
});

/** What happened at a sales point on a day, by product; for its members and the officers of its territory. */
export const getStockTotals = async (context: Context, idOrSlug: string, day: Day) => {
  const id = await idOf(context.reader, 'salesPoint', idOrSlug);
  const { value: point } = await loadSalesPointToChange(context, id);
  const totals = dayTotals(await readDay(context.reader, id, day));
  const names = new Map<string, string | null>();
  await forEachConcurrent([...new Set(totals.map(({ product }) => product))], async (product) => {
    names.set(product, (await loadProductHead(context.reader, product))?.name ?? null);
  });
  return {
    salesPoint: { id, name: point.name },
    day,
    turnoverVnd: totals.reduce((sum, { turnoverVnd }) => sum + turnoverVnd, 0),
    items: totals.map((one) => view(one, names.get(one.product) ?? null)),
  };
};
export type StockTotals = Awaited<ReturnType<typeof getStockTotals>>;
