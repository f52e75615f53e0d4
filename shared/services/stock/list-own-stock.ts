import { keys } from '../../data/keys.ts';
import { readPage } from '../../data/page.ts';
import { levelOf } from '../../data/stock-levels.ts';
import { type OwnStockLevel, ownStockLevel } from '../../domain/stock/stock-views.ts';
import { loadSalesPointToChange } from '../access/membership.ts';
import type { Context } from '../context.ts';

/** The exact stock of a point with its settings, for its members and the officers of its territory. */
export const listOwnStock = async (
  context: Context,
  id: string,
  page: { limit: number; after?: string | undefined },
): Promise<{ items: OwnStockLevel[]; next?: string }> => {
  await loadSalesPointToChange(context, id);
  const { items, ...rest } = await readPage(context.reader, { pk: keys.stockLevel(id, '').pk }, page);
  return { items: items.map((item) => ownStockLevel(levelOf(item).value, context.now)), ...rest };
};
