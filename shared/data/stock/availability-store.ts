import { nearest } from '#shared/data/places/nearest.ts';
import type { NearestPage, Search } from '#shared/data/places/nearest-search.ts';
import { keys } from '#shared/data/table/keys.ts';
import { readWithin } from '#shared/data/table/read-budget.ts';
import type { Reader } from '#shared/data/table/reader.ts';
import { pagesOf, sortKeyOf, type Walk } from '#shared/data/table/rows.ts';
import { placeOf } from '#shared/domain/sales-points/sales-point-card.ts';
import { AVAILABILITY_ROW_MAX_BYTES, type AvailabilityRow, decodeAvailability } from './availability-row.ts';

/** The ids of the sales points with a level of a product, one page at a time. */
export const pointsWith = (reader: Reader, product: string): AsyncGenerator<string[]> =>
  pagesOf(reader, { pk: keys.available.partition(product) }, (item) => {
    const sk = sortKeyOf(item);
    return sk.slice(sk.indexOf('#') + 1);
  });

/** Rows of a product in the order of the curve, for at most the given units; undefined for a hidden row. */
export const readAvailability = async (
  reader: Reader,
  product: string,
  walk: Walk & { units: number },
): Promise<{ rows: { position: string; row: AvailabilityRow | undefined }[]; more: boolean }> => {
  const { items, more } = await readWithin(
    reader,
    {
      pk: keys.available.partition(product),
      limit: walk.limit,
      ...(walk.after === undefined ? {} : { after: walk.after }),
    },
    { units: walk.units, rowMaxBytes: AVAILABILITY_ROW_MAX_BYTES },
  );
  return { rows: items.map((item) => ({ position: sortKeyOf(item), row: decodeAvailability(item) })), more };
};

/** Rows of a product near a place, nearest first, mapped by `of`; rows that it maps to undefined are skipped. */
export const nearestAvailability = <T>(
  reader: Reader,
  product: string,
  { of, ...asked }: Omit<Search<T>, 'decode'> & { of: (row: AvailabilityRow) => T | undefined },
): Promise<NearestPage<T>> =>
  nearest(reader, keys.available.partition(product), {
    ...asked,
    decode: (item) => {
      const row = decodeAvailability(item);
      const value = row && of(row);
      return row && value ? { id: row.point.id, place: placeOf(row.point), value } : undefined;
    },
  });
