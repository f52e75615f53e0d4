import { nearest } from '#shared/data/places/nearest.ts';
import type { NearestPage, Search } from '#shared/data/places/nearest-search.ts';
import { NAME_KEY_MAX } from '#shared/data/products/product-store.ts';
import { keys } from '#shared/data/table/keys.ts';
import { PAGE_MAX_UNITS, readWithin } from '#shared/data/table/read-budget.ts';
import { type Item, type Reader, stringOf } from '#shared/data/table/reader.ts';
import { type Page, pagesOf, sortKeyOf, type Walk } from '#shared/data/table/rows.ts';
import { COUNTRY } from '#shared/domain/access/territory.ts';
import { decodePointCard, type PointCard, placeOf } from '#shared/domain/sales-points/sales-point-card.ts';
import { isId } from '#shared/platform/ids.ts';
import { POINT_ROW_MAX_BYTES } from './sales-point-store.ts';

const decode = (item: Item): PointCard => decodePointCard(stringOf(item, 'card'));
const behind = (after: string | undefined) => (after === undefined ? {} : { after });

const NAME_POSITION = new RegExp(`^[\\x20-\\x7e]{0,${NAME_KEY_MAX}} (.{30})$`);

/** Whether a text is a valid position in the lists by name. */
export const isNamePosition = (text: string): boolean => isId('salesPoint', NAME_POSITION.exec(text)?.[1] ?? '');

const byName = (territory: string, status: 'active' | 'paused'): string =>
  status === 'active' ? keys.pointByName.partition(territory) : keys.pausedPoint.partition(territory);

/** A public page of a territory's sales points by name, within the read budget of a page: very long cards make it short. */
export const readPointsByName = async (
  reader: Reader,
  { territory, status }: { territory: string; status: 'active' | 'paused' },
  walk: Walk,
): Promise<Page<PointCard>> => {
  const range = { pk: byName(territory, status), limit: walk.limit + 1, ...behind(walk.after) };
  const read = await readWithin(reader, range, { units: PAGE_MAX_UNITS, rowMaxBytes: POINT_ROW_MAX_BYTES });
  const items = read.items.slice(0, walk.limit);
  const last = items.at(-1);
  const goesOn = read.more || read.items.length > walk.limit;
  return { items: items.map(decode), ...(goesOn && last ? { next: sortKeyOf(last) } : {}) };
};

/** At most `limit` active sales points of a territory by name, strongly consistent, each with its position. */
export const lookAtPoints = async (
  reader: Reader,
  territory: string,
  { limit, after }: Walk,
): Promise<{ points: { position: string; card: PointCard }[]; more: boolean }> => {
  const { items, more } = await reader.query({
    pk: byName(territory, 'active'),
    limit,
    consistent: true,
    ...behind(after),
  });
  return { points: items.map((item) => ({ position: sortKeyOf(item), card: decode(item) })), more };
};

/** Active sales points of a territory near a place, nearest first. */
export const nearestPoints = (
  reader: Reader,
  territory: string,
  search: Omit<Search<PointCard>, 'decode'>,
): Promise<NearestPage<PointCard>> =>
  nearest(reader, keys.pointByPlace.partition(territory), {
    ...search,
    decode: (item) => {
      const value = decode(item);
      return { id: value.id, place: placeOf(value), value };
    },
  });

/** The ids of all approved sales points, one page at a time. */
export async function* pointIds(reader: Reader): AsyncGenerator<string[]> {
  for (const status of ['active', 'paused'] as const)
    yield* pagesOf(reader, { pk: byName(COUNTRY, status) }, (item) => decode(item).id);
}
