import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, startApi } from '#test/support/api.ts';
import { at } from '#test/support/clock.ts';
import { expectProblem, expectResponse } from '#test/support/responses.ts';
import { ledger, POINT_MEMBER, quantityAt, report, reported, soldProduct, stockedPoint } from '#test/support/stock.ts';

let api: Api;
let point: string;
let product: string;

beforeAll(async () => {
  api = await startApi({ now: at('09:00'), stream: false });
  product = await soldProduct(api);
});
beforeEach(async () => {
  api.clock.now = new Date(at('09:00'));
  point = await stockedPoint(api);
});
afterAll(() => api.stop());

describe('the ledger', () => {
  let other: string;
  beforeEach(async () => {
    other = await soldProduct(api);
    const lines = (kind: string, count: number) =>
      Array.from({ length: count }, (_, index) => ({
        product: index % 3 === 0 ? other : product,
        kind,
        quantity: '2',
      }));
    for (const [minute, mode] of ['atomic', 'each', 'each', 'atomic'].entries()) {
      api.clock.now = new Date(at(`09:0${minute}`));
      await report(api, point, lines('receive', 9), { mode: mode as 'each' | 'atomic' });
    }
    await reported(api, point, 'count', product, '1', { occurredAt: at('08:30') });
  });
  const walk = async (query: Record<string, string | number>): Promise<string[]> => {
    const seen: string[] = [];
    for (let cursor: string | undefined, pages = 0; pages === 0 || cursor !== undefined; pages += 1) {
      expect(pages).toBeLessThan(100);
      const path = `/v1/sales-points/${point}/stock-changes`;
      const reply = await api.ask('GET', path, {
        as: POINT_MEMBER,
        query: { ...query, ...(cursor ? { cursor } : {}) },
      });
      expectResponse('listStockChanges', reply);
      expect(reply.body.items.length).toBeLessThanOrEqual(Number(query.limit));
      seen.push(...reply.body.items.map(({ id }: { id: string }) => id));
      cursor = reply.body.next;
    }
    return seen;
  };

  it('is walked with pages of any size, each line once, the latest arrival first, also those of one product', async () => {
    const whole = await walk({ limit: 100 });
    expect([whole.length, new Set(whole).size]).toEqual([37, 37]);
    for (const limit of [1, 7]) expect(await walk({ limit })).toEqual(whole);
    const mine = (await ledger(api, point)).filter((line) => line.product === product).map(({ id }) => id);
    expect(mine).toHaveLength(25);
    for (const limit of [1, 7, 100]) expect((await walk({ limit, product })).reverse()).toEqual(mine);
    expect(await walk({ limit: 7, product: await soldProduct(api) })).toEqual([]);
  });

  it('goes on where it stood when lines come in meanwhile', async () => {
    const path = `/v1/sales-points/${point}/stock-changes`;
    const first = await api.ask('GET', path, { as: POINT_MEMBER, query: { limit: 5 } });
    const whole = await walk({ limit: 100 });
    api.clock.now = new Date(at('09:10'));
    await reported(api, point, 'sell', product, '1');
    const rest = await api.ask('GET', path, { as: POINT_MEMBER, query: { limit: 100, cursor: first.body.next } });
    expect([...first.body.items, ...rest.body.items].map(({ id }: { id: string }) => id)).toEqual(whole);
  });

  it('is walked by its own cursors only', async () => {
    const path = (of: string) => `/v1/sales-points/${of}/stock-changes`;
    const { next: cursor } = (await api.ask('GET', path(point), { as: POINT_MEMBER, query: { limit: 1 } })).body;
    const elsewhere = await stockedPoint(api);
    for (const [of, query] of [
      [elsewhere, { cursor }],
      [point, { cursor, product }],
      [point, { cursor: `${cursor}A` }],
    ] as const)
      expectProblem(await api.ask('GET', path(of), { as: POINT_MEMBER, query }), 400, 'cursor_invalid');
  });

  it('explains every level: each line begins where the last one ended', async () => {
    const lines = await ledger(api, point);
    for (const one of [product, other]) {
      const mine = lines.filter((line) => line.product === one).sort((a, b) => Number(a.sequence) - Number(b.sequence));
      expect(mine.map(({ sequence }) => sequence)).toEqual(mine.map((_, index) => index + 1));
      for (const [index, { before }] of mine.entries()) expect(before).toBe(mine[index - 1]?.after ?? '0');
      expect(await quantityAt(api, point, one)).toBe(mine.at(-1)?.after);
    }
  });

  it('tells who, what, why, with which paper, when it happened and when it arrived', async () => {
    api.clock.now = new Date(at('09:30'));
    const line = { lot: 'L9', useBy: '2027-01-01', reference: 'PN-9', reason: 'Giao bù', occurredAt: at('09:20') };
    await reported(api, point, 'receive', product, '3', line);
    expect((await ledger(api, point)).at(-1)).toMatchObject({
      ...line,
      kind: 'receive',
      quantity: '3',
      unit: 'hũ 500 g',
      lots: [{ lot: 'L9', useBy: '2027-01-01', quantity: '3' }],
      arrivedAt: at('09:30'),
      by: POINT_MEMBER,
      applied: true,
      discrepancy: null,
      counterpart: null,
    });
  });
});
