import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Api, startApi } from '#test/support/api.ts';
import { changesBetween, type Snapshot, type Trouble, tableOf, troubleFor } from '#test/support/faults.ts';
import { expectProblem } from '#test/support/responses.ts';
import { type Line, POINT_MEMBER, reported, soldProduct, stockedPoint } from '#test/support/stock.ts';
import { type Blow, strikeEverywhere } from '#test/support/stock-faults.ts';

let api: Api;
let table: ReturnType<typeof tableOf>;
let trouble: Trouble;
let product: string;
let second: string;
let fresh: string;
let empty: Snapshot;

const NOW = '2026-11-23T09:00:00.000Z';

beforeAll(async () => {
  api = await startApi({ now: NOW, stream: false });
  table = tableOf(api.settings);
  trouble = troubleFor(api);
  product = await soldProduct(api);
  second = await soldProduct(api, { unit: 'kg' });
  fresh = await soldProduct(api);
  empty = await table.snapshot();
});
beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  // Pauses between attempts are full jitter: nothing of the longest.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await table.restore(empty);
});
afterAll(async () => {
  trouble.stop();
  await api.stop();
});

/** A request's lines stand for themselves: what a blow wrote is whole lines, and what it did not write was told so. */
const expectWholeLines = (
  blow: Blow,
  clean: { changes: string[]; before: Snapshot },
  groupOf: (line: number) => number,
): void => {
  const changes = changesBetween(clean.before, blow.after);
  expect(clean.changes).toEqual(expect.arrayContaining(changes));
  if (!blow.lasting) expect([blow.which, changes]).toEqual([blow.which, clean.changes]);
  else if (blow.reply.status === 503) expect([blow.which, changes]).toEqual([blow.which, []]);
  else {
    const results: { line: number; status: number }[] = blow.reply.body.results;
    expect(results.map(({ status }) => status)).toContain(503);
    const entries = changes.filter((change) => change.includes('ledger#')).length;
    const seen = new Set(results.filter(({ status }) => status === 200).map(({ line }) => groupOf(line))).size;
    // Where the answer was lost the table may hold more than was told.
    if (blow.lost) expect(entries).toBeGreaterThanOrEqual(seen);
    else expect([blow.which, entries]).toEqual([blow.which, seen]);
  }
};

/** All or nothing: what goes together is whole where its answer came or was lost, and is not there otherwise. */
const expectAllOrNothing = (blow: Blow, clean: { changes: string[]; before: Snapshot }): void => {
  if (blow.lasting) expectProblem(blow.reply, 503, 'dependency_unavailable');
  const isWhole = !blow.lasting || blow.lost;
  expect([blow.which, changesBetween(clean.before, blow.after)]).toEqual([blow.which, isWhole ? clean.changes : []]);
};

describe('faults at every call of a report', () => {
  const lines = (): Line[] => [
    { product, kind: 'sell', quantity: '2', occurredAt: NOW },
    { product, kind: 'count', quantity: '7', occurredAt: '2026-11-23T08:30:00.000Z' },
    { product: second, kind: 'receive', quantity: '0.5', lot: 'L1', useBy: '2026-12-01', occurredAt: NOW },
    { product: fresh, kind: 'return', quantity: '1', occurredAt: NOW },
  ];
  const scene = async (mode: 'atomic' | 'each') => {
    const point = await stockedPoint(api);
    await reported(api, point, 'count', product, '9', { occurredAt: '2026-11-23T08:00:00.000Z' });
    await reported(api, point, 'sell', product, '1', { occurredAt: '2026-11-23T08:40:00.000Z' });
    await reported(api, point, 'count', second, '3');
    return {
      method: 'POST',
      path: `/v1/sales-points/${point}/stock-changes`,
      ask: { as: POINT_MEMBER, body: { mode, lines: lines() }, headers: { 'idempotency-key': 'struck' } },
    };
  };

  it('that goes together: all of it or 503 and nothing, and a repetition ends as if nothing had been', async () => {
    const { blows } = await strikeEverywhere({ table, trouble }, await scene('atomic'), expectAllOrNothing);
    expect(blows).toBeGreaterThan(50);
  });

  it('whose lines stand for themselves: whole lines or 503 for them, and a repetition ends as if nothing had been', async () => {
    const { blows } = await strikeEverywhere({ table, trouble }, await scene('each'), (blow, clean) =>
      expectWholeLines(blow, clean, (line) => Math.max(1, line)),
    );
    expect(blows).toBeGreaterThan(50);
  });
});

describe('faults at every call of a transfer', () => {
  /** What lies at all points together, by product. */
  const sums = (snapshot: Snapshot): Map<string, number> => {
    const found = new Map<string, number>();
    for (const [key, text] of snapshot) {
      if (!key.startsWith('stock#')) continue;
      const { lots, product: of } = JSON.parse(JSON.parse(text).doc.S);
      const quantity = lots.reduce((sum: number, lot: { quantity: number }) => sum + lot.quantity, 0);
      found.set(of, (found.get(of) ?? 0) + quantity);
    }
    return found;
  };

  const scene = async (mode: 'atomic' | 'each') => {
    const [from, to] = [await stockedPoint(api), await stockedPoint(api)];
    await reported(api, from, 'receive', product, '4', { lot: 'L1', useBy: '2026-12-01' });
    await reported(api, from, 'receive', product, '4', { lot: 'L2', useBy: '2026-12-02' });
    await reported(api, from, 'count', second, '3');
    await reported(api, to, 'count', second, '1');
    const lines: Line[] = [
      { product, quantity: '5', occurredAt: NOW },
      { product: second, quantity: '1.5', occurredAt: NOW },
    ];
    return {
      method: 'POST',
      path: '/v1/stock-transfers',
      ask: { as: POINT_MEMBER, body: { from, to, mode, lines }, headers: { 'idempotency-key': 'struck' } },
    };
  };

  it('leave the sum over the points as it is: all lines or none', async () => {
    const { blows } = await strikeEverywhere({ table, trouble }, await scene('atomic'), (blow, clean) => {
      expect([blow.which, sums(blow.after)]).toEqual([blow.which, sums(clean.before)]);
      expectAllOrNothing(blow, clean);
    });
    expect(blows).toBeGreaterThan(50);
  });

  it('leave the sum over the points as it is: each line at both points or at neither', async () => {
    const { blows } = await strikeEverywhere({ table, trouble }, await scene('each'), (blow, clean) => {
      expect([blow.which, sums(blow.after)]).toEqual([blow.which, sums(clean.before)]);
      const changes = changesBetween(clean.before, blow.after);
      // Two entries for each line: what left, and what came.
      expect(changes.filter((change) => change.includes('ledger#')).length % 2).toBe(0);
      expect(clean.changes).toEqual(expect.arrayContaining(changes));
    });
    expect(blows).toBeGreaterThan(50);
  });
});
