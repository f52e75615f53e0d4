import { type PendingWork, pendingWork } from '#shared/data/pending-work/pending-work-store.ts';
import { producerKind } from '#shared/data/producers/producer-store.ts';
import { salesPointKind } from '#shared/data/sales-points/sales-point-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import { forEachConcurrent } from '#shared/platform/concurrency.ts';
import { finishCleanup } from '#shared/services/images/internal/cleanup.ts';
import { finishPlacement } from '#shared/services/images/internal/placement.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { propagateProducer } from '#shared/services/producers/internal/propagate-producer.ts';
import { propagateProduct } from '#shared/services/products/internal/propagate-product.ts';
import { releaseUnusedQueueNumbers } from '#shared/services/registrations/release-unused-queue-numbers.ts';
import { propagateSalesPoint } from '#shared/services/sales-points/internal/propagate-sales-point.ts';
import { runShelfTask } from '#shared/services/stock/internal/shelf-rows.ts';

const finish = async (context: Context, work: PendingWork): Promise<boolean> => {
  if (work.kind === 'files') return finishCleanup(context, work);
  if (work.kind === 'placement') return finishPlacement(context, work);
  if (work.kind === 'event') return releaseUnusedQueueNumbers(context, work.id);
  if (work.kind === 'shelf') {
    await runShelfTask(context, { id: work.task, rows: work.rows });
    return true;
  }
  if (work.kind === 'product') {
    await propagateProduct(context, work.id);
    return true;
  }
  if (work.kind === 'salesPoint') {
    const point = await loadDocument(context.reader, salesPointKind, work.id, { consistent: true });
    if (!point?.value.unfinished) return false;
    await propagateSalesPoint(context, point);
    return true;
  }
  const producer = await loadDocument(context.reader, producerKind, work.id, { consistent: true });
  if (!producer?.value.unfinished) return false;
  await propagateProducer(context, producer);
  return true;
};

/**
 * Completes pending work: propagates changes of producers, products and sales points, updates shelf rows, removes image
 * files, and releases unused queue numbers of events. Returns the number of completed tasks. `withoutEvents` leaves
 * queue numbers to another run. A failure does not block the others; all failures are thrown together at the end.
 */
export const finishPendingWork = async (context: Context, { withoutEvents = false } = {}): Promise<number> => {
  const failures: unknown[] = [];
  let finished = 0;
  for await (const noted of pendingWork(context.reader, { withoutEvents })) {
    await forEachConcurrent(noted, async (work) => {
      try {
        if (await finish(context, work)) finished += 1;
      } catch (error) {
        failures.push(error);
      }
    });
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} changes could not be finished`);
  return finished;
};
