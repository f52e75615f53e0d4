import * as z from 'zod';
import { publicJson } from '#shared/http/answer.ts';
import { nextLink, pageQuery, positionOf, withCursor, withinBytes } from '#shared/http/page.ts';
import { publicRoute } from '#shared/http/route.ts';
import { listPublicStock as list } from '#shared/services/stock/list-public-stock.ts';
import { STOCK_CACHE_SECONDS } from './list-availability.ts';

export const listPublicStock = publicRoute({
  method: 'GET',
  path: '/v1/sales-points/{id}/stock',
  operationId: 'listPublicStock',
  query: z.strictObject(pageQuery),
  handle: async (context, { id, query }) => {
    const scope = JSON.stringify(['stock', id]);
    const after = positionOf(scope, query.cursor);
    const page = withCursor(scope, await withinBytes(query.limit, (limit) => list(context, id, { limit, after })));
    return publicJson(context.now, JSON.stringify(page), {
      cacheSeconds: STOCK_CACHE_SECONDS,
      sharedFactor: 1,
      ...(page.next === undefined ? {} : { link: nextLink(`/v1/sales-points/${id}/stock`, query, page.next) }),
    });
  },
});
