import * as z from 'zod';
import { publicJson } from '#shared/http/answer.ts';
import { encodeCursor } from '#shared/http/cursor.ts';
import { decodeNearCursor, encodeNearCursor } from '#shared/http/near-cursor.ts';
import { near, radiusKm, requirePlace } from '#shared/http/near-parameters.ts';
import { nextLink, pageQuery, pageText, positionOf, withinBytes } from '#shared/http/page.ts';
import { type PublicContext, publicRoute } from '#shared/http/route.ts';
import { listAvailability as list, listAvailabilityNear } from '#shared/services/stock/list-availability.ts';

/** Stock changes at any moment; a browser and a shared cache may keep it for a few seconds only. */
export const STOCK_CACHE_SECONDS = 5;

const ListAvailabilityQuery = z.strictObject({ near: near.optional(), radiusKm: radiusKm.optional(), ...pageQuery });
type Query = z.output<typeof ListAvailabilityQuery>;

const pageOf = async (context: PublicContext, id: string, { near: place, radiusKm: reach, limit, cursor }: Query) => {
  const scope = JSON.stringify(['availability', id, place, reach]);
  if (place) {
    const walk = { limit, after: decodeNearCursor(scope, cursor) };
    const { items, next } = await listAvailabilityNear(context, id, { near: place, radiusKm: reach }, walk);
    return { items, cursor: next && encodeNearCursor(scope, next) };
  }
  const { items, next } = await list(context, id, { limit, after: positionOf(scope, cursor) });
  return { items, cursor: next === undefined ? undefined : encodeCursor(scope, [next]) };
};

export const listAvailability = publicRoute({
  method: 'GET',
  path: '/v1/products/{id}/availability',
  operationId: 'listAvailability',
  query: ListAvailabilityQuery,
  handle: async (context, { id, query }) => {
    requirePlace(query);
    const { items, cursor } = await withinBytes(query.limit, (limit) => pageOf(context, id, { ...query, limit }));
    const asked = { ...query, ...(query.near ? { near: `${query.near.lat},${query.near.lng}` } : {}) };
    return publicJson(context.now, pageText(items, cursor), {
      cacheSeconds: STOCK_CACHE_SECONDS,
      sharedFactor: 1,
      ...(cursor === undefined ? {} : { link: nextLink(`/v1/products/${id}/availability`, asked, cursor) }),
    });
  },
});
