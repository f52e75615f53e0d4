import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { laterLines } from '#shared/data/stock/ledger-store.ts';
import { applyChange, type Change, decideChanges, needsLater } from '#shared/domain/stock/apply-change.ts';
import type { StockMovement } from '#shared/domain/stock/ledger.ts';
import { QUANTITY_MAX } from '#shared/domain/stock/quantity.ts';
import { emptyLevel, quantityOf, type StockLevel } from '#shared/domain/stock/stock-level.ts';
import { LOTS_MAX } from '#shared/platform/limits.ts';
import { at } from '#test/support/clock.ts';
import { type Entry, emptyShelf, goods, happen, type Reported } from '#test/support/stock-model.ts';

const NOW = '2026-11-23T09:00:00.000Z';

const change = (kind: Change['kind'], quantity: number, over: Partial<Change> = {}): Change => ({
  line: 0,
  product: 'prd_1',
  kind,
  quantity,
  lot: null,
  useBy: null,
  occurredAt: NOW,
  ...over,
});

/** Lets changes arrive one after another, each on its own, and looks back into the lines where that is needed. */
const arrive = (changes: readonly Change[], now = NOW) => {
  let level: StockLevel = emptyLevel('spt_1', 'prd_1', 'kg');
  const ledger: StockMovement[] = [];
  const refused: string[] = [];
  for (const one of changes) {
    const later = needsLater(level, one) ? laterLines(ledger, one.occurredAt) : [];
    const outcome = applyChange(level, one, now, later);
    if ('code' in outcome) refused.push(`${outcome.code} ${outcome.current}`);
    else if (outcome.exceeded) refused.push(`${outcome.exceeded} ${quantityOf(level)}`);
    else {
      level = outcome.level;
      ledger.push(...outcome.lines.map((line, index) => ({ id: `stc_${ledger.length + index}`, ...line })));
    }
  }
  return { level, ledger, refused };
};

const lotsOf = ({ level }: { level: StockLevel }) =>
  level.lots.filter(({ quantity }) => quantity > 0).map(({ lot, useBy, quantity }) => [lot, useBy, quantity]);

describe('goods leave', () => {
  const delivered = [
    change('receive', 4, { lot: 'late', useBy: '2026-12-01' }),
    change('receive', 3, { lot: 'b', useBy: '2026-11-23' }),
    change('receive', 2, { lot: 'a', useBy: '2026-11-23' }),
    change('receive', 1, { lot: 'past', useBy: '2026-11-22' }),
    change('receive', 5),
  ];

  it('by use-by day, then by name, those without either last; a sale leaves what is past', () => {
    expect(lotsOf(arrive([...delivered, change('sell', 6)]))).toEqual([
      ['past', '2026-11-22', 1],
      ['late', '2026-12-01', 3],
      [null, null, 5],
    ]);
  });

  it('to waste also past their day, and these first', () => {
    expect(lotsOf(arrive([...delivered, change('waste', 2)]))[0]).toEqual(['a', '2026-11-23', 1]);
  });

  it('only as far as they may be sold, and the refusal says how far', () => {
    expect(arrive([...delivered, change('sell', 15)]).refused).toEqual(['stock_insufficient 14']);
    expect(arrive([...delivered, change('sell', 4, { lot: 'b' })]).refused).toEqual(['stock_insufficient 3']);
    expect(arrive([...delivered, change('sell', 1, { lot: 'past' })]).refused).toEqual(['stock_insufficient 0']);
    expect(arrive([...delivered, change('waste', 1, { lot: 'past' })]).refused).toEqual([]);
    expect(arrive([...delivered, change('sell', 1, { lot: 'unknown' })]).refused).toEqual(['stock_insufficient 0']);
  });

  it('as they could on the day on which it happened', () => {
    const midnight = '2026-11-23T17:00:00.000Z';
    const [before, after] = ['2026-11-23T16:59:59.999Z', midnight].map((occurredAt) =>
      arrive(
        [change('receive', 3, { lot: 'b', useBy: '2026-11-23' }), change('sell', 1, { occurredAt })],
        '2026-11-23T18:00:00.000Z',
      ),
    );
    expect([before?.refused, after?.refused]).toEqual([[], ['stock_insufficient 0']]);
  });
});

