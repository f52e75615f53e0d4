import { type NearestPosition, nearest } from '#shared/data/places/nearest.ts';
import { NAME_KEY_MAX } from '#shared/data/products/product-store.ts';
import { POINT_ROW_MAX_BYTES } from '#shared/data/sales-points/sales-point-store.ts';
import { COUNTRY, keys } from '#shared/data/table/keys.ts';
import { PAGE_MAX_UNITS, readWithin } from '#shared/data/table/read-budget.ts';
import { stringOf } from '#shared/data/table/reader.ts';
import type { LatLng } from '#shared/domain/places/geo.ts';
import {
  decodePointCard,
  type PointCard,
  placeOf,
  pointCardJson,
} from '#shared/domain/sales-points/sales-point-card.ts';
import { isId } from '#shared/platform/ids.ts';
import { RADIUS_MAX_KM } from '#shared/platform/limits.ts';
import { cursorInvalid } from '#shared/platform/problem.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';

const METRES_PER_KM = 1_000;
const NAME_POSITION = new RegExp(`^[\\x20-\\x7e]{0,${NAME_KEY_MAX}} (.{30})$`);

const namePosition = (after: string): string => {
  if (isId('salesPoint', NAME_POSITION.exec(after)?.[1] ?? '')) return after;
  throw cursorInvalid();
};

/**
 * One page of sales points by Vietnamese name, as JSON texts; `after` is the sort key to go on behind. A page of very long
 * cards can be short.
 */
export const listSalesPointsByName = async (
  context: ReadContext,
  { province = COUNTRY, status }: { province?: string | undefined; status: 'active' | 'paused' },
  walk: { limit: number; after?: string | undefined },
): Promise<{ items: string[]; next?: string }> => {
  const { pk } = status === 'active' ? keys.pointByName(province, '') : keys.pausedPoint(province, '');
  const range = {
    pk,
    limit: walk.limit + 1,
    ...(walk.after === undefined ? {} : { after: namePosition(walk.after) }),
  };
  const read = await readWithin(context.reader, range, { units: PAGE_MAX_UNITS, rowMaxBytes: POINT_ROW_MAX_BYTES });
  const items = read.items.slice(0, walk.limit);
  const last = items.at(-1);
  const goesOn = read.more || read.items.length > walk.limit;
  return {
    items: items.map((item) => pointCardJson(decodePointCard(stringOf(item, 'card')), context.now, { status })),
    ...(goesOn && last ? { next: stringOf(last, 'sk') } : {}),
  };
};

/** One page of active sales points, the nearest first, as JSON texts with their distance in whole metres. */
export const listSalesPointsNear = async (
  context: ReadContext,
  {
    province = COUNTRY,
    near,
    radiusKm = RADIUS_MAX_KM,
  }: { province?: string | undefined; near: LatLng; radiusKm?: number | undefined },
  walk: { limit: number; after?: NearestPosition | undefined },
): Promise<{ items: string[]; next?: NearestPosition }> => {
  const pk = keys.pointByPlace.partition(province);
  const { items, next } = await nearest<PointCard>(context.reader, pk, {
    center: near,
    radiusMetres: radiusKm * METRES_PER_KM,
    limit: walk.limit,
    after: walk.after,
    decode: (item) => {
      const card = decodePointCard(stringOf(item, 'card'));
      return { id: card.id, place: placeOf(card), value: card };
    },
  });
  return {
    items: items.map(({ value, distanceMetres }) => pointCardJson(value, context.now, { distanceMetres })),
    ...(next === undefined ? {} : { next }),
  };
};
