import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Change, decideChanges } from '#shared/domain/stock/apply-change.ts';
import type { LedgerEntry, StockMovement } from '#shared/domain/stock/ledger.ts';
import { QUANTITY_MAX } from '#shared/domain/stock/quantity.ts';
import {
  contentHashDifferences,
  otherSideOf,
  partsOf,
  type Recorded,
  replayDifferences,
  transferDifferences,
} from '#shared/domain/stock/replay.ts';
import { emptyLevel, type StockLevel } from '#shared/domain/stock/stock-level.ts';
import { LOTS_MAX } from '#shared/platform/limits.ts';

const START = Date.parse('2026-11-23T09:00:00.000Z');
const minute = (minutes: number): string => new Date(START + minutes * 60_000).toISOString();

type Reported = { kind: Change['kind']; quantity: number; lot: string | null; useBy: string | null; late: number };

const change = (line: number, now: number, { late, ...told }: Reported): Change => ({
  line,
  product: 'prd',
  occurredAt: minute(now - late),
  ...told,
  ...(told.kind === 'transfer-in' ? { parts: [{ lot: told.lot, useBy: told.useBy, quantity: told.quantity }] } : {}),
});

/** What a level and its ledger come to when batches are reported one after the other, a minute apart. */
const history = (
  batches: readonly (readonly Reported[])[],
  { mayReadLevel = true, underEarlierRules = 0 }: { mayReadLevel?: boolean; underEarlierRules?: number } = {},
): { level: StockLevel; recorded: Recorded[] } => {
  let level = emptyLevel('spt', 'prd', 'kg');
  const recorded: Recorded[] = [];
  for (const [index, batch] of batches.entries()) {
    const at = minute(index + 1);
    if (index < underEarlierRules) level = { ...level, lotRulesFrom: Infinity };
    else if (index === underEarlierRules && index > 0) {
      const { lotRulesFrom: _, ...stored } = level;
      level = stored;
    }
    const changes = batch.map((reported, line) => change(line, index + 1, reported));
    const later = (instant: string) =>
      recorded
        .map(({ line }) => line)
        .filter(({ applied, occurredAt }) => applied && occurredAt > instant)
        .sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : a.sequence - b.sequence));
    const decision = decideChanges(level, changes, at, later, { mayReadLevel });
    level = decision.level;
    for (const line of decision.lines) {
      const parts = changes.find((one) => one.line === line.line)?.parts;
      recorded.push({ line: { id: `stc_${line.sequence}`, ...line }, at, parts });
    }
  }
  return { level, recorded };
};

const reported: fc.Arbitrary<Reported> = fc.record({
  kind: fc.constantFrom<Change['kind']>('count', 'receive', 'sell', 'return', 'waste', 'transfer-out', 'transfer-in'),
  quantity: fc.integer({ min: 0, max: 9 }).map((units) => units * 1_000),
  lot: fc.constantFrom(null, 'A', 'a', 'B'),
  useBy: fc.constantFrom(null, null, '2026-11-22', '2026-12-24'),
  late: fc.constantFrom(0, 0, 1, 3, 7, 20),
});
const batches = fc.array(fc.array(reported, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 });

const plain: Reported = { kind: 'receive', quantity: 5_000, lot: null, useBy: null, late: 0 };
const seen = (level: StockLevel, recorded: readonly Recorded[]): string[] =>
  replayDifferences(level, recorded).map(({ what, expected, found }) => `${what}: ${expected} / ${found}`);

