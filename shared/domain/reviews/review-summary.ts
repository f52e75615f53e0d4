/** What an officer's queue shows of something that waits; `since` is an instant. */
export type ReviewSummary = {
  id: string;
  kind: 'product' | 'producer';
  name: string;
  producer: { id: string; name: string };
  change: 'first' | 'edit';
  since: string;
};
