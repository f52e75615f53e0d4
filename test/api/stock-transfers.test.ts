import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LOTS_MAX, STOCK_LINES_MAX } from '#shared/platform/limits.ts';
import { type Api, BUYER, OFFICER, startApi } from '#test/support/api.ts';
import { at } from '#test/support/clock.ts';
import { changesBetween, type Trouble, tableOf, troubleFor } from '#test/support/faults.ts';
import { proposedSalesPoint } from '#test/support/journey.ts';
import { expectProblem, placesOf } from '#test/support/responses.ts';
import {
  type Line,
  ledger,
  level,
  levels,
  OTHER_POINT_MEMBER,
  POINT_MEMBER,
  quantityAt,
  report,
  reported,
  soldProduct,
  soldProducts,
  stockedPoint,
  transfer,
  untilDecided,
} from '#test/support/stock.ts';
import { expectRowsDerived } from '#test/support/table.ts';

let api: Api;
let table: ReturnType<typeof tableOf>;
let trouble: Trouble;
let a: string;
let b: string;
let pieces: string;
let kilos: string;

const NOW = '2026-11-23T09:00:00.000Z';

beforeAll(async () => {
  api = await startApi({ now: NOW, stream: false });
  table = tableOf(api.settings);
  trouble = troubleFor(api);
  pieces = await soldProduct(api);
  kilos = await soldProduct(api, { unit: 'kg' });
});
beforeEach(async () => {
  api.clock.now = new Date(NOW);
  [a, b] = [await stockedPoint(api), await stockedPoint(api)];
});
afterEach(async () => {
  await expectRowsDerived(api);
});
afterAll(async () => {
  trouble.stop();
  await api.stop();
});

const both = async (product: string): Promise<[string, string]> => [
  await quantityAt(api, a, product),
  await quantityAt(api, b, product),
];

/** What a refused request leaves: nothing. */
const expectNothingOf = async (ask: () => Promise<unknown>): Promise<void> => {
  const before = await table.snapshot();
  await ask();
  expect(changesBetween(before, await table.snapshot())).toEqual([]);
};

