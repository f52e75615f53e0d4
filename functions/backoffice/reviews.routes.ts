import * as z from 'zod';
import { linked, pageQuery, pageResponse, positionOf, withCursor } from '#shared/http/page.ts';
import { provinceCode } from '#shared/http/province-parameter.ts';
import { working } from '#shared/http/response.ts';
import { defineRoutes, signedInRoute } from '#shared/http/route.ts';
import { getReview } from '#shared/services/reviews/get-review.ts';
import { listReviews } from '#shared/services/reviews/list-reviews.ts';

export const reviewRoutes = defineRoutes({
  getReview: signedInRoute({
    method: 'GET',
    path: '/v1/reviews/{id}',
    run: (context, { id }) => getReview(context, id),
    respond: working,
  }),
  listReviews: signedInRoute({
    method: 'GET',
    path: '/v1/reviews',
    query: z.strictObject({ province: provinceCode.optional(), ...pageQuery }),
    run: async (context, { query }) => {
      const scope = JSON.stringify(['reviews', query.province]);
      const after = positionOf(scope, query.cursor);
      const page = await listReviews(context, { province: query.province, limit: query.limit, after });
      return linked('/v1/reviews', query, withCursor(scope, page));
    },
    respond: pageResponse,
  }),
});
