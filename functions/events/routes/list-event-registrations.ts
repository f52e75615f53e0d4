import * as z from 'zod';
import { decodeCursor, encodeCursor } from '#shared/http/cursor.ts';
import { linked, pageAnswer, pageQuery } from '#shared/http/page.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { cursorInvalid } from '#shared/platform/problem.ts';
import { listEventRegistrations as verb } from '#shared/services/registrations/list-event-registrations.ts';

const COUNT = /^\d{1,8}$/;

const positionOf = (scope: string, cursor: string | undefined) => {
  if (cursor === undefined) return undefined;
  const [after = '', waiting = ''] = decodeCursor(scope, cursor, 2);
  if (!COUNT.test(after) || !COUNT.test(waiting)) throw cursorInvalid();
  return { after, waiting: Number(waiting) };
};

export const listEventRegistrations = signedInRoute({
  method: 'GET',
  path: '/v1/events/{id}/registrations',
  operationId: 'listEventRegistrations',
  query: z.strictObject(pageQuery),
  run: async (context, { id, query }) => {
    const scope = JSON.stringify(['registrations', id]);
    const { items, next } = await verb(context, id, { limit: query.limit, from: positionOf(scope, query.cursor) });
    const page = { items, ...(next ? { next: encodeCursor(scope, [next.after, String(next.waiting)]) } : {}) };
    return linked(`/v1/events/${id}/registrations`, query, page);
  },
  answer: pageAnswer,
});
