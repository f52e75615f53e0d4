import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyStock } from '#shared/services/stock/verify-stock.ts';
import { type Api, BUYER, OFFICER, startApi } from '#test/support/api.ts';
import { at } from '#test/support/clock.ts';
import { expectProblem, expectResponse, placesOf } from '#test/support/responses.ts';
import {
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
} from '#test/support/stock.ts';
import { expectRowsDerived } from '#test/support/table.ts';

let api: Api;
let point: string;
let product: string;

beforeAll(async () => {
  api = await startApi({ now: at('09:00') });
  product = await soldProduct(api);
});
beforeEach(async () => {
  api.clock.now = new Date(at('09:00'));
  point = await stockedPoint(api);
});
afterAll(() => api.stop());

describe('reports of a point', () => {
  it('count, deliver, sell, bring back and lose goods', async () => {
    await reported(api, point, 'count', product, '10');
    await reported(api, point, 'receive', product, '5', { lot: 'L1', useBy: '2027-01-31', reference: 'PN-01' });
    await reported(api, point, 'sell', product, '7');
    await reported(api, point, 'return', product, '1', { reason: 'Khách đổi hàng' });
    await reported(api, point, 'waste', product, '2', { reason: 'Vỡ' });
    expect(await level(api, point, product)).toMatchObject({
      quantity: '7',
      unit: 'hũ 500 g',
      lots: [{ lot: null, useBy: null, quantity: '7' }],
      countedAt: at('09:00'),
      stale: false,
    });
    expect(
      (await ledger(api, point)).map(({ kind, before, after, sequence }) => [kind, before, after, sequence]),
    ).toEqual([
      ['count', '0', '10', 1],
      ['receive', '10', '15', 2],
      ['sell', '15', '8', 3],
      ['return', '8', '9', 4],
      ['waste', '9', '7', 5],
    ]);
  });

  it('refuse what is not there, and say how much is', async () => {
    await reported(api, point, 'count', product, '2');
    const reply = await report(api, point, [{ product, kind: 'sell', quantity: '3' }]);
    expect(reply.status).toBe(409);
    expect(reply.body).toMatchObject({
      code: 'stock_insufficient',
      errors: [{ pointer: '/lines/0/quantity', code: 'stock_insufficient', current: '2' }],
    });
    expect(await quantityAt(api, point, product)).toBe('2');
  });

  it('compare what was expected with the level on arrival', async () => {
    await reported(api, point, 'count', product, '2', { expectedQuantity: '0' });
    const stale = await report(api, point, [{ product, kind: 'count', quantity: '9', expectedQuantity: '3' }]);
    expect(stale.status).toBe(409);
    expect(stale.body).toMatchObject({ code: 'stock_stale', errors: [{ current: '2' }] });
    await reported(api, point, 'count', product, '9', { expectedQuantity: null });
    expect(await quantityAt(api, point, product)).toBe('9');
  });

  it('sum the lines on one product before the check', async () => {
    await reported(api, point, 'count', product, '5');
    const tooMany = await report(api, point, [
      { product, kind: 'sell', quantity: '3' },
      { product, kind: 'sell', quantity: '3' },
    ]);
    expect(tooMany.status).toBe(409);
    const enough = await report(api, point, [
      { product, kind: 'sell', quantity: '8' },
      { product, kind: 'receive', quantity: '4' },
    ]);
    expect(enough.status).toBe(200);
    expect(await quantityAt(api, point, product)).toBe('1');
  });

  it('settle each line for itself where each is asked for', async () => {
    const other = await soldProduct(api);
    await reported(api, point, 'count', product, '5');
    const reply = await report(
      api,
      point,
      [
        { product, kind: 'sell', quantity: '3' },
        { product, kind: 'sell', quantity: '3' },
        { product: other, kind: 'receive', quantity: '2' },
        { product: 'prd_01JD0000000000000000000000', kind: 'receive', quantity: '2' },
      ],
      { mode: 'each' },
    );
    expect(reply.status).toBe(207);
    expect(reply.body.results.map(({ line, status, code }: Record<string, unknown>) => [line, status, code])).toEqual([
      [0, 200, undefined],
      [1, 409, 'stock_insufficient'],
      [2, 200, undefined],
      [3, 422, 'product_not_published'],
    ]);
  });
});

