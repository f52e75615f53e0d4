import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Counted, RateCounter } from '#shared/data/access/rate-counter.ts';
import type { RateLimits } from '#shared/platform/limits.ts';
import { Problem } from '#shared/platform/problem.ts';
import { createRateLimiter, type LimitedCall } from '#shared/services/access/rate-limiter.ts';

// What is served uncounted is logged.
beforeEach(() => void vi.spyOn(process.stdout, 'write').mockReturnValue(true));
afterEach(() => vi.restoreAllMocks());

const WINDOW_SECONDS = 60;
const START = Date.parse('2026-11-28T03:00:00Z');

const limitsOf = (perSubject: number, perAddress: number): RateLimits => {
  const limit = { windowSeconds: WINDOW_SECONDS, perSubject, perAddress };
  return {
    signUp: { ...limit, uncounted: 'refuse' },
    upload: { ...limit, uncounted: 'refuse' },
    report: { ...limit, uncounted: 'serve' },
    write: { ...limit, uncounted: 'serve' },
  };
};

const nameOf = ({ by, caller, limitClass, start }: Counted): string => `${by} ${caller} ${limitClass} ${start}`;
const unavailable = (): Problem => new Problem('dependency_unavailable');

/** Counters that are shared by all instances, as the table's are: adding is one step, its answer comes when `scheduler` lets it. */
const sharedCounter = (scheduler: fc.Scheduler, isLost: () => boolean): RateCounter => {
  const counters = new Map<string, number>();
  return async (counted, calls) => {
    await scheduler.schedule(Promise.resolve(), 'on its way to the table');
    const value = (counters.get(nameOf(counted)) ?? 0) + calls;
    counters.set(nameOf(counted), value);
    await scheduler.schedule(Promise.resolve(), 'on its way back');
    if (isLost()) throw unavailable();
    return value;
  };
};

const Step = fc.record({
  instance: fc.nat(3),
  subject: fc.constantFrom('a', 'b', 'c'),
  address: fc.constantFrom('192.0.2.1', '192.0.2.2'),
  limitClass: fc.constantFrom<'write' | 'signUp'>('write', 'signUp'),
  /** Seconds by which the clock moves before the call; it steps back too. */
  moves: fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: -130, max: 130 }) },
  ),
  /** Whether the call waits until all calls before it are answered. */
  waits: fc.boolean(),
});
type Step = typeof Step extends fc.Arbitrary<infer T> ? T : never;

const Skews = fc.array(fc.integer({ min: -90, max: 90 }), { minLength: 4, maxLength: 4 });

type Done = LimitedCall & { start: number; isRefused: boolean };

const run = async (
  scheduler: fc.Scheduler,
  steps: Step[],
  skews: number[],
  limits: RateLimits,
  isLost = () => false,
): Promise<Done[]> => {
  const count = sharedCounter(scheduler, isLost);
  const instances = skews.map((skew) => ({ skew, limiter: createRateLimiter(limits, count) }));
  const done: Done[] = [];
  let clock = START;
  let underWay: Promise<unknown>[] = [];
  for (const { instance, subject, address, limitClass, moves, waits } of steps) {
    clock += moves * 1_000;
    const { skew, limiter } = instances[instance] as (typeof instances)[number];
    const now = new Date(clock + skew * 1_000);
    const call = { limitClass, subject, address, now };
    underWay.push(
      limiter.take(call).then(({ quotas, rejection }) => {
        for (const { limit, remaining, resetSeconds } of quotas) {
          expect(remaining).toBeGreaterThanOrEqual(0);
          expect(remaining).toBeLessThanOrEqual(limit);
          expect(resetSeconds).toBeGreaterThanOrEqual(1);
          expect(resetSeconds).toBeLessThanOrEqual(WINDOW_SECONDS);
        }
        done.push({
          ...call,
          start: Math.floor(now.getTime() / 1_000 / WINDOW_SECONDS),
          isRefused: rejection !== undefined,
        });
      }),
    );
    if (!waits) continue;
    await scheduler.waitFor(Promise.all(underWay));
    underWay = [];
  }
  await scheduler.waitFor(Promise.all(underWay));
  return done;
};

