import { producerKind } from '#shared/data/producers/producer-store.ts';
import { salesPointKind } from '#shared/data/sales-points/sales-point-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import { type Item, stringOf } from '#shared/data/table/reader.ts';
import { ID_PREFIXES, isId } from '#shared/platform/ids.ts';
import { finishMarked } from '#shared/services/images/internal/cleanup.ts';
import { finishPlacement } from '#shared/services/images/internal/placement.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { carryToAll, pagesOf } from '#shared/services/kernel/propagate.ts';
import { spreadProducer } from '#shared/services/producers/internal/propagate-producer.ts';
import { propagateProduct } from '#shared/services/products/internal/propagate-product.ts';
import { sweepTickets } from '#shared/services/registrations/release-unused-queue-numbers.ts';
import { spreadSalesPoint } from '#shared/services/sales-points/internal/propagate-sales-point.ts';
import { finishShelfTask } from '#shared/services/stock/internal/shelf-rows.ts';

const finish = async (context: Context, item: Item): Promise<boolean> => {
  const id = stringOf(item, 'sk');
  if (id.startsWith(ID_PREFIXES.image)) return finishMarked(context, item);
  if (id.startsWith(keys.pendingShelf('').sk)) return finishShelfTask(context, item);
  if (isId('product', id)) {
    await propagateProduct(context, id);
    return true;
  }
  if (id.startsWith(ID_PREFIXES.product)) return finishPlacement(context, item);
  if (isId('event', id)) return sweepTickets(context, id);
  if (isId('salesPoint', id)) {
    const point = await loadDocument(context.reader, salesPointKind, id, { consistent: true });
    if (!point?.value.unfinished) return false;
    await spreadSalesPoint(context, point);
    return true;
  }
  const producer = await loadDocument(context.reader, producerKind, id, { consistent: true });
  if (!producer?.value.unfinished) return false;
  await spreadProducer(context, producer);
  return true;
};

/** What is looked at every minute: what a request has left. Events are many and have time. */
const LEFT_BY_REQUESTS = ['image', 'producer', 'product', 'salesPoint'] as const;
const SHELF_TASKS = { from: keys.pendingShelf('').sk, to: `${keys.pendingShelf('').sk}~` };
const WHOLE = [{}];
const ofKind = (kind: keyof typeof ID_PREFIXES) => ({ from: `${ID_PREFIXES[kind]}_`, to: `${ID_PREFIXES[kind]}_~` });

/**
 * Takes up every producer, product and sales point whose change did not reach all that shows it, shelves that are not in line, every image whose files are still
 * to be removed, and the tickets of events for which no registration came; returns how many were finished.
 * With `withoutEvents` their tickets are left for another run.
 * One that fails does not hold up the others; all failures are thrown together at the end.
 */
export const finishUnfinished = async (context: Context, { withoutEvents = false } = {}): Promise<number> => {
  const failures: unknown[] = [];
  let finished = 0;
  const { pk } = keys.pendingDocument('');
  for (const bounds of withoutEvents ? [...LEFT_BY_REQUESTS.map(ofKind), SHELF_TASKS] : WHOLE) {
    for await (const items of pagesOf(context, pk, (item) => item, bounds)) {
      await carryToAll(items, async (item) => {
        try {
          if (await finish(context, item)) finished += 1;
        } catch (error) {
          failures.push(error);
        }
      });
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} changes could not be finished`);
  return finished;
};
