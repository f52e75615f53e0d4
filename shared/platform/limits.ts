/** Kept answers of idempotency keys; the contract promises at least 24 hours. */
export const IDEMPOTENCY_KEPT_SECONDS = 48 * 3_600;

/** What the whole API takes before it answers 429; the gateway's stage is throttled by these. */
export const REQUESTS_PER_SECOND = 2_000;
export const REQUESTS_BURST = 4_000;
