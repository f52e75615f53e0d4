import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyStock } from '#shared/services/stock/verify-stock.ts';
import { type Api, OFFICER, startApi } from '#test/support/api.ts';
import { expectProblem, expectResponse } from '#test/support/responses.ts';
import {
  ledger,
  level,
  OTHER_POINT_MEMBER,
  POINT_MEMBER,
  quantityAt,
  report,
  reported,
  soldProduct,
  stockedPoint,
  transfer,
} from '#test/support/stock.ts';

const START = Date.parse('2026-11-23T09:00:00.000Z');
const DAY_MS = 86_400_000;
const SOON = '2027-05-31';
const LATER = '2027-12-31';

let api: Api;
let point: string;
let product: string;
/** Each test has its own days, because ids follow the clock. */
let begun = START;

beforeAll(async () => {
  api = await startApi({ now: new Date(START).toISOString() });
  product = await soldProduct(api, { unit: 'hũ 500 g' });
});
beforeEach(async () => {
  begun += 3 * DAY_MS;
  later(0);
  point = await stockedPoint(api);
});
afterAll(async () => {
  const said: string[] = [];
  expect(await verifyStock(api.settings, (line) => said.push(line)), said.join('\n')).toMatchObject({ differences: 0 });
  await api.stop();
});

const minute = (minutes: number): string => new Date(begun + minutes * 60_000).toISOString();
const later = (minutes: number): void => {
  api.clock.now = new Date(minute(minutes));
};
const line = async (kind: string, quantity: string, more: Record<string, unknown> = {}): Promise<string> =>
  (await reported(api, point, kind, product, quantity, more)).body.results[0].change.id;
const undo = (id: string, { as = POINT_MEMBER, key = `void ${id}`, at = point } = {}) =>
  api.ask('POST', `/v1/sales-points/${at}/stock-changes/${id}/void`, {
    as,
    headers: { 'idempotency-key': key },
    body: { reason: 'Nhập nhầm' },
  });
const lots = async () => (await level(api, point, product))?.lots;

describe('a voided line', () => {
  it('of a sale gives each lot back what left it, with its day, as a line of its own', async () => {
    await line('receive', '2', { lot: 'N1', useBy: SOON });
    await line('receive', '5', { lot: 'N2', useBy: LATER });
    const sale = await line('sell', '4');
    later(30);
    const reply = await undo(sale);
    expect(reply.status, reply.text).toBe(200);
    expectResponse('voidStockChange', reply);
    expect(reply.body.results[0].change).toMatchObject({
      kind: 'void',
      voids: sale,
      quantity: '4',
      reason: 'Nhập nhầm',
      occurredAt: minute(0),
      arrivedAt: minute(30),
    });
    expect(await lots()).toEqual([
      { lot: 'N1', useBy: SOON, quantity: '2' },
      { lot: 'N2', useBy: LATER, quantity: '5' },
    ]);
    expect(await ledger(api, point)).toHaveLength(4);
  });

  it.each(['receive', 'return', 'waste'])('of a %s takes its effect back', async (kind) => {
    await line('receive', '5', { lot: 'N1', useBy: SOON });
    const before = await lots();
    expect((await undo(await line(kind, '2', { lot: 'N1' }))).status).toBe(200);
    expect(await lots()).toEqual(before);
  });

  it('is voided once, however often and with whatever key it is asked', async () => {
    await line('receive', '5');
    const sale = await line('sell', '2');
    const replies = await Promise.all(['a', 'b', 'c'].map((key) => undo(sale, { key })));
    const statuses = replies.map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(await quantityAt(api, point, product)).toBe('5');
    const won = ['a', 'b', 'c'][statuses.indexOf(200)] ?? '';
    const again = await undo(sale, { key: won });
    expect([again.status, again.headers['idempotency-replayed']]).toEqual([200, 'true']);
    expectProblem(await undo(sale, { key: 'd' }), 409);
  });

  it('counts as if it had not happened for a count that arrives late', async () => {
    await line('receive', '9', { occurredAt: minute(-60) });
    await undo(await line('sell', '4', { occurredAt: minute(-20) }));
    await line('count', '7', { occurredAt: minute(-30) });
    expect(await quantityAt(api, point, product)).toBe('7');
  });

  it('is refused after a day, and a minute before it is not', async () => {
    const [one, other] = [await line('receive', '1'), await line('receive', '1')];
    later(24 * 60);
    expect((await undo(one)).status).toBe(200);
    later(24 * 60 + 1);
    expectProblem(await undo(other), 422);
  });

  it('is refused where the goods were counted since, as a whole or by their lot', async () => {
    const delivery = await line('receive', '5', { lot: 'N1', useBy: SOON });
    later(1);
    await line('count', '4', { lot: 'N1' });
    expectProblem(await undo(delivery), 409);
    const sale = await line('sell', '1');
    later(2);
    await line('count', '3');
    expectProblem(await undo(sale), 409);
  });

  it('is refused where what it brought has left', async () => {
    const delivery = await line('receive', '5', { lot: 'N1', useBy: SOON });
    await line('receive', '5', { lot: 'N2', useBy: LATER });
    await line('sell', '1');
    const reply = await undo(delivery);
    expectProblem(reply, 409, 'stock_insufficient');
    expect(await quantityAt(api, point, product)).toBe('9');
  });

  it('is neither a count, nor a transfer, nor a void, nor one without effect', async () => {
    const other = await stockedPoint(api);
    await line('receive', '5');
    const moved = await transfer(api, point, other, [{ product, quantity: '1' }]);
    const voiding = (await undo(await line('sell', '1'))).body.results[0].change.id;
    later(1);
    const count = await line('count', '4');
    const covered = await line('sell', '1', { occurredAt: minute(0) });
    for (const id of [moved.body.results[0].change.id, voiding, count, covered]) expectProblem(await undo(id), 409);
  });

  it('is found at its own point only, by its members', async () => {
    const id = await line('receive', '5');
    const other = await stockedPoint(api);
    for (const unknown of ['stc_01JD0000000000000000000000', 'nothing', 'prd_01JD0000000000000000000000'])
      expectProblem(await undo(unknown), 404);
    expectProblem(await undo(id, { at: other }), 404);
    for (const as of [OTHER_POINT_MEMBER, OFFICER]) expectProblem(await undo(id, { as }), 403);
  });
});

describe('the price of a sale', () => {
  it('is kept with the line, and belongs to sales only', async () => {
    await line('receive', '5');
    const reply = await reported(api, point, 'sell', product, '2', { priceVnd: 95_000 });
    expect(reply.body.results[0].change.priceVnd).toBe(95_000);
    expect((await ledger(api, point)).map(({ priceVnd }) => priceVnd)).toEqual([null, 95_000]);
    const refused = await report(api, point, [{ product, kind: 'receive', quantity: '1', priceVnd: 95_000 }]);
    expect(refused.body.errors).toMatchObject([{ pointer: '/lines/0/priceVnd', code: 'price_without_sale' }]);
  });
});
