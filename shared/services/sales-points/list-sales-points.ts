import type { NearestPosition } from '#shared/data/places/nearest.ts';
import { nearestPoints, readPointsByName } from '#shared/data/sales-points/sales-point-lists.ts';
import { isNamePosition } from '#shared/data/table/name-order.ts';
import { COUNTRY } from '#shared/domain/access/territory.ts';
import type { KnownProvince } from '#shared/domain/places/communes.ts';
import type { LatLng } from '#shared/domain/places/geo.ts';
import { type PointCard, pointCardJson } from '#shared/domain/sales-points/sales-point-card.ts';
import { RADIUS_MAX_KM } from '#shared/platform/limits.ts';
import { cursorInvalid } from '#shared/platform/problem.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';
import { provinceScopeOf } from '#shared/services/places/province-scope.ts';

const METRES_PER_KM = 1_000;

/** The territory whose list is read, and the cards of it that lie in the province. */
const scopeOf = async (
  province: KnownProvince | undefined,
): Promise<{ territory: string; keep?: (card: PointCard) => boolean }> => {
  if (province === undefined) return { territory: COUNTRY };
  const { territory, holds } = await provinceScopeOf(province);
  return { territory, ...(holds && { keep: ({ commune }: PointCard) => holds(commune) }) };
};

/**
 * One page of sales points by Vietnamese name, as JSON texts; `after` is the sort key to continue after. Very long
 * cards make a page short.
 */
export const listSalesPointsByName = async (
  context: ReadContext,
  { province, status }: { province?: KnownProvince | undefined; status: 'active' | 'paused' },
  walk: { limit: number; after?: string | undefined },
): Promise<{ items: string[]; next?: string }> => {
  if (walk.after !== undefined && !isNamePosition('salesPoint', walk.after)) throw cursorInvalid();
  const { items, ...rest } = await readPointsByName(context.reader, { ...(await scopeOf(province)), status }, walk);
  return { items: items.map((card) => pointCardJson(card, context.now, { status })), ...rest };
};

/** One page of active sales points, nearest first, as JSON texts with their distance in whole metres. */
export const listSalesPointsNear = async (
  context: ReadContext,
  {
    province,
    near,
    radiusKm = RADIUS_MAX_KM,
  }: { province?: KnownProvince | undefined; near: LatLng; radiusKm?: number | undefined },
  walk: { limit: number; after?: NearestPosition | undefined },
): Promise<{ items: string[]; next?: NearestPosition }> => {
  const { territory, keep } = await scopeOf(province);
  const { items, next } = await nearestPoints(context.reader, territory, {
    keep,
    center: near,
    radiusMetres: radiusKm * METRES_PER_KM,
    limit: walk.limit,
    after: walk.after,
  });
  return {
    items: items.map(({ value, distanceMetres }) => pointCardJson(value, context.now, { distanceMetres })),
    ...(next === undefined ? {} : { next }),
  };
};