describe('a transfer', () => {
  it('checks and writes both points in one transaction', async () => {
    await reported(api, a, 'count', pieces, '9');
    const { reply, transactions } = await trouble.ask('POST', '/v1/stock-transfers', {
      as: POINT_MEMBER,
      headers: { 'idempotency-key': 'one-transaction' },
      body: { from: a, to: b, lines: [{ product: pieces, quantity: '4' }] },
    });
    expect(reply.status, reply.text).toBe(200);
    expect(transactions).toHaveLength(1);
    const puts = (transactions[0]?.TransactItems ?? []).flatMap(({ Put }) => (Put?.Item?.pk?.S ? [Put.Item.pk.S] : []));
    expect(puts.filter((pk) => /^(stock|ledger)#/.test(pk)).sort()).toEqual(
      [`ledger#${a}`, `ledger#${b}`, `stock#${a}`, `stock#${b}`].sort(),
    );
    expect(await both(pieces)).toEqual(['5', '4']);
  });

  it('stands in both ledgers, each naming the other point, with one instant, reason and reference', async () => {
    await reported(api, a, 'count', pieces, '9', { occurredAt: at('08:00') });
    const line = { product: pieces, quantity: '4', occurredAt: at('08:30'), reference: 'PC-7', reason: 'Dồn hàng' };
    await transfer(api, a, b, [line]);
    const [out, into] = [(await ledger(api, a)).at(-1), (await ledger(api, b)).at(-1)];
    const seen = { quantity: '4', occurredAt: at('08:30'), arrivedAt: NOW, reference: 'PC-7', reason: 'Dồn hàng' };
    expect(out).toMatchObject({ ...seen, kind: 'transfer-out', counterpart: b, before: '9', after: '5' });
    expect(into).toMatchObject({ ...seen, kind: 'transfer-in', counterpart: a, before: '0', after: '4' });
  });

  it('takes what ends first, also past its day, and brings the very lots', async () => {
    await reported(api, a, 'receive', kilos, '1', { lot: 'cũ', useBy: '2026-11-22' });
    await reported(api, a, 'receive', kilos, '2.5', { lot: 'B', useBy: '2026-12-01' });
    await transfer(api, a, b, [{ product: kilos, quantity: '2.25' }]);
    expect((await level(api, b, kilos))?.lots).toEqual([
      { lot: 'cũ', useBy: '2026-11-22', quantity: '1' },
      { lot: 'B', useBy: '2026-12-01', quantity: '1.25' },
    ]);
    expect(await level(api, b, kilos)).toMatchObject({ countedAt: null, stale: true });
  });

  it('of more than is there is refused with how much is, and nothing moves', async () => {
    await reported(api, a, 'count', pieces, '3');
    await expectNothingOf(async () => {
      const reply = await transfer(api, a, b, [{ product: pieces, quantity: '4' }]);
      expectProblem(reply, 409, 'stock_insufficient');
      expect(reply.body.errors).toMatchObject([{ pointer: '/lines/0/quantity', current: '3' }]);
      expectProblem(await transfer(api, b, a, [{ product: pieces, quantity: '1' }]), 409, 'stock_insufficient');
    });
  });

  it('compares what it expects with the point that the goods leave', async () => {
    await reported(api, a, 'count', pieces, '3');
    const move = (expectedQuantity: string | null) =>
      transfer(api, a, b, [{ product: pieces, quantity: '1', expectedQuantity }]);
    expectProblem(await move('4'), 409, 'stock_stale');
    expect([(await move('3')).status, (await move(null)).status]).toEqual([200, 200]);
  });

  it('whose lines go together moves all of them or none; where they stand for themselves, those that can', async () => {
    await reported(api, a, 'count', pieces, '5');
    await reported(api, a, 'count', kilos, '1');
    const lines: Line[] = [
      { product: pieces, quantity: '3' },
      { product: kilos, quantity: '1.5' },
      { product: pieces, quantity: '3' },
    ];
    await expectNothingOf(async () => {
      const reply = await transfer(api, a, b, lines);
      expect(placesOf(expectProblem(reply, 409, 'stock_insufficient'))).toEqual([
        '/lines/1/quantity',
        '/lines/2/quantity',
      ]);
    });
    const each = await transfer(api, a, b, lines, { mode: 'each' });
    expect([each.status, each.body.results.map(({ status }: { status: number }) => status)]).toEqual([
      207,
      [200, 409, 409],
    ]);
    expect([await both(pieces), await both(kilos)]).toEqual([
      ['2', '3'],
      ['1', '0'],
    ]);
  });

  it('whose goods cannot arrive does not let them leave', async () => {
    const lots = Array.from({ length: LOTS_MAX }, (_, index) => ({
      product: pieces,
      kind: 'receive',
      quantity: '1',
      lot: `L${index}`,
    }));
    expect((await report(api, b, lots)).status).toBe(200);
    await reported(api, a, 'receive', pieces, '2', { lot: 'L0' });
    await reported(api, a, 'receive', pieces, '2', { lot: 'khác' });
    const move = (lot: string) => transfer(api, a, b, [{ product: pieces, quantity: '1', lot }], { mode: 'each' });
    expect((await move('khác')).body.results).toMatchObject([{ status: 422, code: 'lots_too_many' }]);
    expect(await both(pieces)).toEqual(['4', '40']);
    expect((await move('L0')).body.results).toMatchObject([{ status: 200 }]);
    expect(await both(pieces)).toEqual(['3', '41']);
  });

  it('from before a count at both points changes nothing, and at one of them only is refused: the sum would change', async () => {
    await reported(api, a, 'count', pieces, '9', { occurredAt: at('08:00') });
    await reported(api, b, 'count', pieces, '4', { occurredAt: at('08:40') });
    const late = await transfer(api, a, b, [{ product: pieces, quantity: '2', occurredAt: at('08:30') }]);
    expectProblem(late, 409, 'stock_counted_since');
    await reported(api, a, 'count', pieces, '6', { occurredAt: at('08:50') });
    const early = await transfer(api, a, b, [{ product: pieces, quantity: '2', occurredAt: at('08:45') }]);
    expectProblem(early, 409, 'stock_counted_since');
    const before = await transfer(api, a, b, [{ product: pieces, quantity: '2', occurredAt: at('08:30') }]);
    expect(before.body.results[0]).toMatchObject({
      change: { applied: false, before: '6', after: '6' },
      received: { applied: false, before: '4', after: '4' },
    });
    expect(await both(pieces)).toEqual(['6', '4']);
  });

  it('is subtracted by a count that arrives after it and happened before it', async () => {
    await reported(api, a, 'count', pieces, '9', { occurredAt: at('08:00') });
    await transfer(api, a, b, [{ product: pieces, quantity: '2', occurredAt: at('08:30') }]);
    await reported(api, a, 'count', pieces, '5', { occurredAt: at('08:20') });
    expect(await both(pieces)).toEqual(['3', '2']);
  });

  it('crossing another in the other direction, many at once, leaves the sum as it is', async () => {
    await reported(api, a, 'count', pieces, '10');
    await reported(api, b, 'count', pieces, '10');
    const replies = await Promise.all(
      Array.from({ length: 24 }, (_, index) =>
        untilDecided((key) =>
          index % 2 === 0
            ? transfer(api, a, b, [{ product: pieces, quantity: '3' }], { key })
            : transfer(api, b, a, [{ product: pieces, quantity: '2' }], { key }),
        ),
      ),
    );
    for (const { status, text } of replies) expect([200, 409], text).toContain(status);
    const [left, right] = await both(pieces);
    expect(Number(left) + Number(right)).toBe(20);
    expect(Math.min(Number(left), Number(right))).toBeGreaterThanOrEqual(0);
    const outs = (await ledger(api, a)).filter(({ kind }) => String(kind).startsWith('transfer'));
    expect(outs).toHaveLength(replies.filter(({ status }) => status === 200).length);
  });
});

describe('whom and what a transfer takes', () => {
  it('a member of both points and nobody else', async () => {
    const theirs = await stockedPoint(api, OTHER_POINT_MEMBER);
    await reported(api, a, 'count', pieces, '5');
    const line = [{ product: pieces, quantity: '1' }];
    await expectNothingOf(async () => {
      for (const [from, to, as] of [
        [a, theirs, POINT_MEMBER],
        [theirs, a, POINT_MEMBER],
        [a, theirs, OTHER_POINT_MEMBER],
        [a, b, OTHER_POINT_MEMBER],
        [a, b, BUYER],
        [a, b, OFFICER],
      ] as const)
        expectProblem(await transfer(api, from, to, line, { as }), 403, 'forbidden');
    });
  });

  it('two approved points: what is proposed is unknown to strangers and keeps no stock, what pauses goes on', async () => {
    const { id: waiting } = await proposedSalesPoint(api, { name: 'Điểm chờ', member: POINT_MEMBER });
    const { id: foreign } = await proposedSalesPoint(api, { name: 'Điểm lạ', member: OTHER_POINT_MEMBER });
    await reported(api, a, 'count', pieces, '5');
    const line = [{ product: pieces, quantity: '1' }];
    expectProblem(await transfer(api, a, waiting, line), 409, 'state_conflict');
    expectProblem(await transfer(api, waiting, a, line), 409, 'state_conflict');
    expectProblem(await transfer(api, a, foreign, line), 404, 'not_found');
    expectProblem(await transfer(api, foreign, a, line), 404, 'not_found');
    expectProblem(await transfer(api, a, 'spt_01JD0000000000000000000000', line), 404, 'not_found');
    const { headers } = await api.ask('GET', `/v1/me/sales-points/${b}`, { as: POINT_MEMBER });
    const paused = await api.ask('POST', `/v1/sales-points/${b}/pause`, {
      as: OFFICER,
      headers: { 'if-match': headers.etag ?? '' },
      body: { reason: 'Sửa quầy' },
    });
    expect(paused.status).toBe(200);
    expect((await transfer(api, a, b, line)).status).toBe(200);
  });

  it('two different points', async () => {
    const reply = await transfer(api, a, a, [{ product: pieces, quantity: '1' }]);
    expect(placesOf(expectProblem(reply, 400))).toEqual(['/to']);
  });

  it.each(['0', '-1', '1.0000', '', '1e2', 'NaN', '01'])('no quantity of %j', async (quantity) => {
    const reply = await transfer(api, a, b, [{ product: pieces, quantity }]);
    expect(placesOf(expectProblem(reply, 400))).toEqual(['/lines/0/quantity']);
  });

  it('whole pieces of what comes in pieces, and nothing from the future or from long ago', async () => {
    await reported(api, a, 'count', pieces, '5');
    const move = async (over: object) =>
      placesOf(expectProblem(await transfer(api, a, b, [{ product: pieces, quantity: '1', ...over }]), 422));
    expect(await move({ quantity: '0.5' })).toEqual(['/lines/0/quantity']);
    expect(await move({ occurredAt: at('09:06') })).toEqual(['/lines/0/occurredAt']);
    expect(await move({ occurredAt: '2026-11-22T08:59:59.999Z' })).toEqual(['/lines/0/occurredAt']);
  });

  it('no product that nobody has published', async () => {
    const reply = await transfer(api, a, b, [{ product: 'prd_01JD0000000000000000000000', quantity: '1' }]);
    expect(placesOf(expectProblem(reply, 422, 'rule_violated'))).toEqual(['/lines/0/product']);
  });

  it('twenty lines that go together, all of products new to the other point, and no twenty-first', async () => {
    const products = await soldProducts(api, STOCK_LINES_MAX.atomicTransfer);
    const lines = products.map((product) => ({ product, kind: 'receive', quantity: '2' }));
    expect((await report(api, a, lines)).status).toBe(200);
    const moves = products.map((product) => ({ product, quantity: '1' }));
    const reply = await transfer(api, a, b, moves);
    expect([reply.status, reply.body.results.length]).toEqual([200, 20]);
    expect((await levels(api, b)).map(({ quantity }) => quantity)).toEqual(Array.from({ length: 20 }, () => '1'));
    const tooMany = await transfer(api, a, b, [...moves, { product: pieces, quantity: '1' }]);
    expect(placesOf(expectProblem(tooMany, 400))).toEqual(['/lines']);
  });

  it('a hundred lines that stand for themselves, and no hundred-and-first', async () => {
    await reported(api, a, 'count', pieces, '60');
    const moves = (count: number) => Array.from({ length: count }, () => ({ product: pieces, quantity: '1' }));
    const reply = await transfer(api, a, b, moves(100), { mode: 'each' });
    const statuses = reply.body.results.map(({ status }: { status: number }) => status);
    expect([reply.status, statuses]).toEqual([
      207,
      [...Array.from({ length: 60 }, () => 200), ...Array.from({ length: 40 }, () => 409)],
    ]);
    expect(await both(pieces)).toEqual(['0', '60']);
    expect(placesOf(expectProblem(await transfer(api, a, b, moves(101), { mode: 'each' }), 400))).toEqual(['/lines']);
  });
});
