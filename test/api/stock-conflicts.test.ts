import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Api, type Reply, startApi } from '#test/support/api.ts';
import { changesBetween, FAULTS, type Trouble, tableOf, troubleFor } from '#test/support/faults.ts';
import { expectProblem } from '#test/support/responses.ts';
import {
  type Line,
  ledger,
  level,
  levels,
  POINT_MEMBER,
  quantityAt,
  report,
  reported,
  soldProduct,
  stockedPoint,
  transfer,
  untilDecided,
} from '#test/support/stock.ts';
import { expectRowsDerived } from '#test/support/table.ts';

let api: Api;
let table: ReturnType<typeof tableOf>;
let trouble: Trouble;
let point: string;
let other: string;
let product: string;
let second: string;

const NOW = '2026-11-23T09:00:00.000Z';

beforeAll(async () => {
  api = await startApi({ now: NOW, stream: false });
  table = tableOf(api.settings);
  trouble = troubleFor(api);
  product = await soldProduct(api);
  second = await soldProduct(api, { unit: 'kg' });
});
beforeEach(async () => {
  [point, other] = [await stockedPoint(api), await stockedPoint(api)];
});
afterEach(async () => {
  vi.restoreAllMocks();
  await expectRowsDerived(api);
});
afterAll(async () => {
  trouble.stop();
  await api.stop();
});

const quietly = (): void => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  // Pauses between attempts are full jitter: nothing of the longest.
  vi.spyOn(Math, 'random').mockReturnValue(0);
};

const statusesOf = (replies: readonly Reply[]): Record<number, number> => {
  const found: Record<number, number> = {};
  for (const { status } of replies) found[status] = (found[status] ?? 0) + 1;
  return found;
};
const times = <T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));
const replayed = ({ headers }: Reply): boolean => headers['idempotency-replayed'] === 'true';
const kindsOf = async (at: string) => (await ledger(api, at)).map(({ kind }) => kind);

const reportUntilDecided = (lines: Line[]): Promise<Reply> => untilDecided((key) => report(api, point, lines, { key }));

describe('many at once', () => {
  it('sell twenty of twenty, to twenty of thirty', async () => {
    await reported(api, point, 'count', product, '20');
    const replies = await times(30, () => reportUntilDecided([{ product, kind: 'sell', quantity: '1' }]));
    expect(statusesOf(replies)).toEqual({ 200: 20, 409: 10 });
    expect(await quantityAt(api, point, product)).toBe('0');
    expect((await ledger(api, point)).map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: 21 }, (_, index) => index + 1),
    );
  });

  it('take a product up for the first time, and none of the deliveries is lost', async () => {
    const fresh = await soldProduct(api);
    const replies = await times(16, () => reportUntilDecided([{ product: fresh, kind: 'receive', quantity: '3' }]));
    expect(statusesOf(replies)).toEqual({ 200: 16 });
    expect(await quantityAt(api, point, fresh)).toBe('48');
  });

  it('name two products in either order, and go through', async () => {
    const lines = (first: string, last: string): Line[] =>
      [first, last].map((one) => ({ product: one, kind: 'receive', quantity: '1' }));
    const replies = await times(12, (index) =>
      reportUntilDecided(index % 2 === 0 ? lines(product, second) : lines(second, product)),
    );
    expect(statusesOf(replies)).toEqual({ 200: 12 });
    expect([await quantityAt(api, point, product), await quantityAt(api, point, second)]).toEqual(['12', '12']);
  });

  it('compare with what they have seen: of those who saw the same one only is right', async () => {
    await reported(api, point, 'count', product, '5');
    const replies = await times(12, (index) =>
      reportUntilDecided([{ product, kind: 'count', quantity: String(index + 6), expectedQuantity: '5' }]),
    );
    expect(statusesOf(replies)).toEqual({ 200: 1, 409: 11 });
    for (const reply of replies) if (reply.status === 409) expectProblem(reply, 409, 'stock_stale');
  });

  it('set the price, grant and sell, and nothing of it is lost', async () => {
    await reported(api, point, 'count', product, '9');
    const [sold, price, grant] = await Promise.all([
      times(9, () => reportUntilDecided([{ product, kind: 'sell', quantity: '1' }])),
      api.ask('PUT', `/v1/sales-points/${point}/stock/${product}/settings`, {
        as: POINT_MEMBER,
        body: { priceVnd: 77_000 },
      }),
      api.ask('PUT', `/v1/products/${product}/grants/${point}`, { as: POINT_MEMBER }),
    ]);
    expect([statusesOf(sold), price.status, grant.status]).toEqual([{ 200: 9 }, 200, 200]);
    expect(await level(api, point, product)).toMatchObject({
      quantity: '0',
      priceVnd: 77_000,
      producerMayRestock: true,
    });
  });

  it('count late while others sell: what is left is the count less what was sold after it', async () => {
    await reported(api, point, 'count', product, '50', { occurredAt: '2026-11-23T08:00:00.000Z' });
    const sales = Array.from({ length: 12 }, (_, index) =>
      reportUntilDecided([
        { product, kind: 'sell', quantity: '1', occurredAt: `2026-11-23T08:${index < 6 ? '10' : '40'}:00.000Z` },
      ]),
    );
    const count = reportUntilDecided([
      { product, kind: 'count', quantity: '30', occurredAt: '2026-11-23T08:30:00.000Z' },
    ]);
    const replies = await Promise.all([...sales.slice(0, 5), count, ...sales.slice(5)]);
    expect(statusesOf(replies)).toEqual({ 200: 13 });
    expect(await quantityAt(api, point, product)).toBe('24');
  });
});

