import { hasProducts, productIdsOf, productKind } from '#shared/data/products/product-store.ts';
import { loadDocument, type Stored, unchanged } from '#shared/data/table/document.ts';
import { type Producer, producerSnapshot } from '#shared/domain/producers/producer.ts';
import type { WorkingProducer } from '#shared/domain/producers/producer-views.ts';
import { forEachConcurrent } from '#shared/platform/concurrency.ts';
import { loadProducer } from '#shared/services/access/documents.ts';
import { commit } from '#shared/services/kernel/commit.ts';
import type { Context, Working } from '#shared/services/kernel/context.ts';
import { propagateSaved, retryOnConflictBriefly } from '#shared/services/kernel/propagate.ts';
import { resumePropagation } from '#shared/services/products/internal/propagate-product.ts';
import { saveProduct } from '#shared/services/products/internal/save-product.ts';
import { saveProducer, workingCopy } from './save-producer.ts';

const updateProductOf = (context: Context, id: string, producer: Stored<Producer>): Promise<void> =>
  retryOnConflictBriefly(async () => {
    const product = await loadDocument(context.reader, productKind, id, { consistent: true });
    if (!product) return;
    const snapshot = producerSnapshot(producer.value);
    const { name, visible } = product.value.producer;
    if (name === snapshot.name && visible === snapshot.visible) return resumePropagation(context, id);
    await saveProduct(
      context,
      product,
      { ...product.value, producer: snapshot },
      { action: 'product.producer-changed', also: [unchanged(producer)] },
    );
  });

/**
 * Saves a producer with a changed name or visibility, and propagates that to its products. Without products it is one
 * transaction; a concurrently created draft is safe, because its approval reads the producer again.
 */
export const saveAndPropagate = async (
  context: Context,
  before: Stored<Producer>,
  after: Producer,
  details: Parameters<typeof saveProducer>[3],
): Promise<Working<WorkingProducer>> => {
  if (!(await hasProducts(context.reader, after.id))) {
    return workingCopy(await saveProducer(context, before, { ...after, unfinished: false }, details));
  }
  const saved = await saveProducer(
    { ...context, idempotency: undefined },
    before,
    { ...after, unfinished: true },
    details,
  );
  return propagateProducer(context, saved);
};

const propagateToProducts = async (context: Context, producer: Stored<Producer>): Promise<Working<WorkingProducer>> => {
  const quietly: Context = { ...context, expected: undefined, idempotency: undefined };
  const { id } = producer.value;
  const deadline = performance.now() + (context.propagationBudgetMs ?? Number.POSITIVE_INFINITY);
  const isLate = () => performance.now() >= deadline;
  const toAll = (ids: string[]) =>
    forEachConcurrent(ids, (product) => updateProductOf(quietly, product, producer), { isLate });
  const leaveTheRest = () => commit(context, { saves: [], auditEvents: [] }, workingCopy(producer));
  // Public products come first, because a producer can have any number of drafts.
  for (const which of ['public', 'all'] as const)
    for await (const ids of productIdsOf(context.reader, id, which)) if (!(await toAll(ids))) return leaveTheRest();
  const finished = { ...producer.value, unfinished: false };
  return workingCopy(await saveProducer(context, producer, finished, { action: 'producer.products-in-line' }));
};

/**
 * Propagates a producer's name and visibility to all its products, one transaction each, and then marks the producer as
 * finished. The producer was saved as `unfinished`, so the next attempt or the scheduled job continues an interrupted
 * run and the work for which a request has no time. The outcome of the request is recorded when all is done or its time
 * is over.
 */
export const propagateProducer = (context: Context, producer: Stored<Producer>): Promise<Working<WorkingProducer>> =>
  propagateSaved(context, producer, {
    propagate: (current) => propagateToProducts(context, current),
    reload: () => loadProducer(context, producer.value.id),
    met: (current) => commit(context, { saves: [], auditEvents: [] }, workingCopy(current)),
  });
