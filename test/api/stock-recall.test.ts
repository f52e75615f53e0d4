import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyStock } from '#shared/services/stock/verify-stock.ts';
import { type Api, OFFICER, OWNER, startApi } from '#test/support/api.ts';
import { expectProblem, expectResponse } from '#test/support/responses.ts';
import { level, quantityAt, report, reported, soldProduct, stockedPoint, transfer } from '#test/support/stock.ts';

const NOW = '2026-11-23T09:00:00.000Z';
const REASON = 'Kiểm nghiệm phát hiện chất cấm';

let api: Api;
let point: string;
let product: string;

beforeAll(async () => {
  api = await startApi({ now: NOW });
});
beforeEach(async () => {
  api.clock.now = new Date(NOW);
  point = await stockedPoint(api);
  product = await soldProduct(api);
  await reported(api, point, 'receive', product, '10');
});
afterAll(async () => {
  const said: string[] = [];
  expect(await verifyStock(api.settings, (line) => said.push(line)), said.join('\n')).toMatchObject({ differences: 0 });
  await api.stop();
});

const act = async (action: string, body: object = {}, as = OFFICER) => {
  const review = as === OFFICER ? 'reviews' : 'me/products';
  const { headers } = await api.ask('GET', `/v1/${review}/${product}`, { as });
  return api.ask('POST', `/v1/products/${product}/${action}`, {
    as,
    headers: { 'if-match': headers.etag ?? '' },
    body,
  });
};
const later = (minutes: number) => {
  api.clock.now = new Date(Date.parse(NOW) + minutes * 60_000);
  return api.clock.now.toISOString();
};

describe('a recalled product', () => {
  beforeEach(async () => {
    later(10);
    const reply = await act('suspend', { reason: REASON, recall: true });
    expect(reply.status, reply.text).toBe(200);
    expectResponse('suspendProduct', reply);
    expect(reply.body).toMatchObject({ status: 'suspended', recall: { reason: REASON } });
    later(20);
  });

  it('is told on the shelf of the keeper, and hidden from buyers', async () => {
    expect(await level(api, point, product)).toMatchObject({
      productStatus: 'suspended',
      recall: { at: '2026-11-23T09:10:00.000Z', reason: REASON },
    });
    expect((await api.ask('GET', `/v1/sales-points/${point}/stock`)).body.items).toEqual([]);
  });

  it('is not sold, in either mode, and the refusal gives the reason', async () => {
    const line = { product, kind: 'sell', quantity: '1' };
    const atomic = await report(api, point, [line]);
    expectProblem(atomic, 409);
    expect(atomic.body.errors).toMatchObject([{ pointer: '/lines/0/product', code: 'product_recalled' }]);
    expect(atomic.body.errors[0].detail).toContain(REASON);
    const each = await report(api, point, [line, { product, kind: 'waste', quantity: '1' }], { mode: 'each' });
    expect(each.body.results).toMatchObject([{ status: 409, code: 'product_recalled' }, { status: 200 }]);
    expect(await quantityAt(api, point, product)).toBe('9');
  });

  it.each(['count', 'receive', 'return', 'waste'])('can still be reported as %s', async (kind) => {
    await reported(api, point, kind, product, '1');
  });

  it('can be moved to a point that never stocked it', async () => {
    const other = await stockedPoint(api);
    const reply = await transfer(api, point, other, [{ product, quantity: '4' }]);
    expect(reply.status, reply.text).toBe(200);
    expect(await quantityAt(api, other, product)).toBe('4');
    expectProblem(await report(api, other, [{ product, kind: 'sell', quantity: '1' }]), 409);
  });

  it('was sold before the recall by a report that arrives after it', async () => {
    await reported(api, point, 'sell', product, '2', { occurredAt: '2026-11-23T09:05:00.000Z' });
    expect(await quantityAt(api, point, product)).toBe('8');
  });

  it('is sold again once it is reinstated', async () => {
    expect((await act('reinstate')).body).toMatchObject({ status: 'published', recall: null });
    await reported(api, point, 'sell', product, '1');
    expect(await level(api, point, product)).toMatchObject({ productStatus: 'published', recall: null });
  });
});

describe('a product that is only hidden', () => {
  it('is sold while it is suspended, until it is recalled', async () => {
    expect((await act('suspend', { reason: REASON })).body).toMatchObject({ status: 'suspended', recall: null });
    await reported(api, point, 'sell', product, '1');
    expectProblem(await act('suspend', { reason: REASON }), 409);
    expect((await act('suspend', { reason: REASON, recall: true })).body.recall).toMatchObject({ reason: REASON });
    expectProblem(await report(api, point, [{ product, kind: 'sell', quantity: '1' }]), 409);
  });

  it('is sold out, written off and moved while it is archived', async () => {
    expect((await act('archive', {}, OWNER)).status).toBe(200);
    await reported(api, point, 'sell', product, '1');
    await reported(api, point, 'waste', product, '1');
    const other = await stockedPoint(api);
    const reply = await transfer(api, point, other, [{ product, quantity: '3' }]);
    expect(reply.status, reply.text).toBe(200);
    await reported(api, other, 'sell', product, '3');
    expect(await level(api, point, product)).toMatchObject({ productStatus: 'archived', quantity: '5' });
  });

  it('cannot be received at a point that never stocked it', async () => {
    await act('archive', {}, OWNER);
    const other = await stockedPoint(api);
    const reply = await report(api, other, [{ product, kind: 'receive', quantity: '1' }]);
    expectProblem(reply, 422);
  });
});