describe('the replay of a ledger', () => {
  it('gives the level also where its first lines were recorded under the earlier rules of lots', () => {
    fc.assert(
      fc.property(batches, fc.nat({ max: 12 }), (all, underEarlierRules) => {
        const { level, recorded } = history(all, { underEarlierRules });
        const { lotRulesFrom, ...stored } = level;
        expect(seen(lotRulesFrom === Infinity ? stored : level, recorded)).toEqual([]);
      }),
      { seed: 30, numRuns: 400 },
    );
  });

  it('of earlier lines keeps what came back without a day, and joins spellings of a lot with the first line of today', () => {
    const receive = { kind: 'receive', quantity: 2_000, useBy: '2026-12-24', late: 0 } as const;
    const earlier = [[{ ...receive, lot: 'A' }], [{ ...receive, lot: 'a' }], [{ ...plain, kind: 'return' }]] as const;
    const before = history(earlier, { underEarlierRules: 3 });
    expect(before.level.lots.map(({ lot, quantity }) => [lot, quantity])).toEqual([
      ['A', 2_000],
      ['a', 2_000],
      [null, 5_000],
    ]);
    const { level, recorded } = history([...earlier, [{ ...receive, kind: 'sell', lot: 'a' }]], {
      underEarlierRules: 3,
    });
    expect(level.lots.map(({ lot, quantity }) => [lot, quantity])).toEqual([
      ['A', 2_000],
      [null, 5_000],
    ]);
    expect(level.lotRulesFrom).toBe(4);
    expect(seen(level, recorded)).toEqual([]);
  });

  it('gives the level, in whatever order the lines are read', () => {
    fc.assert(
      fc.property(batches, fc.infiniteStream(fc.nat()), (all, keys) => {
        const { level, recorded } = history(all);
        const shuffled = recorded.map((one) => [keys.next().value ?? 0, one] as const).sort(([a], [b]) => a - b);
        expect(
          replayDifferences(
            level,
            shuffled.map(([, one]) => one),
          ),
        ).toEqual([]);
      }),
      { seed: 3, numRuns: 400 },
    );
  });

  it('names whatever a line or the level is told otherwise', () => {
    const bends: ((line: StockMovement) => Partial<StockMovement>)[] = [
      ({ before }) => ({ before: before + 1_000 }),
      ({ after }) => ({ after: after + 1_000 }),
      ({ applied }) => ({ applied: !applied }),
      ({ missing }) => ({ missing: (missing ?? 0) + 1_000 }),
      ({ lots }) => ({ lots: [...lots, { lot: 'Z', useBy: null, quantity: 1_000 }] }),
      ({ sequence }) => ({ sequence: sequence + 1 }),
      () => ({ unit: 'hũ' }),
    ];
    fc.assert(
      fc.property(batches, fc.nat(), fc.constantFrom(...bends), (all, place, bend) => {
        const { level, recorded } = history(all);
        fc.pre(recorded.length > 0);
        const at = place % recorded.length;
        const bent = recorded.map((one, index) =>
          index === at ? { ...one, line: { ...one.line, ...bend(one.line) } } : one,
        );
        expect(replayDifferences(level, bent)).not.toEqual([]);
        expect(replayDifferences(level, recorded.toSpliced(at, 1))).not.toEqual([]);
        expect(replayDifferences({ ...level, lines: level.lines + 1 }, recorded)).not.toEqual([]);
        expect(replayDifferences({ ...level, changedAt: minute(-999) }, recorded)).not.toEqual([]);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('gives the level also where a delivery exceeded a limit of it and was recorded only', () => {
    const lots = Array.from({ length: LOTS_MAX + 1 }, (_, index): Reported => ({ ...plain, lot: `L${index}` }));
    const { level, recorded } = history([lots, [{ ...plain, quantity: QUANTITY_MAX }]], { mayReadLevel: false });
    expect(recorded.filter(({ line }) => !line.applied)).toHaveLength(2);
    expect(replayDifferences(level, recorded)).toEqual([]);
  });

  it('asks a content hash of every line from the one on that the level names, and of those behind a line that has one', () => {
    const { level } = history([]);
    const asked = (hashedFrom: number | undefined, hashed: readonly boolean[]): string[] =>
      contentHashDifferences(
        { ...level, hashedFrom },
        hashed.map((isHashed, index) => ({ sequence: index + 1, isHashed })),
      ).map(({ what }) => what.replace(/^ledger line (\d+): content hash$/, '$1'));
    expect(asked(1, [true, true, true])).toEqual([]);
    expect(asked(undefined, [false, false])).toEqual([]);
    expect(asked(3, [false, false, true])).toEqual([]);
    expect(asked(1, [false, true, false])).toEqual(['1', '3']);
    expect(asked(3, [false, true, false])).toEqual(['3']);
    expect(asked(undefined, [false, true, false])).toEqual(['first line with a content hash', '3']);
    expect(
      asked(
        1,
        Array.from({ length: 7 }, () => false),
      ),
    ).toEqual(['1', '2', '3', '4', '5', 'further ledger lines']);
  });

  it('says what follows and what is stored, in units', () => {
    const { level, recorded } = history([[plain], [{ ...plain, kind: 'sell', quantity: 1_500, lot: null }]]);
    expect(seen({ ...level, lots: [] }, recorded)).toEqual(['quantity: 3.5 / 0', 'lots: [3.5] / []']);
    expect(seen(level, recorded.slice(0, 1))).toEqual(['ledger line 2: once / none']);
    expect(seen(level, recorded.slice(1))).toEqual(['ledger line 1: once / none']);
    expect(seen(level, [...recorded, ...recorded.slice(0, 1)])).toEqual(['ledger line 1: once / another']);
  });

  it('names a discrepancy that nothing explains, and one that is not there', () => {
    const { level, recorded } = history([
      [{ ...plain, quantity: 9_000 }],
      [{ ...plain, kind: 'sell', quantity: 5_000 }],
      [{ ...plain, kind: 'count', quantity: 2_000, late: 2 }],
    ]);
    expect(recorded.map(({ line }) => line.kind)).toEqual(['receive', 'sell', 'count', 'discrepancy']);
    expect(seen({ ...level, lines: 3 }, recorded.slice(0, 3))).toEqual(['last ledger line: discrepancy / none']);
    const odd = recorded.map(({ line, at }) => ({
      at,
      line: line.kind === 'count' ? { ...line, quantity: 9_000 } : line,
    }));
    expect(seen(level, odd)).toContain('ledger line 4: kind: no discrepancy / discrepancy');
  });

  it('names a sale that the rules refuse', () => {
    const { level, recorded } = history([[plain]]);
    const [first] = recorded;
    if (!first) throw new Error('there is one line');
    const sale: StockMovement = {
      ...first.line,
      kind: 'sell',
      quantity: 6_000,
      sequence: 2,
      before: 5_000,
      after: -1_000,
    };
    expect(seen({ ...level, lines: 2 }, [first, { ...first, line: sale }])).toContain(
      'ledger line 2: sell: refused, stock_insufficient / recorded',
    );
  });

  it('names five wrong lines and counts the rest', () => {
    const { level, recorded } = history(Array.from({ length: 12 }, () => [plain]));
    const bent = recorded.map(({ line, at }) => ({ at, line: { ...line, before: line.before + 1 } }));
    expect(seen(level, bent)).toHaveLength(6);
    expect(seen(level, bent).at(-1)).toBe('further ledger lines: as the rules give / 7 that differ');
  });
});

describe('the two sides of a transfer', () => {
  const line: StockMovement = {
    ...{
      id: 'stc_1',
      line: 0,
      sequence: 2,
      previousAt: null,
      product: 'prd',
      unit: 'kg',
      kind: 'transfer-out',
      quantity: 3_000,
    },
    ...{
      lot: null,
      useBy: null,
      occurredAt: minute(0),
      counterpart: 'spt_b',
      reason: 'vì',
      before: 5_000,
      after: 2_000,
    },
    ...{ applied: true, lots: [{ lot: 'A', useBy: null, quantity: -3_000 }] },
  };
  const entry = (salesPoint: string, one: StockMovement): LedgerEntry => ({
    ...{ salesPoint, at: minute(1), by: 'keeper', requestId: 'r', fingerprint: 'f', lines: [one] },
  });
  const came: StockMovement = {
    ...line,
    id: 'stc_2',
    sequence: 1,
    kind: 'transfer-in',
    counterpart: 'spt_a',
    lots: partsOf(line),
  };
  const left = { entry: entry('spt_a', line), line };

  it('find each other, and are alike', () => {
    expect(otherSideOf(left, entry('spt_b', came))).toEqual(came);
    expect(otherSideOf({ entry: entry('spt_b', came), line: came }, left.entry)).toEqual(line);
    expect(transferDifferences(left, { entry: entry('spt_b', came), line: came })).toEqual([]);
  });

  it('are missed where the entry or its line is another', () => {
    expect(otherSideOf(left, undefined)).toBeUndefined();
    expect(otherSideOf(left, entry('spt_b', { ...came, line: 1 }))).toBeUndefined();
    expect(otherSideOf(left, entry('spt_b', { ...came, counterpart: 'spt_c' }))).toBeUndefined();
  });

  it.each<[string, Partial<StockMovement>]>([
    ['quantity', { quantity: 2_000 }],
    ['lot', { lot: 'B' }],
    ['time of happening', { occurredAt: minute(-1) }],
    ['lots', { lots: [{ lot: 'B', useBy: null, quantity: 3_000 }] }],
    ['request', { reason: 'khác' }],
  ])('differ in their %s', (what, bent) => {
    const differences = transferDifferences(left, { entry: entry('spt_b', came), line: { ...came, ...bent } });
    expect(differences.map((one) => one.what)).toEqual([`ledger line 2: other side: ${what}`]);
    expect(JSON.stringify(differences)).not.toMatch(/vì|khác/);
  });

  it('take along what was named where a count had covered what left', () => {
    expect(partsOf({ ...line, applied: false, lots: [], lot: 'C', useBy: '2027-01-01' })).toEqual([
      { lot: 'C', useBy: '2027-01-01', quantity: 3_000 },
    ]);
  });
});
