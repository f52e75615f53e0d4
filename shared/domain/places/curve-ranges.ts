// Ranges of positions on the Hilbert curve (geo.ts), always sorted and disjoint.

/** A range of positions, both ends included. */
export type CurveRange = { from: number; to: number };

/** Whether a position lies in one of the ranges. */
export const isInRanges = (ranges: readonly CurveRange[], position: number): boolean =>
  ranges.some(({ from, to }) => from <= position && position <= to);

/** The number of positions in the ranges. */
export const positionsIn = (ranges: readonly CurveRange[]): number =>
  ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);

/** The union of ranges that may overlap and come in any order. */
export const uniteRanges = (ranges: readonly CurveRange[]): CurveRange[] => {
  const united: CurveRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = united.at(-1);
    if (last && range.from <= last.to + 1) last.to = Math.max(last.to, range.to);
    else united.push({ ...range });
  }
  return united;
};

/** The parts of `ranges` outside of the ranges `taken`. */
export const subtractRanges = (ranges: readonly CurveRange[], taken: readonly CurveRange[]): CurveRange[] =>
  ranges.flatMap((range) => {
    const rest: CurveRange[] = [];
    let from = range.from;
    for (const other of taken) {
      if (other.to < from || other.from > range.to) continue;
      if (other.from > from) rest.push({ from, to: other.from - 1 });
      from = other.to + 1;
    }
    return from <= range.to ? [...rest, { from, to: range.to }] : rest;
  });

/** Joins ranges over gaps of at most `gap` positions, and over wider gaps if there would be more than `most` ranges. */
export const joinRanges = (ranges: readonly CurveRange[], gap: number, most: number): CurveRange[] => {
  const gaps = ranges.slice(1).map(({ from }, index) => from - (ranges[index]?.to ?? from) - 1);
  const joinable = Math.max(gap, gaps.sort((a, b) => b - a)[most - 1] ?? 0);
  const joined: CurveRange[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last && range.from - last.to - 1 <= joinable) last.to = range.to;
    else joined.push({ ...range });
  }
  return joined;
};
