import { loadDocument } from '../../data/document.ts';
import { keys } from '../../data/keys.ts';
import { producerKind } from '../../data/producer-kind.ts';
import { stringOf } from '../../data/reader.ts';
import type { Context } from '../context.ts';
import { spreadProducer } from './spread-producer.ts';

/**
 * Takes up every producer whose change did not reach all its products; returns how many were finished. One that fails does
 * not hold up the others; all failures are thrown together at the end.
 */
export const finishProducers = async (context: Context): Promise<number> => {
  const { pk } = keys.unfinished('');
  const failures: unknown[] = [];
  let finished = 0;
  for (let after: string | undefined, more = true; more; ) {
    const page = await context.reader.query({ pk, consistent: true, ...(after === undefined ? {} : { after }) });
    for (const item of page.items) {
      after = stringOf(item, 'sk');
      try {
        const producer = await loadDocument(context.reader, producerKind, after, { consistent: true });
        if (!producer?.value.unfinished) continue;
        await spreadProducer(context, producer);
        finished += 1;
      } catch (error) {
        failures.push(error);
      }
    }
    more = page.more;
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} producers could not be finished`);
  return finished;
};
