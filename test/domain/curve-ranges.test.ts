import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CurveRange,
  isInRanges,
  joinRanges,
  positionsIn,
  subtractRanges,
  uniteRanges,
} from '#shared/domain/places/curve-ranges.ts';

const POSITIONS = Array.from({ length: 64 }, (_, position) => position);
const range = fc
  .tuple(fc.nat(63), fc.nat(63))
  .map(([one, other]): CurveRange => ({ from: Math.min(one, other), to: Math.max(one, other) }));
const some = fc.array(range, { maxLength: 8 });
const isIn = (ranges: readonly CurveRange[], position: number): boolean =>
  ranges.some(({ from, to }) => from <= position && position <= to);
const areSound = (ranges: readonly CurveRange[]): boolean =>
  ranges.every(({ from, to }, index) => from <= to && (index === 0 || (ranges[index - 1]?.to ?? 0) < from));

describe('ranges of the curve', () => {
  it('united hold what one of them holds', () => {
    fc.assert(
      fc.property(some, (ranges) => {
        const united = uniteRanges(ranges);
        expect(areSound(united)).toBe(true);
        expect(positionsIn(united)).toBe(POSITIONS.filter((position) => isIn(ranges, position)).length);
        for (const position of POSITIONS) expect(isInRanges(united, position)).toBe(isIn(ranges, position));
      }),
      { seed: 1 },
    );
  });

  it('less others hold what only they hold', () => {
    fc.assert(
      fc.property(some, some, (ranges, others) => {
        const [all, taken] = [uniteRanges(ranges), uniteRanges(others)];
        const rest = subtractRanges(all, taken);
        expect(areSound(rest)).toBe(true);
        for (const position of POSITIONS)
          expect(isIn(rest, position)).toBe(isIn(all, position) && !isIn(taken, position));
      }),
      { seed: 2 },
    );
  });

  it('joined are at most as many as asked for, hold all of them, and keep the widest gaps', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 8 }), fc.nat(4), (ranges, most, gap) => {
        const all = uniteRanges(ranges);
        const joined = joinRanges(all, gap, most);
        expect(areSound(joined)).toBe(true);
        expect(joined.length).toBeLessThanOrEqual(most);
        for (const position of POSITIONS) if (isIn(all, position)) expect(isIn(joined, position)).toBe(true);
        for (const [index, { from }] of joined.entries())
          if (index > 0) expect(from - (joined[index - 1]?.to ?? 0) - 1).toBeGreaterThan(gap);
      }),
      { seed: 3 },
    );
  });
});
