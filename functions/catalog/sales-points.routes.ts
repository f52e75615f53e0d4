import * as z from 'zod';
import { shapeError } from '#shared/domain/input.ts';
import type { LatLng } from '#shared/domain/places/geo.ts';
import * as messages from '#shared/domain/sales-points/messages.ts';
import { encodeCursor } from '#shared/http/cursor.ts';
import { whenRight } from '#shared/http/faults.ts';
import { decodeNearCursor, encodeNearCursor } from '#shared/http/near-cursor.ts';
import { near, radiusKm, radiusNeedsPlace } from '#shared/http/near-parameters.ts';
import { nextLink, pageQuery, pageText, positionOf, withCursor, withinBytes } from '#shared/http/page.ts';
import { anyProvince, provinceKey } from '#shared/http/province-parameter.ts';
import { publicJson, publicJsonText } from '#shared/http/response.ts';
import { defineRoutes, type PublicContext, publicRoute } from '#shared/http/route.ts';
import { getPublicSalesPoint } from '#shared/services/sales-points/get-public-sales-point.ts';
import { listSalesPointsByName, listSalesPointsNear } from '#shared/services/sales-points/list-sales-points.ts';
import { listPointsWithStock, listPointsWithStockNear } from '#shared/services/stock/list-points-with-stock.ts';
import { listPublicStock } from '#shared/services/stock/list-public-stock.ts';
import { OPEN_NOW_CACHE_SECONDS, STOCK_CACHE_SECONDS } from './cache-seconds.ts';

const ACTIVE_ONLY = shapeError('active_only', messages.activeOnly);

const ListSalesPointsQuery = z
  .strictObject({
    province: anyProvince.optional(),
    near: near.optional(),
    radiusKm: radiusKm.optional(),
    product: z
      .string()
      .max(120)
      .regex(/^(?:prd_[0-9A-Z]{26}|[a-z0-9]+(?:-[a-z0-9]+)*)$/)
      .optional(),
    status: z.enum(['active', 'paused']).default('active'),
    ...pageQuery,
  })
  .refine(...radiusNeedsPlace)
  .refine((query) => query.status === 'active' || (query.near === undefined && query.product === undefined), {
    ...ACTIVE_ONLY,
    path: ['status'],
    ...whenRight('status', 'near', 'product'),
  });
type Query = z.output<typeof ListSalesPointsQuery>;

type PageOfTexts = { items: string[]; cursor?: string };

const inAList = async (context: PublicContext, query: Query): Promise<PageOfTexts> => {
  const { province, product, status, limit, cursor } = query;
  const scope = JSON.stringify(['sales-points', provinceKey(province), product, status]);
  const walk = { limit, after: positionOf(scope, cursor) };
  const { items, next } = await (product === undefined
    ? listSalesPointsByName(context, { province, status }, walk)
    : listPointsWithStock(context, { province, product }, walk));
  return { items, ...(next === undefined ? {} : { cursor: encodeCursor(scope, [next]) }) };
};

const byDistance = async (context: PublicContext, query: Query, near: LatLng): Promise<PageOfTexts> => {
  const { province, product, radiusKm: reach, limit, cursor } = query;
  const scope = JSON.stringify(['sales-points', provinceKey(province), product, near, reach]);
  const walk = { limit, after: decodeNearCursor(scope, cursor) };
  const asked = { province, near, radiusKm: reach };
  const { items, next } = await (product === undefined
    ? listSalesPointsNear(context, asked, walk)
    : listPointsWithStockNear(context, { ...asked, product }, walk));
  return { items, ...(next === undefined ? {} : { cursor: encodeNearCursor(scope, next) }) };
};

export const salesPointRoutes = defineRoutes({
  getSalesPoint: publicRoute({
    method: 'GET',
    path: '/v1/sales-points/{id}',
    handle: async (context, { id }) =>
      publicJsonText(context.now, await getPublicSalesPoint(context, id), {
        cacheSeconds: OPEN_NOW_CACHE_SECONDS,
        sharedFactor: 1,
      }),
  }),
  listPublicStock: publicRoute({
    method: 'GET',
    path: '/v1/sales-points/{id}/stock',
    query: z.strictObject(pageQuery),
    handle: async (context, { id, query }) => {
      const scope = JSON.stringify(['stock', id]);
      const after = positionOf(scope, query.cursor);
      const page = withCursor(
        scope,
        await withinBytes(query.limit, (limit) => listPublicStock(context, id, { limit, after })),
      );
      return publicJson(context.now, page, {
        cacheSeconds: STOCK_CACHE_SECONDS,
        sharedFactor: 1,
        ...(page.next === undefined ? {} : { link: nextLink(`/v1/sales-points/${id}/stock`, query, page.next) }),
      });
    },
  }),
  listSalesPoints: publicRoute({
    method: 'GET',
    path: '/v1/sales-points',
    query: ListSalesPointsQuery,
    handle: async (context, { query }) => {
      const { near: place } = query;
      const { items, cursor } = await withinBytes(query.limit, (limit) =>
        place ? byDistance(context, { ...query, limit }, place) : inAList(context, { ...query, limit }),
      );
      const body = pageText(items, cursor);
      // The link contains the place and the province as they were sent.
      const asked = {
        ...query,
        province: query.province?.text,
        ...(place ? { near: `${place.lat},${place.lng}` } : {}),
      };
      return publicJsonText(context.now, body, {
        cacheSeconds: query.product === undefined ? OPEN_NOW_CACHE_SECONDS : STOCK_CACHE_SECONDS,
        sharedFactor: 1,
        ...(cursor === undefined ? {} : { link: nextLink('/v1/sales-points', asked, cursor) }),
      });
    },
  }),
});
