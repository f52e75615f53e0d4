import { lists, productKind } from '#shared/data/products/product-store.ts';
import { loadDocument, type Stored, unchanged } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import { stringOf } from '#shared/data/table/reader.ts';
import { type Producer, producerMark } from '#shared/domain/producers/producer.ts';
import type { WorkingProducer } from '#shared/domain/producers/producer-views.ts';
import { decodeCard } from '#shared/domain/products/product-card.ts';
import { loadProducer } from '#shared/services/access/documents.ts';
import { commit } from '#shared/services/kernel/commit.ts';
import type { Context, Working } from '#shared/services/kernel/context.ts';
import { carryToAll, despiteRaces, pagesOf, spread } from '#shared/services/kernel/propagate.ts';
import { resumePropagation } from '#shared/services/products/internal/propagate-product.ts';
import { saveProduct } from '#shared/services/products/internal/save-product.ts';
import { saveProducer, workingCopy } from './save-producer.ts';

const bringInLine = (context: Context, id: string, producer: Stored<Producer>): Promise<void> =>
  despiteRaces(async () => {
    const product = await loadDocument(context.reader, productKind, id, { consistent: true });
    if (!product) return;
    const mark = producerMark(producer.value);
    const { name, visible } = product.value.producer;
    if (name === mark.name && visible === mark.visible) return resumePropagation(context, id);
    await saveProduct(
      context,
      product,
      { ...product.value, producer: mark },
      { action: 'product.producer-changed', also: [unchanged(producer)] },
    );
  });

/** Whether a producer has any product that its name or visibility would have to be carried to. */
const hasProducts = async (context: Context, producer: string): Promise<boolean> => {
  const pk = keys.productOf.partition(producer);
  return (await context.reader.query({ pk, limit: 1, consistent: true })).items.length > 0;
};

/**
 * Saves a producer whose name or visibility changes, and carries that to its products. Without products it is one
 * transaction; a draft that is made in between does no harm, since its approval reads the producer again.
 */
export const saveAndSpread = async (
  context: Context,
  before: Stored<Producer>,
  after: Producer,
  told: Parameters<typeof saveProducer>[3],
): Promise<Working<WorkingProducer>> => {
  if (!(await hasProducts(context, after.id))) {
    return workingCopy(await saveProducer(context, before, { ...after, unfinished: false }, told));
  }
  const saved = await saveProducer(
    { ...context, idempotency: undefined },
    before,
    { ...after, unfinished: true },
    told,
  );
  return spreadProducer(context, saved);
};

const carryToProducts = async (context: Context, producer: Stored<Producer>): Promise<Working<WorkingProducer>> => {
  const quietly: Context = { ...context, expected: undefined, idempotency: undefined };
  const { id } = producer.value;
  const deadline = performance.now() + (context.carryBudgetMs ?? Number.POSITIVE_INFINITY);
  const isLate = () => performance.now() >= deadline;
  const toAll = (ids: string[]) => carryToAll(ids, (product) => bringInLine(quietly, product, producer), isLate);
  const leaveTheRest = () => commit(context, { saves: [], deeds: [] }, workingCopy(producer));
  // What buyers see comes first: a producer can have any number of drafts.
  const shown = pagesOf(context, lists.byStars.producer(id), (item) => decodeCard(stringOf(item, 'card')).id);
  for await (const ids of shown) if (!(await toAll(ids))) return leaveTheRest();
  const every = pagesOf(context, keys.productOf.partition(id), (item) => stringOf(item, 'sk'));
  for await (const ids of every) if (!(await toAll(ids))) return leaveTheRest();
  const finished = { ...producer.value, unfinished: false };
  return workingCopy(await saveProducer(context, producer, finished, { action: 'producer.products-in-line' }));
};

/**
 * Carries a producer's new name or visibility to all its products, one transaction each, and then marks the producer
 * finished. The producer was saved as `unfinished` before, so a run that breaks off is taken up by the next attempt or by
 * the recurring job, which also does what a request has no time for. The request's answer is kept when all is done, or when the
 * time is over.
 */
export const spreadProducer = (context: Context, producer: Stored<Producer>): Promise<Working<WorkingProducer>> =>
  spread(context, producer, {
    carry: (current) => carryToProducts(context, current),
    reload: () => loadProducer(context, producer.value.id),
    met: (current) => commit(context, { saves: [], deeds: [] }, workingCopy(current)),
  });
