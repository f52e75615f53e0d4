import * as z from 'zod';
import { shapeError } from '#shared/domain/input.ts';
import { gtin14, normaliseGtin } from '#shared/domain/products/gtin.ts';
import * as messages from '#shared/domain/products/messages.ts';
import { PRODUCT_SORTS, type ProductFilter } from '#shared/domain/products/product-filter.ts';
import { GROUP_CODES } from '#shared/domain/taxonomy/groups.ts';
import { decodeCursor, encodeCursor } from '#shared/http/cursor.ts';
import { decodeNearCursor, encodeNearCursor } from '#shared/http/near-cursor.ts';
import { near, radiusKm, radiusNeedsPlace } from '#shared/http/near-parameters.ts';
import { nextLink, pageQuery, pageText, positionOf, withinBytes } from '#shared/http/page.ts';
import { anyProvince, formerProvince, provincesAgree } from '#shared/http/province-parameter.ts';
import { hashOf, publicJson, publicJsonText } from '#shared/http/response.ts';
import { defineRoutes, type PublicContext, publicRoute } from '#shared/http/route.ts';
import { isDay } from '#shared/platform/vietnam-day.ts';
import { listProducts } from '#shared/services/products/list-products.ts';
import { getProductOnOffer } from '#shared/services/promotions/get-product-on-offer.ts';
import { listAvailability, listAvailabilityNear } from '#shared/services/stock/list-availability.ts';
import { STOCK_CACHE_SECONDS } from './cache-seconds.ts';
import { promotionCache } from './promotion-cache.ts';

const ListAvailabilityQuery = z
  .strictObject({ near: near.optional(), radiusKm: radiusKm.optional(), ...pageQuery })
  .refine(...radiusNeedsPlace);
type Query = z.output<typeof ListAvailabilityQuery>;

const pageOf = async (context: PublicContext, id: string, { near: place, radiusKm: reach, limit, cursor }: Query) => {
  const scope = JSON.stringify(['availability', id, place, reach]);
  if (place) {
    const walk = { limit, after: decodeNearCursor(scope, cursor) };
    const { items, next } = await listAvailabilityNear(context, id, { near: place, radiusKm: reach }, walk);
    return { items, cursor: next && encodeNearCursor(scope, next) };
  }
  const { items, next } = await listAvailability(context, id, { limit, after: positionOf(scope, cursor) });
  return { items, cursor: next === undefined ? undefined : encodeCursor(scope, [next]) };
};

const gtin = z
  .string()
  .max(14)
  .regex(/^\d+$/)
  .refine((text) => normaliseGtin(text) !== undefined, shapeError('gtin_invalid', messages.gtinInvalid))
  .transform(gtin14);

const star = z.enum(['3', '4', '5']).transform(Number);

const ListProductsQuery = z
  .strictObject({
    province: anyProvince.optional(),
    formerProvince: formerProvince.optional(),
    commune: z
      .string()
      .regex(/^\d{5}$/)
      .optional(),
    stars: star.optional(),
    minStars: star.optional(),
    group: z.enum(GROUP_CODES).optional(),
    criteriaSet: z
      .string()
      .regex(/^(?:[1-9]|1\d|2[0-6])$/)
      .transform(Number)
      .optional(),
    producer: z
      .string()
      .regex(/^pdc_[0-9A-Z]{26}$/)
      .optional(),
    gtin: gtin.optional(),
    sort: z.enum(PRODUCT_SORTS).default('stars'),
    ...pageQuery,
  })
  .refine(...provincesAgree);

/** Converts the buyer's input to codes of the lists that the filter's fields name. */
const filterOf = ({
  province,
  formerProvince: former,
  sort: _,
  limit: __,
  cursor: ___,
  ...rest
}: z.output<typeof ListProductsQuery>): ProductFilter => {
  const filter: ProductFilter = {};
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) Object.assign(filter, { [name]: value });
  if (province !== undefined) filter[province.kind === 'current' ? 'province' : 'formerProvince'] = province.code;
  if (former !== undefined) filter.formerProvince = former.code;
  return filter;
};

export const productRoutes = defineRoutes({
  getProduct: publicRoute({
    method: 'GET',
    path: '/v1/products/{id}',
    handle: async (context, { id }) => {
      const { body, edge } = await getProductOnOffer(context, id);
      return publicJson(context.now, body, promotionCache([body.promotion], edge));
    },
  }),
  listAvailability: publicRoute({
    method: 'GET',
    path: '/v1/products/{id}/availability',
    query: ListAvailabilityQuery,
    handle: async (context, { id, query }) => {
      const { items, cursor } = await withinBytes(query.limit, (limit) => pageOf(context, id, { ...query, limit }));
      const asked = { ...query, ...(query.near ? { near: `${query.near.lat},${query.near.lng}` } : {}) };
      return publicJsonText(context.now, pageText(items, cursor), {
        cacheSeconds: STOCK_CACHE_SECONDS,
        sharedFactor: 1,
        ...(cursor === undefined ? {} : { link: nextLink(`/v1/products/${id}/availability`, asked, cursor) }),
      });
    },
  }),
  listProducts: publicRoute({
    method: 'GET',
    path: '/v1/products',
    query: ListProductsQuery,
    handle: async (context, { query }) => {
      const filter = filterOf(query);
      const scope = JSON.stringify([filter, query.sort]);
      const [day = context.today, after] = query.cursor === undefined ? [] : decodeCursor(scope, query.cursor, 2);
      const walk = {
        sort: query.sort,
        day: isDay(day) && day <= context.today ? day : context.today,
        ...(after === undefined ? {} : { after }),
      };
      const { items, next } = await withinBytes(query.limit, (limit) =>
        listProducts(context, filter, { ...walk, limit }),
      );
      const cursor = next === undefined ? undefined : encodeCursor(scope, [walk.day, next]);
      const body = pageText(items, cursor);
      // The link contains the province as it was sent.
      const asked = { ...query, province: query.province?.text, formerProvince: query.formerProvince?.text };
      return publicJsonText(context.now, body, {
        etag: `"${hashOf(body)}"`,
        ...(cursor === undefined ? {} : { link: nextLink('/v1/products', asked, cursor) }),
      });
    },
  }),
});
