import { nearest } from '#shared/data/places/nearest.ts';
import type { NearestPage, Search } from '#shared/data/places/nearest-search.ts';
import { keys } from '#shared/data/table/keys.ts';
import { readPageByName } from '#shared/data/table/name-order.ts';
import { type Item, type Reader, stringOf } from '#shared/data/table/reader.ts';
import { type Page, pagesOf, sortKeyOf, type Walk } from '#shared/data/table/rows.ts';
import { COUNTRY } from '#shared/domain/access/territory.ts';
import { decodePointCard, type PointCard, placeOf } from '#shared/domain/sales-points/sales-point-card.ts';
import { POINT_ROW_MAX_BYTES } from './sales-point-store.ts';

const decode = (item: Item): PointCard => decodePointCard(stringOf(item, 'card'));
const behind = (after: string | undefined) => (after === undefined ? {} : { after });

const byName = (territory: string, status: 'active' | 'paused'): string =>
  status === 'active' ? keys.pointByName.partition(territory) : keys.pausedPoint.partition(territory);

/** A public page of a territory's sales points by name. */
export const readPointsByName = (
  reader: Reader,
  {
    territory,
    status,
    keep,
  }: { territory: string; status: 'active' | 'paused'; keep?: ((card: PointCard) => boolean) | undefined },
  walk: Walk,
): Promise<Page<PointCard>> =>
  readPageByName(reader, { pk: byName(territory, status), rowMaxBytes: POINT_ROW_MAX_BYTES, decode, keep }, walk);

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

/** Active sales points of a territory near a place, nearest first; `keep` skips cards. */
export const nearestPoints = (
  reader: Reader,
  territory: string,
  { keep, ...search }: Omit<Search<PointCard>, 'decode'> & { keep?: ((card: PointCard) => boolean) | undefined },
): Promise<NearestPage<PointCard>> =>
  nearest(reader, keys.pointByPlace.partition(territory), {
    ...search,
    decode: (item) => {
      const value = decode(item);
      if (keep?.(value) === false) return undefined;
      return { id: value.id, place: placeOf(value), value };
    },
  });

/** The ids of all approved sales points, one page at a time. */
export async function* pointIds(reader: Reader): AsyncGenerator<string[]> {
  for (const status of ['active', 'paused'] as const)
    yield* pagesOf(reader, { pk: byName(COUNTRY, status) }, (item) => decode(item).id);
}