describe('a count', () => {
  it('that finds less takes what ends first, one that finds more adds what belongs to no lot', () => {
    const lots = [
      change('receive', 4, { lot: 'a', useBy: '2026-12-01' }),
      change('receive', 4, { lot: 'b', useBy: '2026-12-02' }),
    ];
    expect(lotsOf(arrive([...lots, change('count', 5)]))).toEqual([
      ['a', '2026-12-01', 1],
      ['b', '2026-12-02', 4],
    ]);
    expect(lotsOf(arrive([...lots, change('count', 9)]))).toEqual([
      ['a', '2026-12-01', 4],
      ['b', '2026-12-02', 4],
      [null, null, 1],
    ]);
  });

  it('of a lot sets that lot only, and covers what named it', () => {
    const { level, ledger } = arrive([
      change('receive', 4, { lot: 'a', occurredAt: at('08:00') }),
      change('receive', 4, { lot: 'b', occurredAt: at('08:00') }),
      change('count', 1, { lot: 'a', occurredAt: at('08:30') }),
      change('sell', 1, { lot: 'a', occurredAt: at('08:20') }),
      change('sell', 1, { lot: 'b', occurredAt: at('08:20') }),
    ]);
    expect(ledger.map(({ applied }) => applied)).toEqual([true, true, true, false, true]);
    expect([quantityOf(level), level.countedAt]).toEqual([4, null]);
  });

  it('lets what happened after it happen again, in the order in which it happened, never below nothing', () => {
    const { level, ledger } = arrive([
      change('receive', 9, { occurredAt: at('07:00') }),
      change('receive', 10, { occurredAt: at('08:20') }),
      change('sell', 5, { occurredAt: at('08:10') }),
      change('count', 2, { occurredAt: at('08:00') }),
    ]);
    expect(quantityOf(level)).toBe(10);
    expect(
      ledger
        .slice(-2)
        .map(({ kind, quantity, missing, before, after }) => ({ kind, quantity, missing, before, after })),
    ).toEqual([
      { kind: 'count', quantity: 2, missing: 3, before: 14, after: 10 },
      { kind: 'discrepancy', quantity: 3, missing: undefined, before: 10, after: 10 },
    ]);
  });

  it('covers what came at the same instant before it, and not what comes after it', () => {
    const before = arrive([change('receive', 9), change('sell', 4), change('count', 5)]);
    const after = arrive([change('receive', 9), change('count', 5), change('sell', 4)]);
    expect([quantityOf(before.level), quantityOf(after.level)]).toEqual([5, 1]);
  });

  it('that is older than the last one changes nothing', () => {
    const { level, ledger } = arrive([change('count', 5), change('count', 8, { occurredAt: at('08:00') })]);
    expect([quantityOf(level), level.countedAt, ledger.at(-1)?.applied, level.lines]).toEqual([5, NOW, false, 2]);
  });
});

describe('the lots of a product', () => {
  it('are known by their own count as long as something older can still arrive, and forgotten then', () => {
    const counted = [change('receive', 4, { lot: 'a' }), change('count', 0, { lot: 'a' })];
    const known = (instant: string): (string | null)[] => {
      const { level } = arrive(counted);
      const outcome = applyChange(level, change('receive', 1, { occurredAt: instant }), instant, []);
      return 'code' in outcome ? [outcome.code] : outcome.level.lots.map(({ lot }) => lot);
    };
    expect(known('2026-11-24T09:00:00.000Z')).toEqual(['a', null]);
    expect(known('2026-11-24T09:00:00.001Z')).toEqual([null]);
  });

  const full = Array.from({ length: LOTS_MAX }, (_, index) => change('receive', 1, { lot: `L${index}` }));

  it('are so many and no more; one that is emptied makes room', () => {
    expect(arrive([...full, change('receive', 1, { lot: 'one more' })]).refused).toEqual([`lots_too_many ${LOTS_MAX}`]);
    expect(arrive([...full, change('receive', 1, { lot: 'L3' })]).refused).toEqual([]);
    expect(
      arrive([...full, change('sell', 1, { lot: 'L3' }), change('receive', 1, { lot: 'one more' })]).refused,
    ).toEqual([]);
  });

  it('stay as they are where a caller who may not read the level delivers one too many: that is recorded only', () => {
    const { level } = arrive(full);
    const delivered = [change('receive', 2, { lot: 'one more' }), change('receive', 3, { lot: 'L3', line: 1 })];
    const decision = decideChanges(level, delivered, NOW, () => [], { mayReadLevel: false });
    expect(decision.refused).toEqual([]);
    expect(
      decision.lines.map(({ line, applied, before, after, lots }) => [line, applied, before, after, lots]),
    ).toEqual([
      [0, false, LOTS_MAX, LOTS_MAX, []],
      [1, true, LOTS_MAX, LOTS_MAX + 3, [{ lot: 'L3', useBy: null, quantity: 3 }]],
    ]);
    expect(decision.level.lines).toBe(LOTS_MAX + 2);
  });

  it('are never so many that goods could not leave or be counted', () => {
    expect(arrive([...full, change('sell', 2), change('count', 0)]).refused).toEqual([]);
  });
});

