import { loadDocument, type Stored, unchanged } from '../../data/document.ts';
import { keys } from '../../data/keys.ts';
import { lists, productKind } from '../../data/product-kind.ts';
import { type Item, stringOf } from '../../data/reader.ts';
import { type Producer, producerMark } from '../../domain/producers/producer.ts';
import type { WorkingProducer } from '../../domain/producers/producer-views.ts';
import { decodeCard } from '../../domain/products/product-card.ts';
import { loadProducer } from '../access/documents.ts';
import { commit, WriteRace } from '../commit.ts';
import type { Context, Working } from '../context.ts';
import { saveProduct } from '../products/save-product.ts';
import { saveProducer, workingCopy } from './save-producer.ts';

const RACES_MAX = 5;
const AT_ONCE = 8;

const bringInLine = async (context: Context, id: string, producer: Stored<Producer>): Promise<void> => {
  for (let race = 1; ; race += 1) {
    const product = await loadDocument(context.reader, productKind, id, { consistent: true });
    if (!product) return;
    const mark = producerMark(producer.value);
    const { name, visible } = product.value.producer;
    if (name === mark.name && visible === mark.visible) return;
    try {
      await saveProduct(
        context,
        product,
        { ...product.value, producer: mark },
        { action: 'product.producer-changed', also: [unchanged(producer)] },
      );
      return;
    } catch (error) {
      if (!(error instanceof WriteRace) || race === RACES_MAX) throw error;
    }
  }
};

/** The ids of a partition of rows, page by page. */
async function* idsIn(context: Context, pk: string, idOf: (item: Item) => string): AsyncGenerator<string[]> {
  for (let after: string | undefined, more = true; more; ) {
    const page = await context.reader.query({ pk, consistent: true, ...(after === undefined ? {} : { after }) });
    const last = page.items.at(-1);
    if (last) after = stringOf(last, 'sk');
    more = page.more;
    yield page.items.map(idOf);
  }
}

/** Whether a producer has any product that its name or visibility would have to be carried to. */
const hasProducts = async (context: Context, producer: string): Promise<boolean> => {
  const { pk } = keys.productOf(producer, '');
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

const carryToAll = async (context: Context, ids: string[], producer: Stored<Producer>): Promise<void> => {
  const waiting = [...ids];
  const work = async (): Promise<void> => {
    try {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await bringInLine(context, id, producer);
    } catch (error) {
      waiting.length = 0;
      throw error;
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
  // Only once nothing is under way any more: a write that outlived its answer would meet whatever comes next.
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
};

const carryToProducts = async (context: Context, producer: Stored<Producer>): Promise<Working<WorkingProducer>> => {
  const quietly: Context = { ...context, expected: undefined, idempotency: undefined };
  const { id } = producer.value;
  // What buyers see comes first: a producer can have any number of drafts.
  const shown = idsIn(context, lists.byStars.producer(id), (item) => decodeCard(stringOf(item, 'card')).id);
  for await (const ids of shown) await carryToAll(quietly, ids, producer);
  const all = idsIn(context, keys.productOf(id, '').pk, (item) => stringOf(item, 'sk'));
  for await (const ids of all) await carryToAll(quietly, ids, producer);
  const finished = { ...producer.value, unfinished: false };
  return workingCopy(await saveProducer(context, producer, finished, { action: 'producer.products-in-line' }));
};

/**
 * Carries a producer's new name or visibility to all its products, one transaction each, and then marks the producer
 * finished. The producer was saved as `unfinished` before, so a run that breaks off is taken up by the next attempt or by
 * the daily job. The request's answer is kept only when all is done. Where another write came in between it goes on with
 * what is stored then: the verb itself has taken effect and must not be judged a second time.
 */
export const spreadProducer = async (
  context: Context,
  producer: Stored<Producer>,
): Promise<Working<WorkingProducer>> => {
  let current = producer;
  for (let race = 1; ; race += 1) {
    try {
      return await carryToProducts(context, current);
    } catch (error) {
      if (!(error instanceof WriteRace) || race === RACES_MAX) throw error;
      current = await loadProducer(context, producer.value.id);
      // Somebody else took the work up and finished it.
      if (!current.value.unfinished) return commit(context, { saves: [], deeds: [] }, workingCopy(current));
    }
  }
};
