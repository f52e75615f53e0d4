import { type Item, type Range, type Reader, stringOf } from './reader.ts';

/**
 * One page of a range, strongly consistent: at most `limit` items, and the sort key to go on behind where there are more.
 */
export const readPage = async (
  reader: Reader,
  range: Omit<Range, 'limit' | 'consistent' | 'after'>,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<{ items: Item[]; next?: string }> => {
  const read = await reader.query({
    ...range,
    limit: limit + 1,
    consistent: true,
    ...(after === undefined ? {} : { after }),
  });
  const items = read.items.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(read.items.length > limit && last ? { next: stringOf(last, 'sk') } : {}) };
};
