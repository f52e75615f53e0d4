import { describe, expect, it } from 'vitest';
import { grantedBy, leaseSize, secondsLeft, windowAt } from '#shared/domain/access/rate-limit.ts';
import { RATE_LIMITS } from '#shared/platform/limits.ts';

const at = (text: string): Date => new Date(text);

describe('a window of calls', () => {
  it('is the same for every instant in it, and another from its end on', () => {
    const { start, end } = windowAt(at('2026-11-28T03:00:00Z'), 600);
    expect([start, end - start]).toEqual([Date.parse('2026-11-28T03:00:00Z') / 1_000, 600]);
    expect(windowAt(at('2026-11-28T03:09:59.999Z'), 600)).toEqual({ start, end });
    expect(windowAt(at('2026-11-28T03:10:00Z'), 600)).toEqual({ start: end, end: end + 600 });
  });

  it('has from one second to its whole length left', () => {
    const window = windowAt(at('2026-11-28T03:00:00Z'), 600);
    expect(secondsLeft(at('2026-11-28T03:00:00Z'), window)).toBe(600);
    expect(secondsLeft(at('2026-11-28T03:09:59.001Z'), window)).toBe(1);
    expect(secondsLeft(at('2026-11-28T03:09:59.999Z'), window)).toBe(1);
  });
});

describe('a lease of calls', () => {
  const sizes = (limit: number, leases: number): number[] => {
    const found: number[] = [];
    for (let leased = 0; found.length < leases; leased += found.at(-1) ?? 0) found.push(leaseSize(limit, leased));
    return found;
  };

  it('doubles up to a tenth of the limit', () => {
    expect(sizes(600, 8)).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
    expect(sizes(10, 3)).toEqual([1, 1, 1]);
    expect(sizes(1, 2)).toEqual([1, 1]);
  });

  it('is granted as far as the counter has not passed the limit', () => {
    expect(grantedBy(10, 4, 4)).toBe(4);
    expect(grantedBy(10, 12, 4)).toBe(2);
    expect(grantedBy(10, 14, 4)).toBe(0);
    expect(grantedBy(0, 2, 2)).toBe(0);
  });
});

describe('the limits of callers', () => {
  it('stop one account that registers 230 producers a second after ten in an hour', () => {
    expect(RATE_LIMITS.signUp).toMatchObject({ windowSeconds: 3_600, perSubject: 10, perAddress: 60 });
  });

  it('take the reports of a gate through which 5,000 people come in an hour under one account, one scan a call', () => {
    const { perSubject, windowSeconds } = RATE_LIMITS.report;
    expect(perSubject).toBeGreaterThan((5_000 / 3_600) * windowSeconds);
  });

  it('take what a phone sold in a day without a network, one sale every five seconds, in batches of a hundred lines', () => {
    expect(RATE_LIMITS.report.perSubject).toBeGreaterThan((24 * 3_600) / 5 / 100);
  });

  it('give an address no less than five times what they give an account', () => {
    for (const { perSubject, perAddress } of Object.values(RATE_LIMITS))
      expect(perAddress).toBeGreaterThanOrEqual(5 * perSubject);
  });
});
