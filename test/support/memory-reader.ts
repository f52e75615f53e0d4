import { type Item, type Range, type Reader, stringOf } from '#shared/data/table/reader.ts';

const UNIT_BYTES = 4_096;
const PAGE_BYTES = 1_000_000;

const bytesOf = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + name.length + ('S' in value ? value.S : value.N).length, 0);

/** What has been read since the last `reset`: queries, and units of 4 KB as DynamoDB counts them for each query. */
export type ReadCount = { queries: number; units: number };

/** The first item whose sort key is not below `key`, or is above it. */
const indexOf = (items: readonly Item[], key: string, isAbove: boolean): number => {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const sk = stringOf(items[middle] as Item, 'sk');
    if (isAbove ? sk <= key : sk < key) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** A reader of one partition in memory, of ASCII items, for tests that measure the search without an engine. */
export const memoryReader = (all: readonly Item[]): { reader: Reader; count: ReadCount; reset: () => void } => {
  const items = [...all].sort((a, b) => (stringOf(a, 'sk') < stringOf(b, 'sk') ? -1 : 1));
  const sizes = new Map(items.map((item) => [item, bytesOf(item)]));
  const count: ReadCount = { queries: 0, units: 0 };
  const query = ({ from, to, after, descending = false, limit = Number.POSITIVE_INFINITY }: Range) => {
    let low = from === undefined ? 0 : indexOf(items, from, false);
    let high = to === undefined ? items.length : indexOf(items, to, true);
    if (after !== undefined && descending) high = Math.min(high, indexOf(items, after, false));
    if (after !== undefined && !descending) low = Math.max(low, indexOf(items, after, true));
    const page: Item[] = [];
    let bytes = 0;
    for (let left = high - low; left > 0 && page.length < limit && bytes < PAGE_BYTES; left -= 1) {
      const item = items[descending ? low + left - 1 : high - left] as Item;
      page.push(item);
      bytes += sizes.get(item) ?? 0;
    }
    count.queries += 1;
    count.units += Math.max(1, Math.ceil(bytes / UNIT_BYTES));
    // As in DynamoDB, a read that stops at its limit goes on, even if nothing comes behind it.
    return { items: page, more: page.length === limit || page.length < high - low };
  };
  return {
    reader: { get: async () => undefined, query: async (range) => query(range) },
    count,
    reset: () => Object.assign(count, { queries: 0, units: 0 }),
  };
};
