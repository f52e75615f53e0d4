import readWorkbook from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, OFFICER, startApi } from '#test/support/api.ts';
import { expectProblem, expectResponse } from '#test/support/responses.ts';
import {
  ledger,
  OTHER_POINT_MEMBER,
  POINT_MEMBER,
  reported,
  soldProduct,
  stockedPoint,
  transfer,
} from '#test/support/stock.ts';

const NOW = '2026-11-23T09:00:00.000Z';
const YESTERDAY = '2026-11-22T16:59:59.000Z';

let api: Api;
let point: string;
let pieces: string;
let kilos: string;

beforeAll(async () => {
  api = await startApi({ now: NOW });
  pieces = await soldProduct(api, { name: 'Mắm tép Gia Viễn', unit: 'hũ 500 g', gtin: '8934563138165' });
  kilos = await soldProduct(api, { name: 'Cơm cháy Ninh Bình', unit: 'kg' });
  point = await stockedPoint(api);
  await reported(api, point, 'receive', pieces, '50', { occurredAt: YESTERDAY });
  await reported(api, point, 'receive', kilos, '10');
  await reported(api, point, 'sell', pieces, '3', { priceVnd: 95_000 });
  await reported(api, point, 'sell', pieces, '2');
  await reported(api, point, 'sell', kilos, '1.25', { priceVnd: 180_001 });
  const wrong = await reported(api, point, 'sell', pieces, '7', { priceVnd: 95_000 });
  await api.ask('POST', `/v1/sales-points/${point}/stock-changes/${wrong.body.results[0].change.id}/void`, {
    as: POINT_MEMBER,
    headers: { 'idempotency-key': 'wrong' },
    body: {},
  });
  await reported(api, point, 'return', pieces, '1');
  await reported(api, point, 'waste', kilos, '0.5');
  await transfer(api, point, await stockedPoint(api), [{ product: pieces, quantity: '4' }]);
  await reported(api, point, 'count', pieces, '40');
});
afterAll(() => api.stop());

const totals = (query: Record<string, string>, as = POINT_MEMBER) =>
  api.ask('GET', `/v1/me/sales-points/${point}/stock-totals`, { as, query });
const shelf = async (q: string): Promise<string[]> => {
  const reply = await api.ask('GET', `/v1/me/sales-points/${point}/stock`, { as: POINT_MEMBER, query: { q } });
  expect(reply.status, reply.text).toBe(200);
  return reply.body.items.map(({ name }: { name: string }) => name);
};

describe('the totals of a day', () => {
  it('tell what happened by product, the turnover of priced sales, and nothing of what was voided', async () => {
    const reply = await totals({ day: '2026-11-23' });
    expectResponse('getStockTotals', reply);
    expect(reply.body).toMatchObject({ day: '2026-11-23', turnoverVnd: 285_000 + 225_001 });
    const [one, other] = [pieces, kilos].map((id) =>
      reply.body.items.find(({ product }: { product: string }) => product === id),
    );
    expect(one).toMatchObject({
      name: 'Mắm tép Gia Viễn',
      received: '0',
      sold: '5',
      returned: '1',
      movedOut: '4',
      counted: '-2',
      turnoverVnd: 285_000,
      soldWithoutPrice: '2',
    });
    expect(other).toMatchObject({ received: '10', sold: '1.25', wasted: '0.5', turnoverVnd: 225_001 });
  });

  it('are those of the Vietnamese day on which it happened', async () => {
    const { body } = await totals({ day: '2026-11-22' });
    expect(body.items).toMatchObject([{ product: pieces, received: '50', sold: '0' }]);
    expect((await totals({ day: '2026-11-24' })).body.items).toEqual([]);
  });

  it('are a workbook with the same figures', async () => {
    const reply = await totals({ day: '2026-11-23', format: 'xlsx' });
    expect(reply.headers['content-disposition']).toBe('attachment; filename="kho-2026-11-23.xlsx"');
    const [sheet] = await readWorkbook(Buffer.from(reply.text, 'base64'));
    const rows = sheet?.data ?? [];
    expect(rows).toHaveLength(4);
    expect(rows.find(([name]) => name === 'Mắm tép Gia Viễn')?.slice(2, 4)).toEqual([0, 5]);
    expect(rows.at(-1)?.[9]).toBe(510_001);
  });

  it('are for members and officers of the territory', async () => {
    expect((await totals({ day: '2026-11-23' }, OFFICER)).status).toBe(200);
    expectProblem(await totals({ day: '2026-11-23' }, OTHER_POINT_MEMBER), 403);
    for (const day of ['2026-02-30', 'today', '']) expectProblem(await totals({ day }), 400);
  });
});

describe('the ledger', () => {
  const lines = async (query: Record<string, string>) => {
    const reply = await api.ask('GET', `/v1/sales-points/${point}/stock-changes`, { as: POINT_MEMBER, query });
    expect(reply.status, reply.text).toBe(200);
    return reply.body.items as { kind: string; quantity: string }[];
  };

  const quantitiesOf = (found: { quantity: string }[]) => found.map(({ quantity }) => quantity).sort();

  it('is read by day and by kind', async () => {
    expect(quantitiesOf(await lines({ kind: 'sell' }))).toEqual(['1.25', '2', '3', '7']);
    expect(await lines({ day: '2026-11-22' })).toMatchObject([{ kind: 'receive', quantity: '50' }]);
    expect(await lines({ day: '2026-11-23', kind: 'receive' })).toMatchObject([{ quantity: '10' }]);
    expect(await lines({ kind: 'void' })).toHaveLength(1);
    expect(await lines({ day: '2026-11-23', kind: 'sell', product: kilos })).toMatchObject([{ quantity: '1.25' }]);
    expect((await ledger(api, point)).length).toBeGreaterThan(9);
  });

  it('of a day is walked page by page', async () => {
    const first = await api.ask('GET', `/v1/sales-points/${point}/stock-changes`, {
      as: POINT_MEMBER,
      query: { day: '2026-11-23', kind: 'sell', limit: 3 },
    });
    const second = await lines({ day: '2026-11-23', kind: 'sell', limit: '3', cursor: first.body.next });
    expect(quantitiesOf([...first.body.items, ...second])).toEqual(['1.25', '2', '3', '7']);
  });
});

describe('the shelf of a keeper', () => {
  it.each(['8934563138165', '08934563138165', 'mắm tép', 'mam tep', 'VIỄN mắm', 'gia vien'])(
    'finds a product by %s',
    async (q) => {
      expect(await shelf(q)).toEqual(['Mắm tép Gia Viễn']);
    },
  );

  it('finds a product by its id, and nothing by what it does not have', async () => {
    expect(await shelf(kilos)).toEqual(['Cơm cháy Ninh Bình']);
    expect(await shelf('rượu')).toEqual([]);
    expect(await shelf('8934563138172')).toEqual([]);
  });
});