const grouped = (done: readonly Done[], by: 'subject' | 'address'): Done[][] => {
  const groups = new Map<string, Done[]>();
  for (const one of done) {
    const name = `${one.limitClass} ${one[by]} ${one.start}`;
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  return [...groups.values()];
};

describe('the limits of a caller over several instances', () => {
  it('are never exceeded in a window, whatever instance, order and clock the calls meet', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(Step, { minLength: 1, maxLength: 150 }),
        Skews,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 90 }),
        async (scheduler, steps, skews, perSubject, perAddress) => {
          const done = await run(scheduler, steps, skews, limitsOf(perSubject, perAddress));
          const granted = done.filter(({ isRefused }) => !isRefused);
          expect(grouped(granted, 'subject').filter(({ length }) => length > perSubject)).toEqual([]);
          expect(grouped(granted, 'address').filter(({ length }) => length > perAddress)).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('refuse nobody before half of the calls of a window were made, where no other limit interferes and every clock agrees', async () => {
    const INSTANCES = 24;
    const still = fc.array(
      fc
        .tuple(Step, fc.nat(INSTANCES - 1))
        .map(([step, instance]): Step => ({ ...step, instance, moves: 0, subject: 'a', limitClass: 'write' })),
      { minLength: 40, maxLength: 150 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        still,
        fc.constantFrom<'subject' | 'address'>('subject', 'address'),
        fc.integer({ min: 1, max: 80 }),
        async (scheduler, steps, by, limit) => {
          const limits = by === 'subject' ? limitsOf(limit, 10_000) : limitsOf(10_000, limit);
          const done = await run(scheduler, steps, Array(INSTANCES).fill(0), limits);
          const early = grouped(done, by).filter((calls) => {
            const refused = calls.filter(({ isRefused }) => isRefused).length;
            return refused > 0 && calls.length - refused < limit / 2;
          });
          expect(early).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('hold for classes that are refused uncounted also while answers of the counter are lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(
          Step.map((step) => ({ ...step, limitClass: 'signUp' as const })),
          { minLength: 1, maxLength: 100 },
        ),
        fc.infiniteStream(fc.boolean()),
        fc.integer({ min: 1, max: 30 }),
        async (scheduler, steps, losses, perSubject) => {
          const isLost = (): boolean => losses.next().value;
          const done = await run(scheduler, steps, [0, 0, 0, 0], limitsOf(perSubject, 1_000), isLost);
          const granted = done.filter(({ isRefused }) => !isRefused);
          expect(grouped(granted, 'subject').filter(({ length }) => length > perSubject)).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });
});

/** Counters that answer at once; `calls` lists what was added. */
const countersAt = () => {
  const counters = new Map<string, number>();
  const calls: number[] = [];
  const count: RateCounter = async (counted, added) => {
    calls.push(added);
    counters.set(nameOf(counted), (counters.get(nameOf(counted)) ?? 0) + added);
    return counters.get(nameOf(counted)) ?? 0;
  };
  return { count, calls };
};

const call = (over: Partial<LimitedCall> = {}): LimitedCall => ({
  limitClass: 'write',
  subject: 'a',
  address: '192.0.2.1',
  now: new Date(START),
  ...over,
});

describe('one instance', () => {
  it('grants a limit to the last call, refuses the next until the window ends, and then grants again', async () => {
    const { count } = countersAt();
    const limiter = createRateLimiter(limitsOf(25, 1_000), count);
    for (let made = 1; made <= 25; made += 1) {
      const { quotas, rejection } = await limiter.take(call());
      expect([rejection, quotas[0]?.remaining]).toEqual([undefined, 25 - made]);
    }
    const { rejection, quotas } = await limiter.take(call({ now: new Date(START + 12_500) }));
    expect(rejection).toMatchObject({ code: 'rate_limited', retryAfterSeconds: 48 });
    expect(quotas[0]).toMatchObject({ by: 'subject', rejected: true, remaining: 0, resetSeconds: 48 });
    expect((await limiter.take(call({ now: new Date(START + 60_000) }))).rejection).toBeUndefined();
  });

  it('does not lock a caller out when its clock steps back, and at most to the end of a window', async () => {
    const { count } = countersAt();
    const limiter = createRateLimiter(limitsOf(3, 1_000), count);
    const flood = async (at: number): Promise<number> => {
      let granted = 0;
      for (let made = 0; made < 9; made += 1)
        if (!(await limiter.take(call({ now: new Date(at) }))).rejection) granted += 1;
      return granted;
    };
    expect(await flood(START)).toBe(3);
    expect(await flood(START - 86_400_000)).toBe(3);
    const { rejection } = await limiter.take(call());
    expect(rejection?.retryAfterSeconds).toBeLessThanOrEqual(WINDOW_SECONDS);
  });

  it('writes to no counter for calls that it refuses', async () => {
    const { count, calls } = countersAt();
    const limiter = createRateLimiter(limitsOf(3, 1_000), count);
    for (let made = 0; made < 3; made += 1) await limiter.take(call());
    await limiter.take(call());
    const written = calls.length;
    for (let made = 0; made < 500; made += 1) expect((await limiter.take(call())).rejection).toBeDefined();
    expect(calls.length).toBe(written);
  });

  it('takes nothing of an address for calls that the account is refused, and nothing of an account for those of an address', async () => {
    const { count } = countersAt();
    const limiter = createRateLimiter(limitsOf(3, 5), count);
    for (let made = 0; made < 50; made += 1) await limiter.take(call());
    expect((await limiter.take(call({ subject: 'b' }))).rejection).toBeUndefined();
    expect((await limiter.take(call({ subject: 'b' }))).rejection).toBeUndefined();
    const refused = await limiter.take(call({ subject: 'c' }));
    expect(refused.quotas.map(({ by, rejected: is }) => [by, is])).toEqual([
      ['subject', false],
      ['address', true],
    ]);
    for (let made = 0; made < 50; made += 1) await limiter.take(call({ subject: 'c' }));
    for (let made = 0; made < 3; made += 1)
      expect((await limiter.take(call({ subject: 'c', address: '192.0.2.9' }))).rejection).toBeUndefined();
  });

  it('pays eight writes for each of both limits for a hundred calls, and one for a single call', async () => {
    const { count, calls } = countersAt();
    const limiter = createRateLimiter(limitsOf(600, 6_000), count);
    await limiter.take(call());
    expect(calls).toEqual([2, 2]);
    for (let made = 1; made < 100; made += 1) await limiter.take(call());
    expect(calls.length).toBeLessThanOrEqual(16);
  });

  it('grants what it could not count where the class is served uncounted, and answers 503 where it is refused', async () => {
    const limiter = createRateLimiter(limitsOf(3, 5), async () => {
      throw unavailable();
    });
    for (let made = 0; made < 20; made += 1) {
      expect((await limiter.take(call())).rejection).toBeUndefined();
      expect((await limiter.take(call({ limitClass: 'signUp' as const }))).rejection?.code).toBe(
        'dependency_unavailable',
      );
    }
  });

  it('fails on a counter that it has no right to, whatever the class', async () => {
    const limiter = createRateLimiter(limitsOf(3, 5), async () => {
      throw new Error('AccessDeniedException');
    });
    await expect(limiter.take(call())).rejects.toThrow('AccessDeniedException');
  });

  it('remembers a bounded number of callers', async () => {
    const { count, calls } = countersAt();
    const limiter = createRateLimiter(limitsOf(600, 1_000_000), count);
    await limiter.take(call());
    for (let other = 0; other < 10_000; other += 1) await limiter.take(call({ subject: `other-${other}` }));
    calls.length = 0;
    await limiter.take(call());
    expect(calls).toContain(2);
  });
});
