import { readReviews } from '#shared/data/reviews/review-store.ts';
import type { ReviewSummary } from '#shared/domain/reviews/review-summary.ts';
import { requireOfficer } from '#shared/services/access/officer-territory.ts';
import { partitionOf } from '#shared/services/access/territory-partition.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** The review queue of the officer's territory, longest waiting first. `after` is the sort key to continue after. */
export const listReviews = async (
  context: Context,
  asked: { province?: string | undefined; limit: number; after?: string | undefined },
): Promise<{ items: ReviewSummary[]; next?: string }> => {
  return readReviews(context.reader, partitionOf(await requireOfficer(context), asked.province), asked);
};
