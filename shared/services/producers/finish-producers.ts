import { loadDocument } from '../../data/document.ts';
import { keys } from '../../data/keys.ts';
import { producerKind } from '../../data/producer-kind.ts';
import { stringOf } from '../../data/reader.ts';
import type { Context } from '../context.ts';
import { spreadProducer } from './spread-producer.ts';

/** Takes up every producer whose change did not reach all its products; returns how many were finished. */
export const finishProducers = async (context: Context): Promise<number> => {
  const { pk } = keys.unfinished('');
  let finished = 0;
  for (let more = true; more; ) {
    const page = await context.reader.query({ pk, consistent: true, limit: 100 });
    for (const item of page.items) {
      const producer = await loadDocument(context.reader, producerKind, stringOf(item, 'sk'), { consistent: true });
      if (!producer?.value.unfinished) continue;
      await spreadProducer(context, producer);
      finished += 1;
    }
    more = page.more;
  }
  return finished;
};
