/** Kept answers of idempotency keys; the contract promises at least 24 hours. */
export const IDEMPOTENCY_KEPT_SECONDS = 48 * 3_600;

/** The longest texts, in UTF-16 units: three copies of a product fit into one item of the table with room to spare. */
export const TEXT_MAX = {
  name: 200,
  description: 5_000,
  story: 10_000,
  ingredients: 2_000,
  storage: 1_000,
  unit: 40,
  reason: 1_000,
  evidence: 2_000,
} as const;
export const TITLES_MAX = 20;

/** A certificate keeps so many corrections; each keeps what it replaced. */
export const CORRECTIONS_MAX = 20;

/** What the whole API takes before it answers 429; the gateway's stage is throttled by these. */
export const REQUESTS_PER_SECOND = 2_000;
export const REQUESTS_BURST = 4_000;