describe('one key', () => {
  const KEY = { key: 'one-key' };
  const lines = (): Line[] => [
    { product, kind: 'sell', quantity: '2' },
    { product, kind: 'sell', quantity: '1', lot: 'L1' },
    { product: second, kind: 'receive', quantity: '0.25' },
  ];
  beforeEach(async () => {
    await reported(api, point, 'count', product, '9');
    await reported(api, point, 'receive', product, '9', { lot: 'L1', useBy: '2027-01-01' });
  });

  it.each(['atomic', 'each'] as const)('sent fifty times at once is one change with one answer (%s)', async (mode) => {
    const replies = await times(50, () => report(api, point, lines(), { ...KEY, mode }));
    expect(statusesOf(replies)).toEqual({ [mode === 'atomic' ? 200 : 207]: 50 });
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(await kindsOf(point)).toHaveLength(5);
    expect([await quantityAt(api, point, product), await quantityAt(api, point, second)]).toEqual(['15', '0.25']);
  });

  it('sent fifty times at once is one transfer with one answer', async () => {
    const replies = await times(50, () =>
      transfer(api, point, other, [{ product, quantity: '4', occurredAt: NOW }], KEY),
    );
    expect(statusesOf(replies)).toEqual({ 200: 50 });
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect([await quantityAt(api, point, product), await quantityAt(api, other, product)]).toEqual(['14', '4']);
  });

  it('sent at once with two bodies is one change; the other body is 422', async () => {
    const replies = await times(20, (index) =>
      report(api, point, [{ product, kind: 'sell', quantity: index % 2 === 0 ? '1' : '2' }], KEY),
    );
    const taken = replies.filter(({ status }) => status === 200);
    expect(statusesOf(replies)).toEqual({ 200: 10, 422: 10 });
    expect(new Set(taken.map(({ text }) => text)).size).toBe(1);
    for (const reply of replies) if (reply.status === 422) expectProblem(reply, 422, 'idempotency_mismatch');
    expect((await kindsOf(point)).filter((kind) => kind === 'sell')).toHaveLength(1);
  });

  it('with another body is 422 whatever differs, and nothing is written', async () => {
    const [sale = { product, quantity: '' }, , receipt = sale] = lines();
    const sent: Line[] = [sale, receipt];
    expect((await report(api, point, sent, KEY)).status).toBe(200);
    const before = await table.snapshot();
    const bodies: [string, Line[], 'atomic' | 'each'][] = [
      ['another quantity', [{ ...sale, quantity: '3' }, receipt], 'atomic'],
      ['the same quantity in other words', [{ ...sale, quantity: '2.0' }, receipt], 'atomic'],
      ['another product', [{ ...sale, product: second }, receipt], 'atomic'],
      ['another kind', [{ ...sale, kind: 'waste' }, receipt], 'atomic'],
      ['another lot', [{ ...sale, lot: 'L1' }, receipt], 'atomic'],
      ['another instant', [{ ...sale, occurredAt: '2026-11-23T08:59:59.000Z' }, receipt], 'atomic'],
      ['fewer lines', [sale], 'atomic'],
      ['more lines', [...sent, sale], 'atomic'],
      ['another order', [receipt, sale], 'atomic'],
      ['another mode', sent, 'each'],
    ];
    for (const [name, body, mode] of bodies) {
      const reply = await report(api, point, body, { ...KEY, mode });
      expect([name, reply.status, reply.body.code]).toEqual([name, 422, 'idempotency_mismatch']);
    }
    expect(changesBetween(before, await table.snapshot())).toEqual([]);
  });

  it('of a transfer with other points or lines is 422 at once, also where only one of the points is the same', async () => {
    const third = await stockedPoint(api);
    await reported(api, third, 'count', product, '9');
    const move = [{ product, quantity: '1', occurredAt: NOW }];
    expect((await transfer(api, point, other, move, KEY)).status).toBe(200);
    const before = await table.snapshot();
    for (const [from, to, body] of [
      [point, other, [{ product, quantity: '2', occurredAt: NOW }]],
      [point, third, move],
      [other, point, move],
      [third, other, move],
    ] as const)
      expectProblem(await transfer(api, from, to, [...body], KEY), 422, 'idempotency_mismatch');
    expect(changesBetween(before, await table.snapshot())).toEqual([]);
  });

  it('means another request on another route, and for another person', async () => {
    await api.ask('PUT', `/v1/sales-points/${point}/members/colleague-9`, { as: POINT_MEMBER });
    const sale: Line[] = [{ product, kind: 'sell', quantity: '1' }];
    const replies = [
      await report(api, point, sale, KEY),
      await report(api, point, sale, { ...KEY, as: 'colleague-9' }),
      await transfer(api, point, other, [{ product, quantity: '1' }], KEY),
    ];
    expect(replies.map((reply) => [reply.status, replayed(reply)])).toEqual(replies.map(() => [200, false]));
    expect(await quantityAt(api, point, product)).toBe('15');
  });

  it('of a refusal is free: it runs anew on what is there then', async () => {
    const sale: Line[] = [{ product, kind: 'sell', quantity: '30' }];
    expectProblem(await report(api, point, sale, KEY), 409, 'stock_insufficient');
    await reported(api, point, 'receive', product, '20');
    const later = await report(api, point, sale, KEY);
    expect([later.status, replayed(later)]).toEqual([200, false]);
  });
});