describe('late reports', () => {
  it('a count of 10:00 that arrives after a sale of 10:05 leaves the count less the sale', async () => {
    api.clock.now = new Date(at('10:06'));
    await reported(api, point, 'count', product, '9', { occurredAt: at('09:30') });
    await reported(api, point, 'sell', product, '2', { occurredAt: at('10:05') });
    await reported(api, point, 'count', product, '5', { occurredAt: at('10:00') });
    expect(await quantityAt(api, point, product)).toBe('3');
  });

  it('a count of 2 before a sale of 5 leaves nothing and a discrepancy of 3', async () => {
    api.clock.now = new Date(at('10:06'));
    await reported(api, point, 'receive', product, '9', { occurredAt: at('09:30') });
    await reported(api, point, 'sell', product, '5', { occurredAt: at('10:05') });
    const reply = await reported(api, point, 'count', product, '2', { occurredAt: at('10:00') });
    expect(reply.body.results[0].change).toMatchObject({ before: '4', after: '0', discrepancy: '3' });
    expect((await ledger(api, point)).at(-1)).toMatchObject({
      kind: 'discrepancy',
      quantity: '3',
      before: '0',
      after: '0',
      sequence: 4,
    });
  });

  it('of two counts out of order the one that happened last holds', async () => {
    api.clock.now = new Date(at('10:30'));
    await reported(api, point, 'count', product, '5', { occurredAt: at('10:20') });
    const older = await reported(api, point, 'count', product, '8', { occurredAt: at('10:00') });
    expect(older.body.results[0].change).toMatchObject({ applied: false, before: '5', after: '5' });
    expect(await level(api, point, product)).toMatchObject({ quantity: '5', countedAt: at('10:20') });
  });

  it('a sale from before the last count is kept in the ledger and changes nothing', async () => {
    api.clock.now = new Date(at('10:30'));
    await reported(api, point, 'count', product, '5', { occurredAt: at('10:20') });
    await reported(api, point, 'sell', product, '7', { occurredAt: at('10:10') });
    expect(await quantityAt(api, point, product)).toBe('5');
    expect((await ledger(api, point)).at(-1)).toMatchObject({ kind: 'sell', quantity: '7', applied: false });
  });

  it('are taken for a day, and at most five minutes ahead', async () => {
    for (const [occurredAt, code] of [
      ['2026-11-22T08:59:59.999Z', 'occurred_too_long_ago'],
      ['2026-11-23T09:05:00.001Z', 'occurred_in_future'],
    ]) {
      const reply = await report(api, point, [{ product, kind: 'count', quantity: '1', occurredAt }]);
      expect(reply.status).toBe(422);
      expect(reply.body.errors).toMatchObject([{ pointer: '/lines/0/occurredAt', code }]);
    }
    await reported(api, point, 'count', product, '1', { occurredAt: '2026-11-22T16:00:00+07:00' });
  });

  it('from a phone whose clock is up to five minutes fast count as now, with the instant as it was sent', async () => {
    for (const ahead of ['09:00:00.001', '09:00:01.000', '09:02:30.000', '09:05:00.000']) {
      const sent = `2026-11-23T${ahead}Z`;
      const reply = await reported(api, point, 'receive', product, '1', { occurredAt: sent });
      expect(reply.body.results[0].change, sent).toMatchObject({
        applied: true,
        occurredAt: at('09:00'),
        clientOccurredAt: sent,
      });
      expect(reply.headers['x-server-time']).toBe(at('09:00'));
    }
    expect(await quantityAt(api, point, product)).toBe('4');
    expect(await verifyStock(api.settings, () => undefined)).toMatchObject({ differences: 0, unjudged: 0 });
  });

  it('in one request of a fast phone happen in the order of the phone', async () => {
    const reply = await report(api, point, [
      { product, kind: 'receive', quantity: '5', occurredAt: '2026-11-23T09:00:30.000Z' },
      { product, kind: 'sell', quantity: '2', occurredAt: '2026-11-23T09:01:00.000Z' },
      { product, kind: 'count', quantity: '9', occurredAt: '2026-11-23T09:03:00.000Z' },
    ]);
    expect(reply.status, reply.text).toBe(200);
    expect(await quantityAt(api, point, product)).toBe('9');
  });

  it('more than five minutes ahead are refused with the time of the server, in either mode and in a transfer', async () => {
    const line = { product, quantity: '1', occurredAt: '2026-11-23T09:05:00.001Z' };
    const other = await stockedPoint(api);
    const refusal = { code: 'occurred_in_future', serverTime: at('09:00') };
    const atomic = await report(api, point, [{ ...line, kind: 'receive' }]);
    expect(atomic.body.errors).toMatchObject([refusal]);
    const each = await report(api, point, [{ ...line, kind: 'receive' }], { mode: 'each' });
    expect(each.body.results).toMatchObject([refusal]);
    const moved = await transfer(api, point, other, [line]);
    expect(moved.body.errors).toMatchObject([refusal]);
    expect(moved.headers['x-server-time']).toBe(at('09:00'));
  });

  it('of a transfer from a fast phone keep the sent instant at both points', async () => {
    const other = await stockedPoint(api);
    await reported(api, point, 'receive', product, '4');
    const reply = await transfer(api, point, other, [
      { product, quantity: '1', occurredAt: '2026-11-23T09:04:00.000Z' },
    ]);
    const told = { occurredAt: at('09:00'), clientOccurredAt: '2026-11-23T09:04:00.000Z' };
    expect(reply.body.results).toMatchObject([{ change: told, received: told }]);
  });
});

