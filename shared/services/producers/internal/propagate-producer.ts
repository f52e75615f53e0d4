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
 * Saves a producer whose name or visibility changes, and carries that to its products. Without products it is one
 * transaction; a draft that is made in between does no harm, since its approval reads the producer again.
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
  // What buyers see comes first: a producer can have any number of drafts.
  for (const which of ['public', 'all'] as const)
    for await (const ids of productIdsOf(context.reader, id, which)) if (!(await toAll(ids))) return leaveTheRest();
  const finished = { ...producer.value, unfinished: false };
  return workingCopy(await saveProducer(context, producer, finished, { action: 'producer.products-in-line' }));
};

/**
 * Carries a producer's new name or visibility to all its products, one transaction each, and then marks the producer
 * finished. The producer was saved as `unfinished` before, so a run that breaks off is taken up by the next attempt or by
 * the recurring job, which also does what a request has no time for. The request's answer is kept when all is done, or when the
 * time is over.
 */
export const propagateProducer = (context: Context, producer: Stored<Producer>): Promise<Working<WorkingProducer>> =>
  propagateSaved(context, producer, {
    propagate: (current) => propagateToProducts(context, current),
    reload: () => loadProducer(context, producer.value.id),
    met: (current) => commit(context, { saves: [], auditEvents: [] }, workingCopy(current)),
  });
