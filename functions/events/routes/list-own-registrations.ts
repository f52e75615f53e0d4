import * as z from 'zod';
import { decodeCursor, encodeCursor } from '#shared/http/cursor.ts';
import { linked, pageAnswer, pageQuery } from '#shared/http/page.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { listOwnRegistrations as verb } from '#shared/services/registrations/list-own-registrations.ts';

export const listOwnRegistrations = signedInRoute({
  method: 'GET',
  path: '/v1/me/registrations',
  operationId: 'listOwnRegistrations',
  query: z.strictObject(pageQuery),
  run: async (context, { query }) => {
    const scope = JSON.stringify(['own-registrations', context.caller.subject]);
    const after = query.cursor === undefined ? undefined : (decodeCursor(scope, query.cursor, 2) as [string, string]);
    const { items, next } = await verb(context, { limit: query.limit, after });
    const page = { items, ...(next === undefined ? {} : { next: encodeCursor(scope, next) }) };
    return linked('/v1/me/registrations', query, page);
  },
  answer: pageAnswer,
});
