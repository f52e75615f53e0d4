import { randomUUID } from 'node:crypto';
import type { Stored } from '../../data/document.ts';
import { shelfStockActions } from '../../data/shelf-row.ts';
import { levelActions } from '../../data/stock-levels.ts';
import { type Action, TRANSACTION_LIMIT } from '../../data/writer.ts';
import type { SalesPoint } from '../../domain/sales-points/sales-point.ts';
import type { StockLevel } from '../../domain/stock/stock-level.ts';
import { commit, type Deed } from '../commit.ts';
import type { Context } from '../context.ts';
import { runShelfTask, shelfTaskAction } from './shelf-rows.ts';

/** A level to be written at a point, over what was read; made anew without `before`. */
export type LevelWrite = { point: Stored<SalesPoint>; before: Stored<StockLevel> | undefined; after: StockLevel };

/** What a transaction has besides its actions: the kept answer, and the task. */
const SPARE_ACTIONS = 2;

/**
 * Writes levels with their availability and shelf rows in one transaction, with further actions. What of the shelf has no room in
 * it, and the product of a row that is new, is written right after it; a task in the transaction says so until it is done. What fails
 * there is 503: the change has been made. A retry that knows the id of the task, `task`, or the recurring job ends it.
 */
export const commitLevels = async <R>(
  context: Context,
  levels: readonly LevelWrite[],
  { also, deeds, task = randomUUID() }: { also: Action[]; deeds: readonly Deed[]; task?: string },
  result: R,
): Promise<R> => {
  const needed = [...levels.flatMap(({ point, before, after }) => levelActions(point, before, after)), ...also];
  const shelf = levels.map(({ before, after }) => ({
    row: { salesPoint: after.salesPoint, product: after.product },
    isNew: before === undefined,
    actions: shelfStockActions(before, { value: after, version: (before?.version ?? 0) + 1 }),
  }));
  const actions = shelf.flatMap((one) => one.actions);
  const fits = needed.length + actions.length + deeds.length + SPARE_ACTIONS <= TRANSACTION_LIMIT;
  const later = shelf.filter((one) => one.isNew || (!fits && one.actions.length > 0)).map(({ row }) => row);
  const left = later.length > 0 ? { id: task, rows: later } : undefined;
  const committed = await commit(
    context,
    { saves: [], also: [...needed, ...(fits ? actions : []), ...(left ? [shelfTaskAction(left)] : [])], deeds },
    result,
  );
  if (left) await runShelfTask(context, left);
  return committed;
};
