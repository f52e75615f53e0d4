import * as z from 'zod';
import { decodeCursor, encodeCursor } from '#shared/http/cursor.ts';
import { linked, pageAnswer, pageQuery } from '#shared/http/page.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { cursorInvalid } from '#shared/platform/problem.ts';
import { listStockChanges as verb } from '#shared/services/stock/list-stock-changes.ts';

const ARRIVED = /^\d{4}-\d\d-\d\dT[\d:.]{12}Z#\d{8}#[\w-]{43}#\d{2}#\d+$/;

const positionOf = (scope: string, cursor: string | undefined) => {
  if (cursor === undefined) return undefined;
  const [arrived = '', shown = ''] = decodeCursor(scope, cursor, 2);
  if (!/^\d{1,3}$/.test(shown) || !ARRIVED.test(arrived)) throw cursorInvalid();
  return { arrived, shown: Number(shown) };
};

export const listStockChanges = signedInRoute({
  method: 'GET',
  path: '/v1/sales-points/{id}/stock-changes',
  operationId: 'listStockChanges',
  query: z.strictObject({
    product: z
      .string()
      .regex(/^prd_[0-9A-Z]{26}$/)
      .optional(),
    ...pageQuery,
  }),
  run: async (context, { id, query }) => {
    const { product, limit, cursor } = query;
    const scope = JSON.stringify(['stock-changes', id, product]);
    const { items, next } = await verb(context, id, { product, limit, after: positionOf(scope, cursor) });
    return linked(`/v1/sales-points/${id}/stock-changes`, query, {
      items,
      ...(next ? { next: encodeCursor(scope, [next.arrived, String(next.shown)]) } : {}),
    });
  },
  answer: pageAnswer,
});