describe('transfers', () => {
  it('take lots from one point to another in one step', async () => {
    const other = await stockedPoint(api);
    await reported(api, point, 'receive', product, '4', { lot: 'B', useBy: '2027-02-01' });
    await reported(api, point, 'receive', product, '3', { lot: 'A', useBy: '2027-01-01' });
    const reply = await transfer(api, point, other, [{ product, quantity: '5' }]);
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body.results[0]).toMatchObject({
      change: { kind: 'transfer-out', after: '2', counterpart: other },
      received: { kind: 'transfer-in', after: '5', counterpart: point },
    });
    expect((await level(api, other, product))?.lots).toEqual([
      { lot: 'A', useBy: '2027-01-01', quantity: '3' },
      { lot: 'B', useBy: '2027-02-01', quantity: '2' },
    ]);
  });

  it('need a member of both points', async () => {
    const other = await stockedPoint(api, OTHER_POINT_MEMBER);
    await reported(api, point, 'count', product, '5');
    expect((await transfer(api, point, other, [{ product, quantity: '1' }])).status).toBe(403);
    expect((await transfer(api, other, point, [{ product, quantity: '1' }])).status).toBe(403);
    expect((await transfer(api, other, point, [{ product, quantity: '1' }], { as: BUYER })).status).toBe(403);
    expect(await quantityAt(api, point, product)).toBe('5');
  });
});

