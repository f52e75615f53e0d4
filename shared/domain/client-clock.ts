// Clocks of phones are up to some minutes fast. An instant that is slightly ahead counts as now; what orders records is
// never later than the server's clock.
import { CLOCK_AHEAD_MAX_MINUTES } from '#shared/platform/limits.ts';

/** The time by which an instant from a phone can be ahead, in milliseconds. */
export const CLOCK_AHEAD_MAX_MS = CLOCK_AHEAD_MAX_MINUTES * 60_000;

/** Whether an instant is so far ahead of `now` that no fast clock explains it. */
export const isBeyondClock = (instant: string, now: Date): boolean =>
  Date.parse(instant) - now.getTime() > CLOCK_AHEAD_MAX_MS;

/**
 * The instants of one request by what its phone sent, none later than `now`. Of two that are ahead, the earlier one stays
 * earlier by a millisecond, unless the phone also sent an instant that close. Others stay as they are.
 */
export const clampedInstants = (sent: readonly string[], now: Date): ReadonlyMap<string, string> => {
  const sorted = [...new Set(sent)].sort();
  const isAhead = (instant: string): boolean => Date.parse(instant) > now.getTime() && !isBeyondClock(instant, now);
  const ahead = sorted.filter(isAhead);
  const floor = Math.max(0, ...sorted.map((instant) => Date.parse(instant)).filter((at) => at <= now.getTime()));
  const clampedAt = (index: number): number => Math.max(floor, now.getTime() - (ahead.length - 1 - index));
  return new Map(
    sorted.map((instant) => [
      instant,
      isAhead(instant) ? new Date(clampedAt(ahead.indexOf(instant))).toISOString() : instant,
    ]),
  );
};
