import { unchanged } from '#shared/data/table/document.ts';
import type { StockLevel, StockSettings } from '#shared/domain/stock/stock-level.ts';
import { type OwnStockLevel, ownStockLevel } from '#shared/domain/stock/stock-views.ts';
import { isId } from '#shared/platform/ids.ts';
import { type Fault, notFound } from '#shared/platform/problem.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { requireRules } from '#shared/services/kernel/require-rules.ts';
import { commitLevels } from './commit-levels.ts';
import { openLevel } from './open-level.ts';
import { loadPointOfMember } from './stock-access.ts';

/**
 * Changes a sales point's settings of a product, with its audit event; a published product that is new there is added
 * with quantity 0. For members of the sales point; 404 for a product that is neither stocked nor published.
 */
export const saveSettings = async (
  context: Context,
  { salesPoint, product }: { salesPoint: string; product: string },
  changes: Partial<StockSettings>,
  details: { action: string; faultsOf?: (level: StockLevel) => Fault[] },
): Promise<OwnStockLevel> => {
  const point = await loadPointOfMember(context, salesPoint);
  if (!isId('product', product)) throw notFound();
  const opened = await openLevel(context, salesPoint, product);
  if (!opened) throw notFound();
  const { before, level } = opened;
  requireRules(details.faultsOf?.(level) ?? []);
  const after = { ...level, settings: { ...level.settings, ...changes } };
  return commitLevels(
    context,
    [{ point, opened, after }],
    {
      also: before ? [] : [unchanged(point)],
      auditEvents: [{ subject: salesPoint, action: details.action, product, changed: Object.keys(changes) }],
    },
    ownStockLevel(after, context.now),
  );
};
