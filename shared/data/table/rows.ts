import type * as z from 'zod';
import { ARRIVAL_INDEX, type Item, type Range, type Reader, stringOf } from './reader.ts';

/** Parses a stored item; throws if the item does not fit, which is a bug. */
export type Decode<T> = (item: Item) => T;

/** Decodes the JSON of an attribute by a schema. */
export const jsonIn =
  <T>(attribute: string, schema: z.ZodType<T>): Decode<T> =>
  (item) =>
    schema.parse(JSON.parse(stringOf(item, attribute)));

/** Decodes the card of a list row by a schema. */
export const cardBy = <T>(schema: z.ZodType<T>): Decode<T> => jsonIn('card', schema);

/** Decodes the sort key alone. */
export const sortKeyOf: Decode<string> = (item) => stringOf(item, 'sk');

/** One step of a walk: at most `limit` rows after the sort key `after`. */
export type Walk = { limit: number; after?: string | undefined };

/** A page of a list, and the last sort key if there are more. */
export type Page<T> = { items: T[]; next?: string };

type Rows = Omit<Range, 'after' | 'consistent' | 'limit'>;

const behind = (after: string | undefined): Pick<Range, 'after'> => (after === undefined ? {} : { after });

/** One page of a range, strongly consistent unless requested otherwise. */
export const readPage = async <T>(
  reader: Reader,
  range: Rows & Pick<Range, 'consistent'>,
  { limit, after }: Walk,
  decode: Decode<T>,
): Promise<Page<T>> => {
  const read = await reader.query({ consistent: true, ...range, limit: limit + 1, ...behind(after) });
  const items = read.items.slice(0, limit);
  const last = items.at(-1);
  return { items: items.map(decode), ...(read.items.length > limit && last ? { next: sortKeyOf(last) } : {}) };
};

/** A range to its end in pages of a megabyte: strongly consistent, or in the order of arrival. */
export async function* pagesOf<T>(reader: Reader, range: Rows, decode: Decode<T>): AsyncGenerator<T[]> {
  for (let after: string | undefined, more = true; more; ) {
    const page = await reader.query({
      ...range,
      ...(range.byArrival ? {} : { consistent: true }),
      ...behind(after),
    });
    const last = page.items.at(-1);
    if (last) after = stringOf(last, range.byArrival ? ARRIVAL_INDEX.sortKey : 'sk');
    more = page.more;
    yield page.items.map(decode);
  }
}

/** A range to its end, row by row. */
export async function* rowsOf<T>(reader: Reader, range: Rows, decode: Decode<T>): AsyncGenerator<T> {
  for await (const rows of pagesOf(reader, range, decode)) yield* rows;
}

/** A whole range as a list. */
export const allRows = async <T>(reader: Reader, range: Rows, decode: Decode<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const row of rowsOf(reader, range, decode)) all.push(row);
  return all;
};

/** The position of a walk through the lists of several owners: the owner and the sort key. */
export type OwnerPosition = readonly [owner: string, after: string];

/**
 * One page of the lists of several owners, in the order of their names, strongly consistent. Rows for which `keep`
 * returns false are read and skipped.
 */
export const readPageOfOwners = async <T>(
  reader: Reader,
  owners: readonly { name: string; pk: string }[],
  { limit, after: begin }: { limit: number; after?: OwnerPosition | undefined },
  decode: Decode<T>,
  keep?: (row: T) => boolean,
): Promise<{ rows: { owner: string; row: T }[]; next?: OwnerPosition }> => {
  const rows: { owner: string; row: T }[] = [];
  let reached: OwnerPosition | undefined;
  for (const { name: owner, pk } of owners) {
    if (begin && owner < begin[0]) continue;
    let after = begin?.[0] === owner ? begin[1] || undefined : undefined;
    for (let more = true; more; ) {
      const read = { pk, consistent: true, ...(keep ? {} : { limit: limit - rows.length + 1 }), ...behind(after) };
      const page = await reader.query(read);
      for (const item of page.items) {
        const row = decode(item);
        const isIncluded = !keep || keep(row);
        if (isIncluded && rows.length === limit) return { rows, ...(reached ? { next: reached } : {}) };
        after = sortKeyOf(item);
        if (!isIncluded) continue;
        rows.push({ owner, row });
        reached = [owner, after];
      }
      more = page.more;
    }
  }
  return { rows };
};

/** Whether a partition holds any row, strongly consistent. */
export const hasRows = async (reader: Reader, pk: string): Promise<boolean> =>
  (await reader.query({ pk, limit: 1, consistent: true })).items.length > 0;
