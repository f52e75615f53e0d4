import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { getReview as verb } from '#shared/services/reviews/get-review.ts';

export const getReview = signedInRoute({
  method: 'GET',
  path: '/v1/reviews/{id}',
  operationId: 'getReview',
  run: (context, { id }) => verb(context, id),
  answer: working,
});
