import * as z from 'zod';
import { loadCommunes } from '#shared/data/places/communes-reference.ts';
import { publicJson } from '#shared/http/answer.ts';
import { nextLink, pageQuery, positionOf, withCursor } from '#shared/http/page.ts';
import { provinceCode } from '#shared/http/province-parameter.ts';
import { publicRoute } from '#shared/http/route.ts';
import { REFERENCE_CACHE_SECONDS } from './list-provinces.ts';

export const listCommunes = publicRoute({
  method: 'GET',
  path: '/v1/communes',
  operationId: 'listCommunes',
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
    return publicJson(context.now, JSON.stringify(page), {
      cacheSeconds: REFERENCE_CACHE_SECONDS,
      ...(page.next === undefined ? {} : { link: nextLink('/v1/communes', query, page.next) }),
    });
  },
});
