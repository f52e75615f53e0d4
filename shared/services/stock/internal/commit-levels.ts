import { randomUUID } from 'node:crypto';
import { noteShelf } from '#shared/data/pending-work/pending-work-store.ts';
import { levelActions } from '#shared/data/stock/level-store.ts';
import { newShelfAction, shelfStockActions } from '#shared/data/stock/shelf-row.ts';
import { type Stored, unchanged } from '#shared/data/table/document.ts';
import { TRANSACTION_LIMIT } from '#shared/data/table/transaction.ts';
import type { Action } from '#shared/data/table/writer.ts';
import type { SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import type { StockLevel } from '#shared/domain/stock/stock-level.ts';
import { type AuditEvent, commit } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import type { OpenedLevel } from './open-level.ts';
import { runShelfTask } from './shelf-rows.ts';

/** A level to write at a sales point, over the opened one. */
export type LevelWrite = { point: Stored<SalesPoint>; opened: OpenedLevel; after: StockLevel };

/** Number of further actions in the transaction: the idempotency record and the task. */
const SPARE_ACTIONS = 2;

/**
 * The actions for a level's shelf row. A new row requires that the product is unchanged since it was read, so that it
 * shows no older version.
 */
const shelfActions = ({ opened, after }: LevelWrite): Action[] =>
  opened.before
    ? shelfStockActions(opened.before, { value: after, version: opened.before.version + 1 })
    : [newShelfAction(opened.product, after), unchanged(opened.product)];

/**
 * Writes levels with their availability and shelf rows in one transaction, with further actions. If the shelf rows of a
 * large batch do not fit, the transaction stores a task, and they are written right after it. A failure then is 503:
 * the change is committed. A retry with the id of the task, `task`, or the scheduled job completes it.
 */
export const commitLevels = async <R>(
  context: Context,
  levels: readonly LevelWrite[],
  { also, auditEvents, task = randomUUID() }: { also: Action[]; auditEvents: readonly AuditEvent[]; task?: string },
  result: R,
): Promise<R> => {
  const needed = [...levels.flatMap(({ point, opened, after }) => levelActions(point, opened.before, after)), ...also];
  const shelf = levels.map((level) => ({ row: level.after, actions: shelfActions(level) }));
  const actions = shelf.flatMap((one) => one.actions);
  const fits = needed.length + actions.length + auditEvents.length + SPARE_ACTIONS <= TRANSACTION_LIMIT;
  if (fits) return commit(context, { saves: [], also: [...needed, ...actions], auditEvents }, result);
  const rows = shelf
    .filter((one) => one.actions.length > 0)
    .map(({ row: { salesPoint, product } }) => ({ salesPoint, product }));
  const left = { id: task, rows };
  const committed = await commit(
    context,
    { saves: [], also: [...needed, noteShelf(left.id, left.rows)], auditEvents },
    result,
  );
  await runShelfTask(context, left);
  return committed;
};
