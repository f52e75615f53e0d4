import type { Row } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import type { Reader } from '#shared/data/table/reader.ts';
import { cardBy, type Page, readPage, type Walk } from '#shared/data/table/rows.ts';
import { COUNTRY } from '#shared/domain/access/territory.ts';
import { ReviewSummary } from '#shared/domain/reviews/review-summary.ts';

/** The rows of the review queues of a province and of the country. */
export const reviewRows = (province: string, summary: ReviewSummary): Row[] =>
  [COUNTRY, province].map((territory) => ({
    ...keys.review(territory, summary.since, summary.id),
    card: JSON.stringify(summary),
  }));

/** The review queue of a territory, longest waiting first. */
export const readReviews = (reader: Reader, territory: string, walk: Walk): Promise<Page<ReviewSummary>> =>
  readPage(reader, { pk: keys.review.partition(territory) }, walk, cardBy(ReviewSummary));
