import * as z from 'zod';
import { linked, pageAnswer, pageQuery, positionOf, withCursor } from '#shared/http/page.ts';
import { provinceCode } from '#shared/http/province-parameter.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { listReviews as verb } from '#shared/services/reviews/list-reviews.ts';

export const listReviews = signedInRoute({
  method: 'GET',
  path: '/v1/reviews',
  operationId: 'listReviews',
  query: z.strictObject({ province: provinceCode.optional(), ...pageQuery }),
  run: async (context, { query }) => {
    const scope = JSON.stringify(['reviews', query.province]);
    const after = positionOf(scope, query.cursor);
    const page = await verb(context, { province: query.province, limit: query.limit, after });
    return linked('/v1/reviews', query, withCursor(scope, page));
  },
  answer: pageAnswer,
});
