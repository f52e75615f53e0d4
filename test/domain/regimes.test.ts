import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DISQUALIFIERS,
  type DossierKind,
  EXTENSION_MAX_DAYS,
  type IssuerLevel,
  mayRecognise,
  RE_EVALUATION,
  REGIME_IDS,
  REGIMES,
  type RecognisedStars,
  type RegimeId,
  regime,
  regimeFor,
  regimeInForce,
  regimesInForce,
  SCORING_STOPS,
  starRange,
  VALIDITY_MONTHS,
} from '#shared/domain/recognition/regimes.ts';

const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

describe('regimes', () => {
  test.each([
    ['2019-08-20', []],
    ['2019-08-21', ['1048']],
    ['2023-02-23', ['1048']],
    ['2023-02-24', ['148']],
    ['2025-07-05', ['148']],
    ['2025-07-06', ['148-1489']],
    ['2026-05-21', ['148-1489']],
    ['2026-05-22', ['148-1489', '26-2026']],
    ['2026-07-21', ['148-1489', '26-2026']],
    ['2026-07-22', ['26-2026']],
    ['2030-01-01', ['26-2026']],
  ])('in force on %s: %j', (day, ids) => {
    expect(regimesInForce(day).map(({ id }) => id)).toEqual(ids);
    for (const id of REGIME_IDS) expect(regimeInForce(id, day)).toBe(ids.includes(id));
  });

  test('leave no day without rules', () => {
    for (const [index, { inForceTo }] of REGIMES.entries()) {
      const next = REGIMES[index + 1];
      if (inForceTo !== null && next) expect(next.inForceFrom <= dayAfter(inForceTo)).toBe(true);
    }
  });

  test('share 100 points among their parts', () => {
    for (const {
      partMaxima: { a, b, c },
    } of REGIMES)
      expect(a + b + c).toBe(100);
    expect(regime('1048').partMaxima).toEqual({ a: 35, b: 25, c: 40 });
    expect(regime('26-2026').partMaxima).toEqual({ a: 40, b: 25, c: 35 });
  });

  test('note that the day on which the old rules lapse can be counted differently', () => {
    expect(regime('148-1489').notes.join(' ')).toContain('20/7/2026');
  });

  test('give certificates 36 months and extensions at most 180 days', () => {
    expect(VALIDITY_MONTHS).toBe(36);
    expect(EXTENSION_MAX_DAYS).toBe(180);
    expect(RE_EVALUATION).toEqual({ earliestDaysBefore: 180, latestDaysBefore: 120, decidedWithinDays: 45 });
  });
});

describe('the regime of a dossier', () => {
  test.each<[string, DossierKind, string | undefined, RegimeId | undefined]>([
    ['2019-08-20', 'first', undefined, undefined],
    ['2022-01-01', 'first', undefined, '1048'],
    ['2023-02-24', 'upgrade', undefined, '148'],
    ['2025-07-06', 're-evaluation', undefined, '148-1489'],
    ['2026-05-21', 'first', undefined, '148-1489'],
    ['2026-05-21', 'first', '2026-07-21', '148-1489'],
    ['2026-05-21', 'first', '2026-07-22', '26-2026'],
    ['2026-05-21', 'upgrade', '2026-07-21', '148-1489'],
    ['2026-05-21', 'upgrade', '2026-07-22', '26-2026'],
    ['2026-05-21', 're-evaluation', '2026-06-21', '148-1489'],
    ['2026-05-21', 're-evaluation', '2026-06-22', '26-2026'],
    ['2026-05-22', 'first', undefined, '26-2026'],
    ['2026-05-22', 're-evaluation', '2026-05-23', '26-2026'],
  ])('filed on %s for %s, evaluated on %s, is %s', (filedOn, kind, evaluatedOn, id) => {
    expect(regimeFor({ filedOn, kind, ...(evaluatedOn && { evaluatedOn }) })).toBe(id);
  });
});

describe('star bands', () => {
  test.each([
    [100, 5],
    [90, 5],
    [89.99, 4],
    [89.999999, 4],
    [70, 4],
    [69.99, 3],
    [50, 3],
    [49.99, 2],
    [30, 2],
    [29.99, 1],
    [0, 1],
  ])('%d points are %i stars', (total, stars) => {
    expect(starRange(total)).toBe(stars);
  });

  test('never fall as points rise, and never begin below their floor', () => {
    const points = fc.double({ min: 0, max: 100, noNaN: true });
    fc.assert(
      fc.property(points, points, (a, b) => {
        expect(starRange(Math.min(a, b))).toBeLessThanOrEqual(starRange(Math.max(a, b)));
        expect(a).toBeGreaterThanOrEqual([0, 0, 30, 50, 70, 90][starRange(a)] ?? 100);
      }),
    );
  });

  test.each([-0.01, 100.01, Number.NaN, Number.POSITIVE_INFINITY])('refuse %d', (total) => {
    expect(() => starRange(total)).toThrow(RangeError);
  });
});

describe('recognition', () => {
  const LEVELS: IssuerLevel[] = ['district', 'province', 'ministry'];
  test.each<[RegimeId, RecognisedStars, IssuerLevel]>([
    ['1048', 3, 'province'],
    ['1048', 4, 'province'],
    ['1048', 5, 'ministry'],
    ['148', 3, 'district'],
    ['148', 4, 'province'],
    ['148', 5, 'ministry'],
    ['148-1489', 3, 'province'],
    ['148-1489', 4, 'province'],
    ['148-1489', 5, 'ministry'],
    ['26-2026', 3, 'province'],
    ['26-2026', 4, 'province'],
    ['26-2026', 5, 'ministry'],
  ])('under %s of %i stars is for the %s alone', (id, stars, recogniser) => {
    for (const level of LEVELS) expect(mayRecognise({ regime: id, stars, level })).toBe(level === recogniser);
  });
});

describe('disqualifiers', () => {
  test.each([
    [1, 2],
    [7, 4],
    [15, 4],
    [17, 3],
    [18, 3],
    [21, 2],
    [23, 1],
    [26, 0],
  ])('of set %i are %i', (set, count) => {
    expect(DISQUALIFIERS.filter(({ criteriaSets }) => criteriaSets.includes(set))).toHaveLength(count);
  });

  test('stop scoring where the sheets say so', () => {
    const stops = (set: number) => SCORING_STOPS.filter(({ criteriaSets }) => criteriaSets.includes(set)).length;
    expect([1, 13, 14, 15, 16, 17, 18, 19, 20, 26].map(stops)).toEqual([1, 1, 0, 1, 1, 1, 0, 1, 1, 0]);
  });
});
