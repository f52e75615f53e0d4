/** A time window in seconds since 1970, without its end. All instances compute the same windows. */
export type RateWindow = { start: number; end: number };

/** The window that contains an instant. */
export const windowAt = (now: Date, windowSeconds: number): RateWindow => {
  const start = Math.floor(now.getTime() / 1_000 / windowSeconds) * windowSeconds;
  return { start, end: start + windowSeconds };
};

/** Whole seconds until a window ends: from 1 to the length of the window. */
export const secondsLeft = (now: Date, { end }: RateWindow): number => Math.ceil(end - now.getTime() / 1_000);

/** An instance leases at most a tenth of a limit at a time. */
const LEASES_AT_LEAST = 10;

/**
 * The number of calls to lease next, given the calls that this instance leased in the window: 2, 4, 8, … up to a tenth
 * of the limit. So an instance leases at most twice what it grants, and a caller with few calls costs few leases.
 */
export const leaseSize = (limit: number, leased: number): number =>
  Math.max(1, Math.min(Math.floor(limit / LEASES_AT_LEAST), leased + 2));

/**
 * The number of calls that a lease grants; `counted` is the counter after `size` was added. All leases together grant
 * `limit`.
 */
export const grantedBy = (limit: number, counted: number, size: number): number =>
  Math.max(0, Math.min(size, limit - (counted - size)));
