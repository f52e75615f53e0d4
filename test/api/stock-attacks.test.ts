import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { salesPointKind } from '#shared/data/sales-points/sales-point-store.ts';
import { availabilityRow } from '#shared/data/stock/availability-row.ts';
import { loadLevel } from '#shared/data/stock/level-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import { type Api, OFFICER, startApi } from '#test/support/api.ts';
import { writeAll } from '#test/support/catalogue.ts';
import { at } from '#test/support/clock.ts';
import { expectProblem } from '#test/support/responses.ts';
import {
  type Line,
  ledger,
  level,
  POINT_MEMBER,
  quantityAt,
  report,
  reported,
  soldProduct,
  stockedPoint,
  transfer,
} from '#test/support/stock.ts';
import { expectRowsDerived } from '#test/support/table.ts';

let api: Api;
let point: string;
let product: string;

beforeAll(async () => {
  api = await startApi({ now: at('09:00'), stream: false });
  product = await soldProduct(api);
});
beforeEach(async () => {
  point = await stockedPoint(api);
});
afterAll(() => api.stop());

const edit = async (body: object) => {
  const { headers } = await api.ask('GET', `/v1/me/sales-points/${point}`, { as: POINT_MEMBER });
  return api.ask('PATCH', `/v1/sales-points/${point}`, {
    as: POINT_MEMBER,
    headers: { 'if-match': headers.etag ?? '' },
    body,
  });
};

describe('a point that moves', () => {
  it('to and fro, many times at once, stays at one place', async () => {
    await reported(api, point, 'count', product, '5');
    const places = [20.1, 20.2, 20.261, 20.3, 20.1, 20.2].map((lat) => ({ lat, lng: 105.9 }));
    for (const place of [...places, ...places]) {
      const replies = await Promise.all([
        edit(place),
        edit({ lat: 20.26, lng: 105.96 }),
        edit({ lat: 20.25, lng: 105.95 }),
      ]);
      for (const { status } of replies) expect([200, 412, 503]).toContain(status);
    }
    expect((await edit({ lat: 20.24, lng: 105.94 })).status).toBe(200);
    const offers = await api.ask('GET', `/v1/products/${product}/availability`, { query: { limit: 100 } });
    const mine = offers.body.items.filter(({ salesPoint }: { salesPoint: string }) => salesPoint === point);
    expect(mine).toMatchObject([{ quantity: '5', point: { lat: 20.24, lng: 105.94 } }]);
    await expectRowsDerived(api);
  });
});

describe('lots and late counts', () => {
  it('leave a lot that arrived after the count as it is', async () => {
    await reported(api, point, 'receive', product, '20', { occurredAt: at('08:00') });
    await reported(api, point, 'receive', product, '5', { lot: 'X', useBy: '2026-11-23', occurredAt: at('08:15') });
    await reported(api, point, 'count', product, '10', { occurredAt: at('08:10') });
    expect((await level(api, point, product))?.lots).toEqual([
      { lot: 'X', useBy: '2026-11-23', quantity: '5' },
      { lot: null, useBy: null, quantity: '10' },
    ]);
  });

  it('a count of one lot does not cover a sale that another lot can have had', async () => {
    for (const lot of ['A', 'B'])
      await reported(api, point, 'receive', product, '10', { lot, useBy: '2027-01-01', occurredAt: at('08:00') });
    await reported(api, point, 'count', product, '0', { lot: 'A', occurredAt: at('08:10') });
    await reported(api, point, 'sell', product, '2', { useBy: '2027-01-01', occurredAt: at('08:05') });
    expect((await level(api, point, product))?.lots).toEqual([{ lot: 'B', useBy: '2027-01-01', quantity: '8' }]);
  });

  it('a count of the only lot covers a sale without a lot that happened before', async () => {
    await reported(api, point, 'receive', product, '10', { lot: 'L', useBy: '2027-01-01', occurredAt: at('08:00') });
    await reported(api, point, 'count', product, '8', { lot: 'L', occurredAt: at('08:10') });
    await reported(api, point, 'sell', product, '2', { occurredAt: at('08:05') });
    expect(await quantityAt(api, point, product)).toBe('8');
  });

  it('what comes by the name of a lot has its use-by day, also when the lot was sold out', async () => {
    await reported(api, point, 'receive', product, '2', { lot: 'Z', useBy: '2026-11-30' });
    await reported(api, point, 'sell', product, '2');
    await reported(api, point, 'return', product, '1', { lot: 'Z' });
    expect((await level(api, point, product))?.lots).toEqual([{ lot: 'Z', useBy: '2026-11-30', quantity: '1' }]);
  });
});

