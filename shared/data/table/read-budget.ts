// Reads with a budget. The maximum size of a row limits the number of rows of each query, so that no page exceeds its
// budget.
import { type Item, type Range, type Reader, stringOf } from './reader.ts';

/** An eventually consistent read costs half a unit for each started block of this size. */
const BYTES_PER_HALF_UNIT = 4_096;

/** Read budget of a public page, in read capacity units. */
export const PAGE_MAX_UNITS = 15;

/** The size of an item by DynamoDB's rules: names and values, numbers as their digits. */
export const bytesOf = (item: Item): number =>
  Object.entries(item).reduce(
    (sum, [name, value]) => sum + name.length + ('S' in value ? Buffer.byteLength(value.S) : value.N.length),
    0,
  );

/** The cost of one eventually consistent read of this size, in read capacity units. */
export const unitsOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / BYTES_PER_HALF_UNIT)) / 2;

/** The number of rows of at most `rowMaxBytes` that one query can read within the units. */
export const rowsWithin = (units: number, rowMaxBytes: number): number =>
  Math.floor((Math.floor(units * 2) * BYTES_PER_HALF_UNIT) / rowMaxBytes);

/** The budget of a read: `rowMaxBytes` is the maximum size of a row in the range. */
export type ReadBudget = { units: number; rowMaxBytes: number };

/**
 * Reads at most `limit` rows of a range, eventually consistent, in as many queries as the budget requires. `more` says
 * that the range continues, `units` is the capacity that was used.
 */
export const readWithin = async (
  reader: Reader,
  { limit, ...range }: Range & { limit: number },
  budget: ReadBudget,
): Promise<{ items: Item[]; more: boolean; units: number }> => {
  const items: Item[] = [];
  let units = 0;
  let { after } = range;
  for (;;) {
    const rows = Math.min(limit - items.length, rowsWithin(budget.units - units, budget.rowMaxBytes));
    if (rows < 1) return { items, more: true, units };
    const page = await reader.query({ ...range, limit: rows, ...(after === undefined ? {} : { after }) });
    items.push(...page.items);
    units += unitsOf(page.items.reduce((sum, item) => sum + bytesOf(item), 0));
    const last = page.items.at(-1);
    if (!page.more || !last) return { items, more: false, units };
    after = stringOf(last, 'sk');
  }
};

/** A reader that measures its reads, counted as eventually consistent, in read capacity units. */
export type Meter = { reader: Reader; units: () => number };

/** Wraps a reader and counts its reads. */
export const metered = (reader: Reader): Meter => {
  let units = 0;
  return {
    units: () => units,
    reader: {
      async get(key, options) {
        const item = await reader.get(key, options);
        units += unitsOf(item ? bytesOf(item) : 0);
        return item;
      },
      async query(range) {
        const page = await reader.query(range);
        units += unitsOf(page.items.reduce((sum, item) => sum + bytesOf(item), 0));
        return page;
      },
    },
  };
};
