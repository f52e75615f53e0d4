import { productKind } from '#shared/data/products/product-store.ts';
import { readLevels } from '#shared/data/stock/level-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import type { Product, ProductState } from '#shared/domain/products/product.ts';
import { shelfMatcher } from '#shared/domain/stock/shelf-search.ts';
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

/** Levels that a search examines in one page; each costs a read of its product. */
const LOOKED_AT = 300;

const productOf = async (context: Context, level: StockLevel): Promise<Product> => {
  const stored = await loadDocument(context.reader, productKind, level.product, { consistent: false });
  if (!stored) throw new Error('a stock level of no product');
  return stored.value;
};

const named = (context: Context, level: StockLevel, product: Product): NamedLevel => {
  const { face, content, slug, status, recall } = product;
  return {
    name: (face?.content ?? content).name,
    slug,
    productStatus: status,
    recall: recall ? { at: recall.at, reason: recall.reason } : null,
    ...ownStockLevel(level, context.now),
  };
};

/**
 * The exact stock of a sales point with its settings, for its members and the officers of its territory. With `q` only
 * products that it means; a page then examines at most 300 levels and can be short.
 */
export const listOwnStock = async (
  context: Context,
  idOrSlug: string,
  page: { q?: string | undefined; limit: number; after?: string | undefined },
): Promise<{ items: NamedLevel[]; next?: string }> => {
  const id = await idOf(context.reader, 'salesPoint', idOrSlug);
  await loadSalesPointToChange(context, id);
  const { q, limit } = page;
  const read = await readLevels(context.reader, id, { ...page, limit: q === undefined ? limit : LOOKED_AT });
  const isMeant = q === undefined ? () => true : shelfMatcher(q);
  const levels = await Promise.all(
    read.items.map(async ({ value }) => ({ value, product: await productOf(context, value) })),
  );
  const found = levels.filter(({ product }) => isMeant(product));
  const listed = found.slice(0, limit);
  const next = found.length > limit ? listed.at(-1)?.value.product : read.next;
  return {
    items: listed.map(({ value, product }) => named(context, value, product)),
    ...(next === undefined ? {} : { next }),
  };
};
