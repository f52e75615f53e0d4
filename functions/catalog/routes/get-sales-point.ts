import { publicJson } from '#shared/http/answer.ts';
import { publicRoute } from '#shared/http/route.ts';
import { getPublicSalesPoint } from '#shared/services/sales-points/get-public-sales-point.ts';
import { OPEN_NOW_CACHE_SECONDS } from './list-sales-points.ts';

export const getSalesPoint = publicRoute({
  method: 'GET',
  path: '/v1/sales-points/{id}',
  operationId: 'getSalesPoint',
  handle: async (context, { id }) =>
    publicJson(context.now, await getPublicSalesPoint(context, id), {
      cacheSeconds: OPEN_NOW_CACHE_SECONDS,
      sharedFactor: 1,
    }),
});
