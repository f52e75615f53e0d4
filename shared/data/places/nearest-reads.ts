// Counts the reads of one search near a place, so that a request stays within its bound.

import { AVAILABILITY_ROW_MAX_BYTES } from '#shared/data/stock/availability-row.ts';
import { HIGHEST } from '#shared/data/table/list-source.ts';
import { bytesOf } from '#shared/data/table/read-budget.ts';
import { type Item, type Reader, stringOf } from '#shared/data/table/reader.ts';
import { type CurveRange, uniteRanges } from '#shared/domain/places/curve-ranges.ts';
import { positionKey } from '#shared/domain/places/geo.ts';
import { NEAR_MAX } from '#shared/platform/limits.ts';

/** The budget of a request: in total, and before it lists a ring. */
export type Allowance = { queries: number; units: number };
export const ALLOWED: Allowance = { queries: NEAR_MAX.queries, units: NEAR_MAX.readUnits };
export const ALLOWED_IN_ROUNDS: Allowance = { queries: ALLOWED.queries - 4, units: ALLOWED.units - 6 };

/** A unit, or a part of one at the end of a query, costs 0.5 RCU. */
const UNIT_BYTES = 4_096;

const positionOf = (row: Item): number => Number.parseInt(stringOf(row, 'sk').slice(0, 8), 16);

type Rows = { items: Item[]; more: boolean };

/** Reads of a partition with sort keys `<curve key>#<id>`. */
export const createNearestReads = (reader: Reader, pk: string) => {
  let queries = 0;
  let units = 0;
  let rows = 0;
  let largestRow = 0;
  let readWhole: CurveRange[] = [];

  /** The rows that a query can read while the size of a row is unknown: ten, or fewer after several queries without results. */
  const probeRows = (): number =>
    Math.max(1, Math.floor(((ALLOWED.units - units) * UNIT_BYTES) / AVAILABILITY_ROW_MAX_BYTES));

  /** The rows that each of several parallel queries can read. */
  const rowsWithin = (allowed: Allowance, atOnce: number): number =>
    largestRow === 0
      ? probeRows()
      : Math.floor((Math.floor((allowed.units - units) / atOnce) * UNIT_BYTES) / largestRow);

  /** The number of queries of at least one row that are left. */
  const queriesWithin = (allowed: Allowance): number =>
    Math.max(
      0,
      Math.min(
        allowed.queries - queries,
        Math.floor((allowed.units - units) / Math.max(1, Math.ceil(largestRow / UNIT_BYTES))),
      ),
    );

  const query = async (
    { from, to }: CurveRange,
    options: { limit: number; descending?: boolean; after?: string },
  ): Promise<Rows> => {
    queries += 1;
    const page = await reader.query({ pk, from: positionKey(from), to: `${positionKey(to)}#${HIGHEST}`, ...options });
    const sizes = page.items.map(bytesOf);
    rows += sizes.length;
    largestRow = Math.max(largestRow, ...sizes);
    units += Math.max(1, Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / UNIT_BYTES));
    return page;
  };

  /** The first rows of a range; while the size of a row is unknown, first a few rows and then the others. */
  const firstRows = async (range: CurveRange, limit: number, descending: boolean): Promise<Rows> => {
    const most = largestRow === 0 ? Math.min(limit, probeRows()) : limit;
    const first = await query(range, { limit: most, descending });
    const last = first.items.at(-1);
    if (most === limit || !first.more || !last || queriesWithin(ALLOWED_IN_ROUNDS) < 1) return first;
    const left = Math.min(limit - first.items.length, rowsWithin(ALLOWED_IN_ROUNDS, 1));
    const others = await query(range, { limit: left, descending, after: stringOf(last, 'sk') });
    return { items: [...first.items, ...others.items], more: others.more };
  };

  /** Reads the first rows of a range. The cell in which the read ends does not count as completely read. */
  const readRange = async (range: CurveRange, limit: number, descending: boolean): Promise<Item[]> => {
    const { items, more } = await firstRows(range, limit, descending);
    const last = items.at(-1);
    const { from, to } = range;
    const cut = more && last ? positionOf(last) : undefined;
    const whole = cut === undefined ? range : descending ? { from: cut + 1, to } : { from, to: cut - 1 };
    if (whole.from <= whole.to) readWhole = uniteRanges([...readWhole, whole]);
    return items;
  };

  const readAtOnce = async (ranges: readonly CurveRange[], limit: number, home: number): Promise<Item[]> => {
    const within = ranges.slice(0, queriesWithin(ALLOWED_IN_ROUNDS));
    const each = largestRow === 0 ? limit : Math.min(limit, rowsWithin(ALLOWED_IN_ROUNDS, within.length));
    return (await Promise.all(within.map((range) => readRange(range, each, range.to < home)))).flat();
  };

  return {
    query,
    rowsWithin,
    queriesWithin,
    /** The ranges that `readRanges` has read completely. */
    readWhole: (): readonly CurveRange[] => readWhole,
    rows: (): number => rows,
    /**
     * Reads the first `limit` rows of each range within the budget of the rounds; ranges before the position `home` are
     * read backwards, from near to far. While the size of a row is unknown, the ranges are read one after the other.
     */
    readRanges: async (ranges: readonly CurveRange[], limit: number, home: number): Promise<Item[]> => {
      const items: Item[] = [];
      const left = [...ranges];
      while (left.length > 0) {
        const atOnce = left.splice(0, largestRow === 0 ? 1 : left.length);
        items.push(...(await readAtOnce(atOnce, limit, home)));
      }
      return items;
    },
  };
};
export type NearestReads = ReturnType<typeof createNearestReads>;
