import * as z from 'zod';
import { json } from '#shared/http/answer.ts';
import { linked, pageQuery, positionOf, withCursor } from '#shared/http/page.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { listOutcomes as verb } from '#shared/services/outcomes/list-outcomes.ts';

export const listOutcomes = signedInRoute({
  method: 'GET',
  path: '/v1/events/{id}/outcomes',
  operationId: 'listOutcomes',
  query: z.strictObject({ ...pageQuery }),
  run: async (context, { id, query }) => {
    const scope = JSON.stringify(['outcomes', id]);
    const { sum, ...page } = await verb(context, id, { limit: query.limit, after: positionOf(scope, query.cursor) });
    return { sum, ...linked(`/v1/events/${id}/outcomes`, query, withCursor(scope, page)) };
  },
  answer: ({ page, sum, link }) => json(200, { ...page, sum }, link === undefined ? {} : { link }),
});
