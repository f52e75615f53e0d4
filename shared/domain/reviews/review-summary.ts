/** What an officer's queue shows of something that waits; `since` is an instant. A sales point has no producer. */
export type ReviewSummary = {
  id: string;
  kind: 'product' | 'producer' | 'sales-point';
  name: string;
  producer: { id: string; name: string } | null;
  change: 'first' | 'edit';
  since: string;
};
