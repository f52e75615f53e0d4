import type { Item, Range } from '#shared/data/table/reader.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';
import { pagesOf } from '#shared/services/kernel/propagate.ts';

/** Every item of a range to its end, strongly consistent, as they come: for reports, which leave nothing out. */
export const wholeRange = async function* (
  context: Pick<ReadContext, 'reader'>,
  { pk, ...bounds }: Pick<Range, 'pk' | 'from' | 'to'>,
): AsyncGenerator<Item> {
  for await (const items of pagesOf(context, pk, (item) => item, bounds)) yield* items;
};
