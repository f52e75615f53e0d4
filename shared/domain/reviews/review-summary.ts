import * as z from 'zod';

/** What an officer's queue shows of something that waits; `since` is an instant. A sales point has no producer. */
export const ReviewSummary = z.object({
  id: z.string(),
  kind: z.enum(['product', 'producer', 'sales-point']),
  name: z.string(),
  producer: z.object({ id: z.string(), name: z.string() }).nullable(),
  change: z.enum(['first', 'edit']),
  since: z.string(),
});
export type ReviewSummary = z.infer<typeof ReviewSummary>;
