import type { Counted, RateCounter } from '#shared/data/access/rate-counter.ts';
import * as messages from '#shared/domain/access/messages.ts';
import { grantedBy, leaseSize, secondsLeft, windowAt } from '#shared/domain/access/rate-limit.ts';
import type { RateLimit, RateLimitClass, RateLimits } from '#shared/platform/limits.ts';
import { log } from '#shared/platform/logger.ts';
import { Problem } from '#shared/platform/problem.ts';

/** A counted call: the class of its route, the account and the address. */
export type LimitedCall = { limitClass: RateLimitClass; subject: string; address: string; now: Date };

/**
 * The state of one limit after a call: `remaining` calls as known to this instance, `resetSeconds` until the window
 * ends, and whether it refused the call.
 */
export type Quota = {
  by: Counted['by'];
  limit: number;
  windowSeconds: number;
  remaining: number;
  resetSeconds: number;
  rejected: boolean;
};

/** What became of a call: how its limits stand, and the problem to answer with where it is not granted. */
export type RateVerdict = { quotas: Quota[]; rejection?: Problem };

/** Counts calls and refuses those above the limits of their class. */
export type RateLimiter = { take(call: LimitedCall): Promise<RateVerdict> };

/** An instance's state of a caller in a window: leased calls that are not granted yet, and the counter's last value. */
type Account = Counted & {
  tokens: number;
  leased: number;
  counted: number;
  isUsedUp: boolean;
  leasing?: Promise<void>;
};

/** Maximum number of callers in an instance's memory; the lease of an evicted caller is lost. */
const ACCOUNTS_MAX = 10_000;

const isUnavailable = (error: unknown): error is Problem =>
  error instanceof Problem && error.code === 'dependency_unavailable';

const tooManyCalls = (rejected: Quota[]): Problem => {
  const seconds = Math.max(...rejected.map(({ resetSeconds }) => resetSeconds));
  const isOfSubject = rejected.some(({ by }) => by === 'subject');
  return new Problem(
    'rate_limited',
    isOfSubject ? messages.accountRateLimited(seconds) : messages.addressRateLimited(seconds),
    { retryAfterSeconds: seconds },
  );
};

/**
 * Limits calls over all instances: each leases calls from the shared counter and grants them from memory. All instances
 * together never grant more than the limit in a window, unless the counter is unavailable and the class is served
 * uncounted.
 */
export const createRateLimiter = (limits: RateLimits, count: RateCounter): RateLimiter => {
  const accounts = new Map<string, Account>();

  const accountOf = (by: Account['by'], { limitClass, now, ...call }: LimitedCall, windowSeconds: number): Account => {
    const { start, end } = windowAt(now, windowSeconds);
    const name = `${by} ${limitClass} ${call[by]}`;
    const known = accounts.get(name);
    if (known?.start === start) return known;
    const unused = { tokens: 0, leased: 0, counted: 0, isUsedUp: false };
    const made: Account = { by, caller: call[by], limitClass, start, end, ...unused };
    accounts.delete(name);
    accounts.set(name, made);
    if (accounts.size > ACCOUNTS_MAX) accounts.delete(accounts.keys().next().value ?? '');
    return made;
  };

  const lease = async (account: Account, limit: number, uncounted: RateLimit['uncounted']): Promise<void> => {
    const size = leaseSize(limit, account.leased);
    let granted = size;
    try {
      account.counted = await count(account, size);
      granted = grantedBy(limit, account.counted, size);
      account.isUsedUp = granted < size;
    } catch (error) {
      if (uncounted === 'refuse' || !isUnavailable(error)) throw error;
      log('warn', 'calls are served uncounted', { limitClass: account.limitClass, by: account.by });
      account.counted += size;
    }
    account.leased += size;
    account.tokens += granted;
  };

  const takeFrom = async (account: Account, limit: number, uncounted: RateLimit['uncounted']): Promise<boolean> => {
    while (account.tokens === 0 && !account.isUsedUp) {
      account.leasing ??= lease(account, limit, uncounted).finally(() => {
        delete account.leasing;
      });
      await account.leasing;
    }
    if (account.tokens === 0) return false;
    account.tokens -= 1;
    return true;
  };

  return {
    async take(call) {
      const { windowSeconds, perSubject, perAddress, uncounted } = limits[call.limitClass];
      const ask = async (by: Account['by'], limit: number) => {
        const account = accountOf(by, call, windowSeconds);
        try {
          return { account, limit, isGranted: await takeFrom(account, limit, uncounted), unavailable: undefined };
        } catch (error) {
          if (!isUnavailable(error)) throw error;
          return { account, limit, isGranted: false, unavailable: error };
        }
      };
      const asked = await Promise.all([ask('subject', perSubject), ask('address', perAddress)]);
      const isRefused = asked.some(({ isGranted }) => !isGranted);
      // A refused call does not count: a call that one limit granted is returned for the caller's next call.
      if (isRefused) for (const { account, isGranted } of asked) if (isGranted) account.tokens += 1;
      const quotas = asked.map(
        ({ account, limit, isGranted, unavailable }): Quota => ({
          by: account.by,
          limit,
          windowSeconds,
          remaining: Math.max(0, limit - account.counted) + account.tokens,
          resetSeconds: secondsLeft(call.now, account),
          rejected: !isGranted && !unavailable,
        }),
      );
      if (!isRefused) return { quotas };
      const rejected = quotas.filter((quota) => quota.rejected);
      const unavailable = asked.find((one) => one.unavailable)?.unavailable;
      return { quotas, rejection: rejected.length === 0 && unavailable ? unavailable : tooManyCalls(rejected) };
    },
  };
};
