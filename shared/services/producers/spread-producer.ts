import { loadDocument, type Stored, unchanged } from '../../data/document.ts';
import { keys } from '../../data/keys.ts';
import { productKind } from '../../data/product-kind.ts';
import { stringOf } from '../../data/reader.ts';
import { type Producer, producerMark } from '../../domain/producers/producer.ts';
import type { Context } from '../context.ts';
import { saveProduct } from '../products/save-product.ts';
import { saveProducer, workingCopy } from './save-producer.ts';

const bringInLine = async (context: Context, id: string, producer: Stored<Producer>): Promise<void> => {
  const product = await loadDocument(context.reader, productKind, id, { consistent: true });
  if (!product) return;
  const mark = producerMark(producer.value);
  const { name, visible } = product.value.producer;
  if (name === mark.name && visible === mark.visible) return;
  await saveProduct(
    context,
    product,
    { ...product.value, producer: mark },
    { action: 'product.producer-changed', also: [unchanged(producer)] },
  );
};

/**
 * Carries a producer's new name or visibility to all its products, one transaction each, and then marks the producer
 * finished. The producer was saved as `unfinished` before, so a run that breaks off is taken up by the next attempt or by
 * the daily job. The request's answer is kept only when all is done.
 */
export const spreadProducer = async (context: Context, producer: Stored<Producer>) => {
  const { pk } = keys.productOf(producer.value.id, '');
  const quietly: Context = { ...context, expected: undefined, idempotency: undefined };
  for (let after: string | undefined, more = true; more; ) {
    const page = await context.reader.query({ pk, consistent: true, ...(after === undefined ? {} : { after }) });
    for (const item of page.items) {
      after = stringOf(item, 'sk');
      await bringInLine(quietly, after, producer);
    }
    more = page.more;
  }
  const finished = { ...producer.value, unfinished: false };
  return workingCopy(await saveProducer(context, producer, finished, { action: 'producer.products-in-line' }));
};
