import * as z from 'zod';
import { loadCommunes } from '#shared/data/places/communes-reference.ts';
import { day } from '#shared/domain/input.ts';
import type { FormerName } from '#shared/domain/places/communes.ts';
import { provinceAt, provincesAt } from '#shared/domain/places/provinces.ts';
import { nextLink, pageQuery, positionOf, withCursor } from '#shared/http/page.ts';
import { anyProvince, provinceCode, provinceKey, provinceText } from '#shared/http/province-parameter.ts';
import { publicJson } from '#shared/http/response.ts';
import { defineRoutes, publicRoute } from '#shared/http/route.ts';
import { notFound } from '#shared/platform/problem.ts';
import { REFERENCE_CACHE_SECONDS } from './cache-seconds.ts';

const AtDay = z.strictObject({ at: day.optional() });

const name = z.string().min(1).max(100);

export const placeRoutes = defineRoutes({
  getProvince: publicRoute({
    method: 'GET',
    path: '/v1/provinces/{code}',
    query: AtDay,
    handle: async (context, { params, query }) => {
      const province = provinceAt(params.code ?? '', query.at ?? context.today);
      if (!province) throw notFound();
      return publicJson(context.now, province, { cacheSeconds: REFERENCE_CACHE_SECONDS });
    },
  }),
  listCommunes: publicRoute({
    method: 'GET',
    path: '/v1/communes',
    query: z.strictObject({
      province: provinceCode.optional(),
      q: z.string().min(1).max(100).optional(),
      ...pageQuery,
    }),
    handle: async (context, { query }) => {
      const directory = await loadCommunes();
      const { province } = query;
      const found = directory.search({
        ...(province === undefined ? {} : { province }),
        ...(query.q === undefined ? {} : { q: query.q }),
      });
      const scope = JSON.stringify(['communes', province, query.q]);
      const after = positionOf(scope, query.cursor);
      const start = after === undefined ? 0 : found.findIndex(({ code }) => code === after) + 1;
      const items = found.slice(start, start + query.limit);
      const last = items.at(-1);
      const page = withCursor(scope, {
        items,
        ...(last && start + query.limit < found.length ? { next: last.code } : {}),
      });
      return publicJson(context.now, page, {
        cacheSeconds: REFERENCE_CACHE_SECONDS,
        ...(page.next === undefined ? {} : { link: nextLink('/v1/communes', query, page.next) }),
      });
    },
  }),
  listFormerCommunes: publicRoute({
    method: 'GET',
    path: '/v1/communes/former',
    query: z.strictObject({
      q: name.optional(),
      province: anyProvince.optional(),
      district: name.optional(),
      ...pageQuery,
    }),
    handle: async (context, { query }) => {
      const { q, province, district } = query;
      const found = (await loadCommunes()).searchFormer({
        ...(q === undefined ? {} : { q }),
        ...(province === undefined ? {} : { province }),
        ...(district === undefined ? {} : { district }),
      });
      const scope = JSON.stringify(['former-communes', q, provinceKey(province), district]);
      const after = positionOf(scope, query.cursor);
      const keyOf = ({ code, until }: FormerName): string => `${code} ${until}`;
      const start = after === undefined ? 0 : found.findIndex((unit) => keyOf(unit) === after) + 1;
      const items = found.slice(start, start + query.limit);
      const last = items.at(-1);
      const page = withCursor(scope, {
        items,
        ...(last && start + query.limit < found.length ? { next: keyOf(last) } : {}),
      });
      const { province: _, ...others } = query;
      const asSent = { ...others, ...(province === undefined ? {} : { province: province.text }) };
      return publicJson(context.now, page, {
        cacheSeconds: REFERENCE_CACHE_SECONDS,
        ...(page.next === undefined ? {} : { link: nextLink('/v1/communes/former', asSent, page.next) }),
      });
    },
  }),
  listProvinces: publicRoute({
    method: 'GET',
    path: '/v1/provinces',
    query: AtDay,
    handle: async (context, { query }) =>
      publicJson(
        context.now,
        { items: provincesAt(query.at ?? context.today) },
        {
          cacheSeconds: REFERENCE_CACHE_SECONDS,
        },
      ),
  }),
  resolveCommune: publicRoute({
    method: 'GET',
    path: '/v1/communes/resolve',
    query: z.strictObject({ name, district: name.optional(), province: provinceText.optional() }),
    handle: async (context, { query }) => {
      const candidates = (await loadCommunes()).resolve({
        name: query.name,
        ...(query.district === undefined ? {} : { district: query.district }),
        ...(query.province === undefined ? {} : { province: query.province }),
      });
      return publicJson(context.now, { candidates }, { cacheSeconds: REFERENCE_CACHE_SECONDS });
    },
  }),
});