it('a quantity that a level cannot hold is recorded only where the caller may not read the level', () => {
  const { level } = arrive([change('receive', QUANTITY_MAX)]);
  const decide = (mayReadLevel: boolean) =>
    decideChanges(level, [change('receive', 1)], NOW, () => [], { mayReadLevel });
  expect(decide(true).refused).toMatchObject([{ error: { code: 'stock_too_large', current: QUANTITY_MAX } }]);
  expect(decide(false)).toMatchObject({ refused: [], lines: [{ applied: false, after: QUANTITY_MAX, lots: [] }] });
});

describe('lines of one request', () => {
  const level = arrive([change('receive', 5)]).level;
  const decide = (changes: Change[]) =>
    decideChanges(
      level,
      changes.map((one, line) => ({ ...one, line })),
      NOW,
      () => [],
      { mayReadLevel: true },
    );

  it('count first, then arrive, then leave, whatever their order', () => {
    const { lines, refused } = decide([
      change('sell', 4),
      change('receive', 2),
      change('count', 2),
      change('waste', 1),
    ]);
    expect(refused.map(({ change: { line } }) => line)).toEqual([3]);
    expect(lines.map(({ line, before, after }) => [line, before, after])).toEqual([
      [2, 5, 2],
      [1, 2, 4],
      [0, 4, 0],
    ]);
  });

  it('compare what they expect with what was there when the request arrived', () => {
    const { refused } = decide([
      change('receive', 1),
      change('sell', 1, { expected: 5 }),
      change('sell', 1, { expected: 6 }),
      change('sell', 1, { expected: null }),
      change('count', 3, { lot: 'new', expected: 0 }),
    ]);
    expect(refused.map(({ change: { line }, error: rejection }) => [line, rejection])).toEqual([
      [2, { code: 'stock_stale', current: 5 }],
    ]);
  });
});

describe('whatever arrives in whatever order', () => {
  const PILES = [
    { lot: null, useBy: null },
    { lot: null, useBy: null },
    { lot: 'A', useBy: '2026-11-22' },
    { lot: 'A', useBy: null },
    { lot: 'B', useBy: '2026-11-23' },
    { lot: null, useBy: '2026-11-23' },
    { lot: 'C', useBy: null },
  ];
  const seen: fc.Arbitrary<Reported> = fc
    .record({
      kind: fc.constantFrom<Reported['kind']>(
        'count',
        'receive',
        'sell',
        'return',
        'waste',
        'transfer-out',
        'transfer-in',
      ),
      quantity: fc.nat({ max: 9 }),
      pile: fc.constantFrom(...PILES),
      minutes: fc.nat({ max: 12 }),
    })
    .map(({ kind, quantity, pile, minutes }) => ({
      kind,
      quantity: kind === 'count' ? quantity : quantity + 1,
      ...pile,
      // Around a Vietnamese midnight.
      occurredAt: new Date(Date.parse('2026-11-22T16:54:00.000Z') + minutes * 60_000).toISOString(),
    }));
  const entryOf = ({ kind, quantity, before, after, applied, missing = 0, lots }: StockMovement) => ({
    kind,
    quantity,
    before,
    after,
    applied,
    missing,
    moved: lots,
  });
  const plain = ({ kind, quantity, before, after, applied, missing, moved }: Entry) => ({
    kind,
    quantity,
    before,
    after,
    applied,
    missing,
    moved,
  });

  it('does what a plain model of the rules does, and never falls below nothing', () => {
    fc.assert(
      fc.property(fc.array(seen, { maxLength: 25 }), (lines) => {
        const shelf = emptyShelf();
        const entries = lines.flatMap((one) => happen(shelf, one) ?? []);
        const { level, ledger } = arrive(
          lines.map(({ expected: _, brings: __, ...one }) => change(one.kind, one.quantity, one)),
          '2026-11-22T17:10:00.000Z',
        );
        // One comparison, not five: making an expectation costs more here than what is compared.
        expect({
          entries: ledger.map(entryOf),
          sequences: ledger.map(({ sequence }) => sequence),
          lots: lotsOf({ level }),
          counted: [level.countedAt, level.lines],
          belowNothing: ledger.filter(({ before, after }) => before < 0 || after < 0),
        }).toEqual({
          entries: entries.map(plain),
          sequences: ledger.map((_, index) => index + 1),
          lots: goods(shelf).map(({ lot, useBy, quantity }) => [lot, useBy, quantity]),
          counted: [shelf.countedAt, shelf.entries.length],
          belowNothing: [],
        });
      }),
      { seed: 20_261_123, numRuns: 3_000 },
    );
  });
});
