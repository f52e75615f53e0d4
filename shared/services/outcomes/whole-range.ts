import { type Item, type Range, stringOf } from '../../data/reader.ts';
import type { ReadContext } from '../context.ts';

/** Every item of a range to its end, strongly consistent, as they come: for reports, which leave nothing out. */
export const wholeRange = async function* (
  { reader }: Pick<ReadContext, 'reader'>,
  range: Pick<Range, 'pk' | 'from' | 'to'>,
): AsyncGenerator<Item> {
  let after: string | undefined;
  for (let more = true; more; ) {
    const read = await reader.query({ ...range, consistent: true, ...(after === undefined ? {} : { after }) });
    yield* read.items;
    const last = read.items.at(-1);
    more = read.more && last !== undefined;
    if (last) after = stringOf(last, 'sk');
  }
};
