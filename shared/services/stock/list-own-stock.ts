import { loadDocument } from '../../data/document.ts';
import { keys } from '../../data/keys.ts';
import { readPage } from '../../data/page.ts';
import { productKind } from '../../data/product-kind.ts';
import { levelOf } from '../../data/stock-levels.ts';
import type { StockLevel } from '../../domain/stock/stock-level.ts';
import { type OwnStockLevel, ownStockLevel } from '../../domain/stock/stock-views.ts';
import { loadSalesPointToChange } from '../access/membership.ts';
import type { Context } from '../context.ts';
import { idOf } from '../slug.ts';

type NamedLevel = OwnStockLevel & { name: string; slug: string };

const named = async (context: Context, level: StockLevel): Promise<NamedLevel> => {
  const stored = await loadDocument(context.reader, productKind, level.product, { consistent: false });
  if (!stored) throw new Error('a stock level of no product');
  const { face, content, slug } = stored.value;
  return { name: (face?.content ?? content).name, slug, ...ownStockLevel(level, context.now) };
};

/** The exact stock of a point with its settings, for its members and the officers of its territory. */
export const listOwnStock = async (
  context: Context,
  idOrSlug: string,
  page: { limit: number; after?: string | undefined },
): Promise<{ items: NamedLevel[]; next?: string }> => {
  const id = await idOf(context.reader, 'salesPoint', idOrSlug);
  await loadSalesPointToChange(context, id);
  const { items, ...rest } = await readPage(context.reader, { pk: keys.stockLevel(id, '').pk }, page);
  const levels = await Promise.all(items.map((item) => named(context, levelOf(item).value)));
  return { items: levels, ...rest };
};