describe('idempotency keys of reports', () => {
  it('are required', async () => {
    const reply = await api.ask('POST', `/v1/sales-points/${point}/stock-changes`, {
      as: POINT_MEMBER,
      body: { mode: 'each', lines: [{ product, kind: 'count', quantity: '1', occurredAt: at('09:00') }] },
    });
    expect(reply.status).toBe(400);
    expect(reply.body.errors).toMatchObject([{ parameter: 'Idempotency-Key', code: 'required' }]);
  });

  it('give the same answer again, for good', async () => {
    const lines = [{ product, kind: 'receive', quantity: '3', occurredAt: at('09:00') }];
    const first = await report(api, point, lines, { key: 'k-1' });
    api.clock.now = new Date('2027-03-01T00:00:00Z');
    const again = await report(api, point, lines, { key: 'k-1' });
    expect([again.status, again.text]).toEqual([200, first.text]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(await quantityAt(api, point, product)).toBe('3');
    const other = await report(api, point, [{ ...lines[0], product, quantity: '4' }], { key: 'k-1' });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_mismatch']);
  });

  it('settle in a repeated batch what was refused, and repeat what was settled', async () => {
    const other = await soldProduct(api);
    await reported(api, point, 'count', product, '5');
    const lines = [
      { product, kind: 'sell', quantity: '3' },
      { product, kind: 'sell', quantity: '3' },
      { product: other, kind: 'receive', quantity: '2' },
    ];
    const first = await report(api, point, lines, { mode: 'each', key: 'k-2' });
    await reported(api, point, 'receive', product, '4');
    const again = await report(api, point, lines, { mode: 'each', key: 'k-2' });
    expect(first.body.results.map(({ status }: { status: number }) => status)).toEqual([200, 409, 200]);
    expect(again.body.results.map(({ status }: { status: number }) => status)).toEqual([200, 200, 200]);
    expect(again.body.results[0]).toEqual(first.body.results[0]);
    expect(await quantityAt(api, point, product)).toBe('3');
    expect(await quantityAt(api, point, other)).toBe('2');
  });

  it('sell the last unit once, however many ask', async () => {
    await reported(api, point, 'count', product, '1');
    const replies = await Promise.all(
      Array.from({ length: 100 }, () => report(api, point, [{ product, kind: 'sell', quantity: '1' }])),
    );
    const statuses = replies.map(({ status }) => status);
    expect([
      statuses.filter((status) => status === 200).length,
      statuses.filter((status) => status === 409).length,
    ]).toEqual([1, 99]);
    expect(await quantityAt(api, point, product)).toBe('0');
    expect((await ledger(api, point)).filter(({ kind }) => kind === 'sell')).toHaveLength(1);
  });
});

describe('what a line may say', () => {
  it('is a decimal quantity of what is sold by measure, and whole pieces of what comes in packages', async () => {
    const kilos = await soldProduct(api, { unit: 'kg' });
    await reported(api, point, 'receive', kilos, '1.125');
    await reported(api, point, 'sell', kilos, '0.5');
    expect(await quantityAt(api, point, kilos)).toBe('0.625');
    for (const [kind, quantity] of [
      ['count', '1.5'],
      ['receive', '2.000'],
      ['return', '1.0'],
    ] as const) {
      const reply = await report(api, point, [{ product, kind, quantity }]);
      expect(placesOf(expectProblem(reply, 422, 'rule_violated'))).toEqual(['/lines/0/quantity']);
      expect(reply.body.errors[0]).toMatchObject({ code: 'quantity_not_whole' });
    }
    await reported(api, point, 'receive', product, '2');
    expect(await quantityAt(api, point, product)).toBe('2');
  });

  it('is a count of nothing, and a difference of more than nothing', async () => {
    await reported(api, point, 'count', product, '0');
    expect(await level(api, point, product)).toMatchObject({ quantity: '0', lots: [], band: 'out' });
    for (const kind of ['receive', 'sell', 'return', 'waste'])
      expect(placesOf(expectProblem(await report(api, point, [{ product, kind, quantity: '0' }]), 400))).toEqual([
        '/lines/0/quantity',
      ]);
  });

  it.each(['-1', '-0', '+1', '1e2', '1.0001', '', '1 0', 'NaN', '1000000000', 5, null])(
    'is no quantity of %j',
    async (quantity) => {
      for (const kind of ['count', 'receive', 'sell']) {
        const reply = await report(api, point, [{ product, kind, quantity: quantity as string }]);
        expect(placesOf(expectProblem(reply, 400))).toEqual(['/lines/0/quantity']);
      }
    },
  );

  it.each([
    [{ kind: 'transfer-in' }, '/lines/0/kind'],
    [{ kind: 'discrepancy' }, '/lines/0/kind'],
    [{ useBy: '2026-02-30' }, '/lines/0/useBy'],
    [{ lot: '' }, '/lines/0/lot'],
    [{ lot: 'x'.repeat(61) }, '/lines/0/lot'],
    [{ reference: 'x'.repeat(101) }, '/lines/0/reference'],
    [{ reason: 'x'.repeat(301) }, '/lines/0/reason'],
    [{ occurredAt: '2026-11-23' }, '/lines/0/occurredAt'],
    [{ occurredAt: '2026-11-23T09:00:00' }, '/lines/0/occurredAt'],
    [{ expectedQuantity: '-1' }, '/lines/0/expectedQuantity'],
    [{ product: 'mam-tep' }, '/lines/0/product'],
    [{ before: '1' }, '/lines/0/before'],
  ])('is not %j', async (over, place) => {
    const reply = await report(api, point, [{ product, kind: 'receive', quantity: '1', ...over }]);
    expect(placesOf(expectProblem(reply, 400))).toEqual([place]);
  });

  it('is judged with all other lines at once', async () => {
    await reported(api, point, 'count', product, '1');
    const reply = await report(api, point, [
      { product, kind: 'sell', quantity: '0.5' },
      { product, kind: 'sell', quantity: '2' },
      { product, kind: 'count', quantity: '1', expectedQuantity: '9' },
      { product, kind: 'receive', quantity: '1', occurredAt: at('09:06') },
      { product: 'prd_01JD0000000000000000000000', kind: 'receive', quantity: '1' },
    ]);
    expect(placesOf(expectProblem(reply, 422, 'rule_violated'))).toEqual([
      '/lines/0/quantity',
      '/lines/1/quantity',
      '/lines/2/expectedQuantity',
      '/lines/3/occurredAt',
      '/lines/4/product',
    ]);
    expect(await ledger(api, point)).toHaveLength(1);
  });
});

describe('how many lines a request may have', () => {
  it('is a hundred where each stands for itself, and one at least', async () => {
    const lines = (count: number) => Array.from({ length: count }, () => ({ product, kind: 'receive', quantity: '1' }));
    const reply = await report(api, point, lines(100), { mode: 'each' });
    expect([reply.status, reply.body.results.length, await quantityAt(api, point, product)]).toEqual([207, 100, '100']);
    for (const [count, mode] of [
      [101, 'each'],
      [41, 'atomic'],
      [0, 'each'],
      [0, 'atomic'],
    ] as const)
      expect(placesOf(expectProblem(await report(api, point, lines(count), { mode }), 400))).toEqual(['/lines']);
  });

  it('is forty where they go together, also of forty products that buyers see anew, all lines or none', async () => {
    const products = await soldProducts(api, 40);
    const lines = (kind: string) => products.map((one) => ({ product: one, kind, quantity: '2' }));
    expect((await report(api, point, lines('receive'))).status).toBe(200);
    const sold = await report(
      api,
      point,
      lines('sell').with(39, { product: products[39] ?? '', kind: 'sell', quantity: '3' }),
    );
    expect(placesOf(expectProblem(sold, 409, 'stock_insufficient'))).toEqual(['/lines/39/quantity']);
    expect((await levels(api, point)).map(({ quantity }) => quantity)).toEqual(products.map(() => '2'));
    expect((await report(api, point, lines('sell'))).status).toBe(200);
    const all = await levels(api, point);
    expect([all.length, new Set(all.map(({ quantity }) => quantity))]).toEqual([40, new Set(['0'])]);
    await expectRowsDerived(api);
  });

  it('and of lots of one product is forty with goods', async () => {
    const lots = Array.from({ length: 40 }, (_, index) => ({
      product,
      kind: 'receive',
      quantity: '1',
      lot: `L${index}`,
    }));
    expect((await report(api, point, lots)).status).toBe(200);
    const another = await report(api, point, [{ product, kind: 'receive', quantity: '1', lot: 'one more' }]);
    expect(another.body.errors).toMatchObject([{ pointer: '/lines/0/lot', code: 'lots_too_many', current: '40' }]);
    expectProblem(another, 422, 'rule_violated');
    await reported(api, point, 'sell', product, '1');
    await reported(api, point, 'receive', product, '1', { lot: 'one more' });
  });
});

describe('what a point decides about a product', () => {
  const set = (body: object, of = product) =>
    api.ask('PUT', `/v1/sales-points/${point}/stock/${of}/settings`, { as: POINT_MEMBER, body });

  it('stays where it is left out, is cleared by null, and takes the product up', async () => {
    const first = await set({ priceVnd: 99_000, lowStockThreshold: '3', show: 'band' });
    expectResponse('setStockSettings', first);
    expect(first.body).toMatchObject({
      product,
      quantity: '0',
      priceVnd: 99_000,
      lowStockThreshold: '3',
      show: 'band',
    });
    expect((await set({ show: 'number' })).body).toMatchObject({
      priceVnd: 99_000,
      lowStockThreshold: '3',
      show: 'number',
    });
    expect((await set({ priceVnd: null, lowStockThreshold: null })).body).toMatchObject({
      priceVnd: null,
      lowStockThreshold: null,
      show: 'number',
    });
    expect(await ledger(api, point)).toEqual([]);
    await reported(api, point, 'receive', product, '2');
    expect((await set({ lowStockThreshold: '2' })).body).toMatchObject({ quantity: '2', band: 'low' });
  });

  it('is audited by the names of what changed', async () => {
    await set({ priceVnd: 99_000, show: 'band' });
    const audit = await api.ask('GET', '/v1/audit', { as: OFFICER, query: { subject: point } });
    expect(audit.body.items).toContainEqual(
      expect.objectContaining({
        action: 'stock.settings',
        product,
        changed: ['priceVnd', 'show'],
        actor: POINT_MEMBER,
      }),
    );
  });

  it.each([
    [{}, 400, ['']],
    [{ priceVnd: -1 }, 400, ['/priceVnd']],
    [{ priceVnd: 1.5 }, 400, ['/priceVnd']],
    [{ show: 'nothing' }, 400, ['/show']],
    [{ lowStockThreshold: '-1' }, 400, ['/lowStockThreshold']],
    [{ lowStockThreshold: 3 }, 400, ['/lowStockThreshold']],
    [{ lowStockThreshold: '0.5' }, 422, ['/lowStockThreshold']],
    [{ show: 'band', quantity: '5' }, 400, ['/quantity']],
    [{ show: 'band', producerMayRestock: true }, 400, ['/producerMayRestock']],
  ])('is not %j', async (body, status, places) => {
    expect(placesOf(expectProblem(await set(body), status))).toEqual(places);
  });
});
