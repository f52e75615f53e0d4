/** A window of time, both ends in seconds since 1970; the end is not part of it. Every instance computes the same windows. */
export type RateWindow = { start: number; end: number };

/** The window that an instant lies in. */
export const windowAt = (now: Date, windowSeconds: number): RateWindow => {
  const start = Math.floor(now.getTime() / 1_000 / windowSeconds) * windowSeconds;
  return { start, end: start + windowSeconds };
};

/** Whole seconds until a window ends: from 1 to the length of the window. */
export const secondsLeft = (now: Date, { end }: RateWindow): number => Math.ceil(end - now.getTime() / 1_000);

/** An instance leases at most a tenth of a limit at a time. */
const LEASES_AT_LEAST = 10;

/**
 * Calls to lease next, given what this instance has leased in the window: 2, 4, 8, … up to a tenth of the limit. So an instance
 * has never leased more than twice what it has granted, and a caller with few calls pays for few leases.
 */
export const leaseSize = (limit: number, leased: number): number =>
  Math.max(1, Math.min(Math.floor(limit / LEASES_AT_LEAST), leased + 2));

/** Calls that a lease grants, where the counter shows `counted` after `size` was added to it. All leases together grant `limit`. */
export const grantedBy = (limit: number, counted: number, size: number): number =>
  Math.max(0, Math.min(size, limit - (counted - size)));
