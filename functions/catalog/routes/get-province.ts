import { provinceAt } from '#shared/domain/places/provinces.ts';
import { publicJson } from '#shared/http/answer.ts';
import { publicRoute } from '#shared/http/route.ts';
import { notFound } from '#shared/platform/problem.ts';
import { AtDay, REFERENCE_CACHE_SECONDS } from './list-provinces.ts';

export const getProvince = publicRoute({
  method: 'GET',
  path: '/v1/provinces/{code}',
  operationId: 'getProvince',
  query: AtDay,
  handle: async (context, { params, query }) => {
    const province = provinceAt(params.code ?? '', query.at ?? context.today);
    if (!province) throw notFound();
    return publicJson(context.now, JSON.stringify(province), { cacheSeconds: REFERENCE_CACHE_SECONDS });
  },
});
