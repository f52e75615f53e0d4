// Reads that stop at a capacity: the longest rows that may be stored decide how many are asked for at once, so that no page
// costs more than its budget, whatever its rows hold.
import { type Item, type Range, type Reader, stringOf } from './reader.ts';

/** An eventually consistent read costs half a unit for each so many bytes begun. */
const BYTES_PER_HALF_UNIT = 4_096;

/** The most that one public page may read, in read capacity units. */
export const PAGE_MAX_UNITS = 15;

/** The size of an item as DynamoDB counts it: names and values, numbers as their digits. */
export const bytesOf = (item: Item): number =>
  Object.entries(item).reduce(
    (sum, [name, value]) => sum + name.length + ('S' in value ? Buffer.byteLength(value.S) : value.N.length),
    0,
  );

/** What one eventually consistent read of so many bytes costs, in read capacity units. */
export const unitsOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / BYTES_PER_HALF_UNIT)) / 2;

/** How many rows of at most `rowMaxBytes` one query reads within so many units. */
export const rowsWithin = (units: number, rowMaxBytes: number): number =>
  Math.floor((Math.floor(units * 2) * BYTES_PER_HALF_UNIT) / rowMaxBytes);

/** What a read may cost: `rowMaxBytes` is the size of the longest row that can be stored in the range. */
export type ReadBudget = { units: number; rowMaxBytes: number };

/**
 * Reads at most `limit` rows of a range, eventually consistent, in as many queries as the budget asks for. `more` tells that the
 * range goes on, `units` what the read has cost.
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

/** A reader, and what was read through it so far, all of it taken as eventually consistent, in read capacity units. */
export type Meter = { reader: Reader; units: () => number };

/** A reader that counts what is read through it. */
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
