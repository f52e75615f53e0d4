import { productKind } from '#shared/data/products/product-store.ts';
import { readLevels } from '#shared/data/stock/level-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import type { ProductState } from '#shared/domain/products/product.ts';
import type { StockLevel } from '#shared/domain/stock/stock-level.ts';
import { type OwnStockLevel, ownStockLevel } from '#shared/domain/stock/stock-views.ts';
import { loadSalesPointToChange } from '#shared/services/access/membership.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { idOf } from '#shared/services/kernel/unique-name.ts';

type NamedLevel = OwnStockLevel & {
  name: string;
  slug: string;
  productStatus: ProductState;
  recall: { at: string; reason: string } | null;
};

const named = async (context: Context, level: StockLevel): Promise<NamedLevel> => {
  const stored = await loadDocument(context.reader, productKind, level.product, { consistent: false });
  if (!stored) throw new Error('a stock level of no product');
  const { face, content, slug, status, recall } = stored.value;
  return {
    name: (face?.content ?? content).name,
    slug,
    productStatus: status,
    recall: recall ? { at: recall.at, reason: recall.reason } : null,
    ...ownStockLevel(level, context.now),
  };
};

/** The exact stock of a sales point with its settings, for its members and the officers of its territory. */
export const listOwnStock = async (
  context: Context,
  idOrSlug: string,
  page: { limit: number; after?: string | undefined },
): Promise<{ items: NamedLevel[]; next?: string }> => {
  const id = await idOf(context.reader, 'salesPoint', idOrSlug);
  await loadSalesPointToChange(context, id);
  const { items, ...rest } = await readLevels(context.reader, id, page);
  const levels = await Promise.all(items.map(({ value }) => named(context, value)));
  return { items: levels, ...rest };
};
