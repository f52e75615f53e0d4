import type { Item, Range } from '../../data/reader.ts';
import type { ReadContext } from '../context.ts';
import { pagesOf } from '../spread.ts';

/** Every item of a range to its end, strongly consistent, as they come: for reports, which leave nothing out. */
export const wholeRange = async function* (
  context: Pick<ReadContext, 'reader'>,
  { pk, ...bounds }: Pick<Range, 'pk' | 'from' | 'to'>,
): AsyncGenerator<Item> {
  for await (const items of pagesOf(context, pk, (item) => item, bounds)) yield* items;
};
