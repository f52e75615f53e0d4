import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CheckIn, isInside, withScan } from '#shared/domain/registrations/attendance.ts';
import type { Scan } from '#shared/domain/registrations/registration-input.ts';
import { EVENT_MAX } from '#shared/platform/limits.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 11, 11, 1, minute)).toISOString();
const scan = (minute: number, direction: Scan['direction'], gate?: string): Scan => ({
  pass: 'p',
  scannedAt: at(minute),
  direction,
  ...(gate === undefined ? {} : { gate }),
});
const clocked = (one: Scan) => ({ scan: one, sent: one });
const counted: CheckIn = {
  registration: 'reg_1',
  day: '2026-12-11',
  scannedAt: at(0),
  gate: null,
  by: 'officer',
  syncedAt: at(0),
};
const visitAfter = (scans: Scan[]): CheckIn =>
  scans.reduce((visit, one) => {
    const next = withScan(visit, clocked(one), 'officer');
    return typeof next === 'string' ? visit : next;
  }, counted);

describe('a visit', () => {
  it('of before passes could leave is read as inside', () => {
    expect(isInside(CheckIn.parse(counted))).toBe(true);
  });

  it('has the same moves whatever the order in which gates send their scans, sent until none is refused', () => {
    const moves = fc.integer({ min: 1, max: EVENT_MAX.moves }).chain((length) =>
      fc.shuffledSubarray(
        Array.from({ length }, (_, index) => scan(index + 1, index % 2 === 0 ? 'out' : 'in', `Cổng ${index % 3}`)),
        { minLength: length },
      ),
    );
    fc.assert(
      fc.property(moves, (scans) => {
        const visit = visitAfter([...scans, ...scans]);
        const inOrder = scans.toSorted((a, b) => (a.scannedAt < b.scannedAt ? -1 : 1));
        expect(visit).toEqual(visitAfter(inOrder));
        expect(visit.moves).toHaveLength(scans.length);
        expect(isInside(visit)).toBe(scans.length % 2 === 0);
        for (const one of scans) expect(withScan(visit, clocked(one), 'another')).toBe(visit);
      }),
    );
  });

  it('never takes two check-ins without a check-out between', () => {
    const any = fc.array(
      fc.record({
        minute: fc.nat(30),
        direction: fc.constantFrom('in' as const, 'out' as const),
        gate: fc.constantFrom('A', 'B'),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(any, (scans) => {
        const { moves = [] } = visitAfter(scans.map(({ minute, direction, gate }) => scan(minute, direction, gate)));
        const directions = ['in', ...moves.map(({ direction }) => direction)].join(' ');
        expect(directions).not.toContain('in in');
        expect(moves.length).toBeLessThanOrEqual(EVENT_MAX.moves);
      }),
    );
  });

  it.each([
    ['a check-out before it', scan(-1, 'out'), 'pass_not_inside'],
    ['another check-in', scan(1, 'in'), 'pass_replayed'],
    ['an earlier check-in', scan(-1, 'in'), 'pass_replayed'],
    ['the same instant at another gate', scan(0, 'in', 'Cổng 2'), 'pass_replayed'],
  ])('refuses %s', (_, one, code) => {
    expect(withScan(counted, clocked(one), 'officer')).toBe(code);
  });

  it('refuses more moves than a day can have', () => {
    const full = visitAfter(
      Array.from({ length: EVENT_MAX.moves }, (_, index) => scan(index + 1, index % 2 === 0 ? 'out' : 'in')),
    );
    expect(withScan(full, clocked(scan(59, 'out')), 'officer')).toBe('too_many_moves');
  });
});