describe('a break between the write and its answer', () => {
  const lostFault = FAULTS.find(({ on, lost }) => on === 'write' && lost);
  if (!lostFault) throw new Error('no fault loses the answer of a write');

  it.each(['atomic', 'each'] as const)('is healed by sending it again with the same key (%s)', async (mode) => {
    quietly();
    await reported(api, point, 'count', product, '9');
    const ask = {
      as: POINT_MEMBER,
      headers: { 'idempotency-key': 'broken' },
      body: { mode, lines: [{ product, kind: 'sell', quantity: '4', occurredAt: NOW }] },
    };
    const path = `/v1/sales-points/${point}/stock-changes`;
    const broken = await trouble.ask('POST', path, ask, { at: 0, kind: lostFault, lasting: true });
    if (mode === 'atomic') expectProblem(broken.reply, 503, 'dependency_unavailable');
    else expect(broken.reply.body.results).toMatchObject([{ line: 0, status: 503, code: 'dependency_unavailable' }]);
    const [again, oncemore] = [await api.ask('POST', path, ask), await api.ask('POST', path, ask)];
    for (const reply of [again, oncemore])
      expect([reply.status, replayed(reply), reply.body.results[0].status, reply.body.results[0].change.after]).toEqual(
        [mode === 'atomic' ? 200 : 207, true, 200, '5'],
      );
    expect(oncemore.text).toBe(again.text);
    expect(await kindsOf(point)).toEqual(['count', 'sell']);
  });
});

describe('what everybody reads meanwhile', () => {
  it('is never below nothing, and every line goes on where the last one ended', async () => {
    await reported(api, point, 'count', product, '12');
    let isOver = false;
    const watch = async (): Promise<void> => {
      while (!isOver)
        for (const { quantity, lots } of await levels(api, point))
          for (const text of [quantity, ...lots.map((lot) => lot.quantity)])
            expect(Number(text)).toBeGreaterThanOrEqual(0);
    };
    const work = times(40, (index) =>
      report(api, point, [{ product, kind: index % 5 === 0 ? 'receive' : 'sell', quantity: '1' }]),
    ).finally(() => {
      isOver = true;
    });
    await Promise.all([work, watch()]);
    const lines = await ledger(api, point);
    const inOrder = lines.toSorted((a, b) => Number(a.sequence) - Number(b.sequence));
    for (const [index, { before }] of inOrder.entries()) expect(before).toBe(inOrder[index - 1]?.after ?? '0');
    expect(inOrder.at(-1)?.after).toBe(await quantityAt(api, point, product));
  });
});
