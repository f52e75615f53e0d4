import * as z from 'zod';
import { day } from '#shared/domain/input.ts';
import { provincesAt } from '#shared/domain/places/provinces.ts';
import { publicJson } from '#shared/http/answer.ts';
import { publicRoute } from '#shared/http/route.ts';

export const AtDay = z.strictObject({ at: day.optional() });

/** Reference data changes with a law, not within the hour. */
export const REFERENCE_CACHE_SECONDS = 3_600;

export const listProvinces = publicRoute({
  method: 'GET',
  path: '/v1/provinces',
  operationId: 'listProvinces',
  query: AtDay,
  handle: async (context, { query }) =>
    publicJson(context.now, JSON.stringify({ items: provincesAt(query.at ?? context.today) }), {
      cacheSeconds: REFERENCE_CACHE_SECONDS,
    }),
});
