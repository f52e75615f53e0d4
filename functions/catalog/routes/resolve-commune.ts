import * as z from 'zod';
import { loadCommunes } from '#shared/data/places/communes-reference.ts';
import { publicJson } from '#shared/http/answer.ts';
import { publicRoute } from '#shared/http/route.ts';
import { REFERENCE_CACHE_SECONDS } from './list-provinces.ts';

const name = z.string().min(1).max(100);

export const resolveCommune = publicRoute({
  method: 'GET',
  path: '/v1/communes/resolve',
  operationId: 'resolveCommune',
  query: z.strictObject({ name, district: name.optional(), province: name.optional() }),
  handle: async (context, { query }) => {
    const candidates = (await loadCommunes()).resolve({
      name: query.name,
      ...(query.district === undefined ? {} : { district: query.district }),
      ...(query.province === undefined ? {} : { province: query.province }),
    });
    return publicJson(context.now, JSON.stringify({ candidates }), { cacheSeconds: REFERENCE_CACHE_SECONDS });
  },
});
