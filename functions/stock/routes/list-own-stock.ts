import * as z from 'zod';
import { linked, pageAnswer, pageQuery, positionOf, withCursor } from '#shared/http/page.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { listOwnStock as verb } from '#shared/services/stock/list-own-stock.ts';

export const listOwnStock = signedInRoute({
  method: 'GET',
  path: '/v1/me/sales-points/{id}/stock',
  operationId: 'listOwnStock',
  query: z.strictObject(pageQuery),
  run: async (context, { id, query }) => {
    const scope = JSON.stringify(['own-stock', id]);
    const page = await verb(context, id, { limit: query.limit, after: positionOf(scope, query.cursor) });
    return linked(`/v1/me/sales-points/${id}/stock`, query, withCursor(scope, page));
  },
  answer: pageAnswer,
});
