import { productKind } from '#shared/data/products/product-store.ts';
import { loadLevel } from '#shared/data/stock/level-store.ts';
import { loadDocument, type Stored } from '#shared/data/table/document.ts';
import { isPublic, type Product } from '#shared/domain/products/product.ts';
import { emptyLevel, type StockLevel } from '#shared/domain/stock/stock-level.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** A level to change: a stored one, or an empty one with its product that is new at the sales point. */
export type OpenedLevel =
  | { before: Stored<StockLevel>; level: StockLevel }
  | { before: undefined; level: StockLevel; product: Stored<Product> };

/**
 * Loads the level of a product at a sales point, or an empty one for a new product. A new product has to be public, except
 * for goods that another point moves here: they had been published. Otherwise undefined.
 */
export const openLevel = async (
  context: Context,
  salesPoint: string,
  product: string,
  { isMoved = false }: { isMoved?: boolean } = {},
): Promise<OpenedLevel | undefined> => {
  const before = await loadLevel(context.reader, salesPoint, product);
  if (before) return { before, level: before.value };
  const stored = await loadDocument(context.reader, productKind, product, { consistent: true });
  if (!stored?.value.face || !(isMoved || isPublic(stored.value))) return undefined;
  return { before, level: emptyLevel(salesPoint, product, stored.value.face.content.unit), product: stored };
};