describe('too much', () => {
  it('goods are refused before a level cannot be told any more', async () => {
    await reported(api, point, 'receive', product, '999999999');
    const reply = await report(api, point, [{ product, kind: 'receive', quantity: '1' }]);
    expectProblem(reply, 422, 'rule_violated');
    expect(reply.body.errors).toMatchObject([{ code: 'stock_too_large' }]);
    expect(await quantityAt(api, point, product)).toBe('999999999');
  });

  it('counts of lots that nobody has do not make a level grow', async () => {
    for (let batch = 0; batch < 3; batch += 1) {
      const lines = Array.from({ length: 100 }, (_, index): Line => {
        return { product, kind: 'count', quantity: '0', lot: `Lô ${batch}-${index}` };
      });
      expect((await report(api, point, lines, { mode: 'each' })).status).toBe(207);
    }
    const stored = await loadLevel(api.context(POINT_MEMBER).reader, point, product);
    expect(JSON.stringify(stored?.value).length).toBeLessThan(6_000);
  });

  it('lots in one request are refused, and no bug', async () => {
    const products = await Promise.all(Array.from({ length: 40 }, () => soldProduct(api)));
    const name = (index: number) => `Lô hàng ${index} ${'đ'.repeat(40)}`;
    for (const one of products) {
      const lines = Array.from({ length: 40 }, (_, index): Line => {
        return { product: one, kind: 'receive', quantity: '1', lot: name(index) };
      });
      expect((await report(api, point, lines)).status).toBe(200);
    }
    const reason = 'Hư hỏng '.repeat(35);
    const waste = products.map((one): Line => ({ product: one, kind: 'waste', quantity: '40', reason }));
    const reply = await report(api, point, waste);
    expect([200, 422]).toContain(reply.status);
  });

  it('late counts read the ledger once for a request', async () => {
    const products = await Promise.all(Array.from({ length: 20 }, () => soldProduct(api)));
    for (const one of products) {
      await reported(api, point, 'receive', one, '9', { occurredAt: at('08:00') });
      await reported(api, point, 'sell', one, '1', { occurredAt: at('08:30') });
    }
    api.consumed.length = 0;
    const counts = products.map(
      (one): Line => ({ product: one, kind: 'count', quantity: '5', occurredAt: at('08:10') }),
    );
    const reply = await report(api, point, counts, { mode: 'each' });
    expect(reply.body.results.map(({ change }: { change: { after: string } }) => change.after)).toEqual(
      products.map(() => '4'),
    );
    // The point, the key, every level, and one read of the ledger.
    expect(api.consumed).toHaveLength(2 + products.length + 1);
  });
});

describe('units', () => {
  it('are not mixed by a transfer, and a price goes with its own', async () => {
    const measured = await soldProduct(api, { unit: 'kg', priceVnd: 10_000 });
    const other = await stockedPoint(api);
    await reported(api, point, 'receive', measured, '5');
    const working = await api.ask('GET', `/v1/me/products/${measured}`, { as: 'producer-owner' });
    const edited = await api.ask('PATCH', `/v1/products/${measured}`, {
      as: 'producer-owner',
      headers: { 'if-match': working.headers.etag ?? '' },
      body: { unit: 'hũ 200 g', priceVnd: 90_000 },
    });
    const approved = await api.ask('POST', `/v1/products/${measured}/approve`, {
      as: OFFICER,
      headers: { 'if-match': edited.headers.etag ?? '' },
    });
    expect(approved.status).toBe(200);
    await reported(api, other, 'receive', measured, '1');
    expectProblem(await transfer(api, point, other, [{ product: measured, quantity: '2' }]), 422, 'rule_violated');
    const offers = await api.ask('GET', `/v1/products/${measured}/availability`);
    const prices = new Map(
      offers.body.items.map((one: Record<string, unknown>) => [one.salesPoint, [one.unit, one.priceVnd]]),
    );
    expect([prices.get(point), prices.get(other)]).toEqual([
      ['kg', null],
      ['hũ 200 g', 90_000],
    ]);
  });
});

describe('a search among many that are out', () => {
  it('reads so much and no more, and finds the rest behind its cursor', async () => {
    const wanted = await soldProduct(api);
    await reported(api, point, 'count', wanted, '3');
    const { reader } = api.context(POINT_MEMBER);
    const [stored, counted] = [
      await loadDocument(reader, salesPointKind, point, { consistent: true }),
      await loadLevel(reader, point, wanted),
    ];
    if (!stored || !counted) throw new Error('the point is not there');
    const sold = { ...counted.value, lots: [] };
    const rows = Array.from({ length: 3_000 }, (_, index) => {
      const id = `spt_01JD${String(index).padStart(22, '0')}`;
      const place = { lat: 10.5 + (index % 60) * 0.01, lng: 106.4 + Math.floor(index / 60) * 0.01 };
      return availabilityRow({ ...stored.value, id, ...place }, { ...sold, salesPoint: id });
    });
    await writeAll(
      api.settings,
      rows.map(({ pk, sk, card }) => ({ kind: 'put', item: { pk: { S: pk }, sk: { S: sk }, card: { S: card } } })),
    );
    const found: string[] = [];
    let dearest = 0;
    for (let cursor: string | undefined, more = true; more; ) {
      api.consumed.length = 0;
      const reply = await api.ask('GET', '/v1/sales-points', {
        query: { product: wanted, near: '10.78,106.7', ...(cursor === undefined ? {} : { cursor }) },
      });
      expect(reply.status, reply.text).toBe(200);
      found.push(...reply.body.items.map(({ id }: { id: string }) => id));
      dearest = Math.max(
        dearest,
        api.consumed.reduce((sum, { units }) => sum + units, 0),
      );
      cursor = reply.body.next;
      more = cursor !== undefined;
    }
    expect(found).toEqual([point]);
    expect(dearest).toBeLessThan(130);
  });
});

it('a ledger cursor that somebody made up is refused', async () => {
  await reported(api, point, 'count', product, '1');
  expect(await ledger(api, point)).toHaveLength(1);
  const { encodeCursor } = await import('#shared/http/cursor.ts');
  const cursor = encodeCursor(JSON.stringify(['stock-changes', point, undefined]), ['', '0']);
  const reply = await api.ask('GET', `/v1/sales-points/${point}/stock-changes`, {
    as: POINT_MEMBER,
    query: { cursor },
  });
  expectProblem(reply, 400, 'cursor_invalid');
});
