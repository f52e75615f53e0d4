import { Review, ReviewSummary } from '#shared/contract/answers.ts';
import { describeOperations } from '#shared/contract/operation.ts';
import { pageOf } from '#shared/contract/parts.ts';
import { reviewRoutes } from './reviews.routes.ts';

export const reviewContract = describeOperations(reviewRoutes, {
  listReviews: {
    tag: 'Officers',
    summary: 'What waits for review',
    description: 'The longest waiting first.',
    problems: [403],
    responses: { 200: { description: 'A page', schema: pageOf(ReviewSummary) } },
  },
  getReview: {
    tag: 'Officers',
    summary: 'What is to be decided on',
    description: 'A product, producer, certificate or sales point as it is worked on, with its ETag and history.',
    problems: [403],
    responses: { 200: { description: 'The working copy', schema: Review } },
  },
});
