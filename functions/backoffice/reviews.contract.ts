import { describeOperations } from '#shared/contract/operation.ts';
import { pageOf } from '#shared/contract/parts.ts';
import { Review, ReviewSummary } from '#shared/contract/responses.ts';
import { reviewRoutes } from './reviews.routes.ts';

export const reviewContract = describeOperations(reviewRoutes, {
  listReviews: {
    tag: 'Officers',
    summary: 'Products, producers and sales points that wait for review',
    description: 'Longest waiting first.',
    problems: [403],
    responses: { 200: { description: 'A page', schema: pageOf(ReviewSummary) } },
  },
  getReview: {
    tag: 'Officers',
    summary: 'The working copy to be reviewed',
    description: 'The working copy of a product, producer, certificate or sales point, with its ETag and history.',
    problems: [403],
    responses: { 200: { description: 'The working copy', schema: Review } },
  },
});
