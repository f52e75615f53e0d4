import * as z from 'zod';
import { PRODUCT_STATES } from '#shared/domain/products/product.ts';
import { decodeCursor, encodeCursor } from '#shared/http/cursor.ts';
import { linked, pageAnswer, pageQuery } from '#shared/http/page.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { listOwnProducts as verb } from '#shared/services/products/list-own-products.ts';

export const listOwnProducts = signedInRoute({
  method: 'GET',
  path: '/v1/me/products',
  operationId: 'listOwnProducts',
  query: z.strictObject({ status: z.enum(PRODUCT_STATES).optional(), ...pageQuery }),
  run: async (context, { query }) => {
    const scope = JSON.stringify(['own', context.caller.subject, query.status]);
    const after = query.cursor === undefined ? undefined : (decodeCursor(scope, query.cursor, 2) as [string, string]);
    const { items, next } = await verb(context, { status: query.status, limit: query.limit, after });
    const page = { items, ...(next === undefined ? {} : { next: encodeCursor(scope, next) }) };
    return linked('/v1/me/products', query, page);
  },
  answer: pageAnswer,
});
