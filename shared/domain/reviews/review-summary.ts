import * as z from 'zod';

/** An item in an officer's review queue; `since` is an instant. A sales point has no producer. */
export const ReviewSummary = z.object({
  id: z.string(),
  kind: z.enum(['product', 'producer', 'sales-point']),
  name: z.string(),
  producer: z.object({ id: z.string(), name: z.string() }).nullable(),
  change: z.enum(['first', 'edit']),
  since: z.string(),
});
export type ReviewSummary = z.infer<typeof ReviewSummary>;
