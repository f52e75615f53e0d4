import { productKind } from '#shared/data/products/product-store.ts';
import { loadLevel } from '#shared/data/stock/level-store.ts';
import { loadDocument, unchanged } from '#shared/data/table/document.ts';
import { isPublic } from '#shared/domain/products/product.ts';
import { emptyLevel, type StockLevel, type StockSettings } from '#shared/domain/stock/stock-level.ts';
import { type OwnStockLevel, ownStockLevel } from '#shared/domain/stock/stock-views.ts';
import { isId } from '#shared/platform/ids.ts';
import { type Fault, notFound } from '#shared/platform/problem.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { requireRules } from '#shared/services/kernel/require-rules.ts';
import { commitLevels } from './commit-levels.ts';
import { loadPointOfMember } from './stock-access.ts';

const newLevel = async (context: Context, salesPoint: string, product: string): Promise<StockLevel> => {
  const stored = await loadDocument(context.reader, productKind, product, { consistent: true });
  if (!stored || !isPublic(stored.value)) throw notFound();
  return emptyLevel(salesPoint, product, stored.value.face.content.unit);
};

/**
 * Changes what a point has decided about a product, with its audit entry; a published product that it does not stock yet is
 * taken up with nothing of it. Only members of the point may; 404 for a product that is neither there nor published.
 */
export const saveSettings = async (
  context: Context,
  { salesPoint, product }: { salesPoint: string; product: string },
  given: Partial<StockSettings>,
  details: { action: string; faultsOf?: (level: StockLevel) => Fault[] },
): Promise<OwnStockLevel> => {
  const point = await loadPointOfMember(context, salesPoint);
  if (!isId('product', product)) throw notFound();
  const before = await loadLevel(context.reader, salesPoint, product);
  const level = before?.value ?? (await newLevel(context, salesPoint, product));
  requireRules(details.faultsOf?.(level) ?? []);
  const after = { ...level, settings: { ...level.settings, ...given } };
  return commitLevels(
    context,
    [{ point, before, after }],
    {
      also: before ? [] : [unchanged(point)],
      auditEvents: [{ subject: salesPoint, action: details.action, product, changed: Object.keys(given) }],
    },
    ownStockLevel(after, context.now),
  );
};
