import { levelActions } from '#shared/data/stock/level-store.ts';
import { shelfStockActions } from '#shared/data/stock/shelf-row.ts';
import type { Stored } from '#shared/data/table/document.ts';
import { type Action, TRANSACTION_LIMIT } from '#shared/data/table/writer.ts';
import type { SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import type { StockLevel } from '#shared/domain/stock/stock-level.ts';
import { type AuditEvent, commit } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { runShelfTask, shelfTask } from './shelf-rows.ts';

/** A level to be written at a point, over what was read; made anew without `before`. */
export type LevelWrite = { point: Stored<SalesPoint>; before: Stored<StockLevel> | undefined; after: StockLevel };

/** What a transaction has besides its actions: the kept answer, and the task. */
const SPARE_ACTIONS = 2;

/**
 * Writes levels with their availability and shelf rows in one transaction, with further actions. What of the shelf has no room in
 * it, and the product of a row that is new, is written right after it; a task in the transaction says so until it is done. What fails
 * there is 503: the change has been made, a retry is told so, and the recurring job ends the task.
 */
export const commitLevels = async <R>(
  context: Context,
  levels: readonly LevelWrite[],
  { also, auditEvents }: { also: Action[]; auditEvents: readonly AuditEvent[] },
  result: R,
): Promise<R> => {
  const needed = [...levels.flatMap(({ point, before, after }) => levelActions(point, before, after)), ...also];
  const shelf = levels.map(({ before, after }) => ({
    row: { salesPoint: after.salesPoint, product: after.product },
    isNew: before === undefined,
    actions: shelfStockActions(before, { value: after, version: (before?.version ?? 0) + 1 }),
  }));
  const actions = shelf.flatMap((one) => one.actions);
  const fits = needed.length + actions.length + auditEvents.length + SPARE_ACTIONS <= TRANSACTION_LIMIT;
  const later = shelf.filter((one) => one.isNew || (!fits && one.actions.length > 0)).map(({ row }) => row);
  const left = later.length > 0 ? shelfTask(later) : undefined;
  const committed = await commit(
    context,
    { saves: [], also: [...needed, ...(fits ? actions : []), ...(left ? [left.action] : [])], auditEvents },
    result,
  );
  if (left) await runShelfTask(context, left.task);
  return committed;
};
