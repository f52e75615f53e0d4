import type { NearestPosition } from '#shared/data/places/nearest.ts';
import { isNamePosition, nearestPoints, readPointsByName } from '#shared/data/sales-points/sales-point-lists.ts';
import { COUNTRY } from '#shared/domain/access/territory.ts';
import type { LatLng } from '#shared/domain/places/geo.ts';
import { pointCardJson } from '#shared/domain/sales-points/sales-point-card.ts';
import { RADIUS_MAX_KM } from '#shared/platform/limits.ts';
import { cursorInvalid } from '#shared/platform/problem.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';

const METRES_PER_KM = 1_000;
/**
 * One page of sales points by Vietnamese name, as JSON texts; `after` is the sort key to continue after. Very long
 * cards make a page short.
 */
export const listSalesPointsByName = async (
  context: ReadContext,
  { province = COUNTRY, status }: { province?: string | undefined; status: 'active' | 'paused' },
  walk: { limit: number; after?: string | undefined },
): Promise<{ items: string[]; next?: string }> => {
  if (walk.after !== undefined && !isNamePosition(walk.after)) throw cursorInvalid();
  const { items, ...rest } = await readPointsByName(context.reader, { territory: province, status }, walk);
  return { items: items.map((card) => pointCardJson(card, context.now, { status })), ...rest };
};

/** One page of active sales points, nearest first, as JSON texts with their distance in whole metres. */
export const listSalesPointsNear = async (
  context: ReadContext,
  {
    province = COUNTRY,
    near,
    radiusKm = RADIUS_MAX_KM,
  }: { province?: string | undefined; near: LatLng; radiusKm?: number | undefined },
  walk: { limit: number; after?: NearestPosition | undefined },
): Promise<{ items: string[]; next?: NearestPosition }> => {
  const { items, next } = await nearestPoints(context.reader, province, {
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
