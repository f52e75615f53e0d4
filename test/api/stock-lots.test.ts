import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyStock } from '#shared/services/stock/verify-stock.ts';
import { type Api, startApi } from '#test/support/api.ts';
import { expectResponse } from '#test/support/responses.ts';
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

const NOW = '2026-11-23T09:00:00.000Z';
const YESTERDAY = '2026-11-22';
const SOON = '2026-11-30';
const LATER = '2026-12-31';

let api: Api;
let point: string;
let product: string;

beforeAll(async () => {
  api = await startApi({ now: NOW });
  product = await soldProduct(api, { unit: 'hũ 500 g' });
});
beforeEach(async () => {
  point = await stockedPoint(api);
});
afterAll(async () => {
  const said: string[] = [];
  expect(await verifyStock(api.settings, (line) => said.push(line)), said.join('\n')).toMatchObject({ differences: 0 });
  await api.stop();
});

/** What buyers are told of the product at the point. */
const offered = async (at = point): Promise<string> => {
  const reply = await api.ask('GET', `/v1/sales-points/${at}/stock`);
  return reply.body.items[0].quantity;
};
const lots = async (at = point) => (await level(api, at, product))?.lots;
const arrive = (kind: string, quantity: string, more: Partial<Line> = {}) =>
  reported(api, point, kind, product, quantity, more);
const noticesOf = (reply: Awaited<ReturnType<typeof arrive>>): string[] =>
  (reply.body.results[0].notices ?? []).map(({ code }: { code: string }) => code);

describe('goods that a buyer brings back without a lot', () => {
  it('belong to the only lot of the point, and are not offered when it has expired', async () => {
    await arrive('receive', '5', { lot: 'N1', useBy: YESTERDAY });
    const reply = await arrive('return', '3');
    expectResponse('changeStock', reply);
    expect(noticesOf(reply)).toEqual(['use_by_assumed']);
    expect(await lots()).toEqual([{ lot: 'N1', useBy: YESTERDAY, quantity: '8' }]);
    expect(await offered()).toBe('0');
  });

  it('belong to the only lot also after all of it was sold or thrown away', async () => {
    await arrive('receive', '5', { useBy: SOON });
    await arrive('waste', '5');
    await arrive('return', '1');
    expect(await lots()).toEqual([{ lot: null, useBy: SOON, quantity: '1' }]);
  });

  it('belong to the lot that was sold last where there are several', async () => {
    await arrive('receive', '5', { lot: 'N1', useBy: YESTERDAY });
    await arrive('receive', '5', { lot: 'N2', useBy: SOON });
    await arrive('sell', '2');
    await arrive('return', '1');
    expect(await lots()).toEqual([
      { lot: 'N1', useBy: YESTERDAY, quantity: '5' },
      { lot: 'N2', useBy: SOON, quantity: '4' },
    ]);
    expect(await offered()).toBe('4');
  });

  it('are of unknown age where several lots are known and none was sold, are not offered, and the line says so', async () => {
    await arrive('receive', '5', { lot: 'N1', useBy: YESTERDAY });
    await arrive('receive', '5', { lot: 'N2', useBy: SOON });
    const reply = await arrive('return', '3');
    expectResponse('changeStock', reply);
    expect(noticesOf(reply)).toEqual(['age_unknown']);
    expect(await lots()).toContainEqual({ lot: null, useBy: null, quantity: '3', ageUnknown: true });
    expect(await offered()).toBe('5');
    const refused = await report(api, point, [{ product, kind: 'sell', quantity: '6' }]);
    expect(refused.status).toBe(409);
    expect(refused.body.errors).toMatchObject([{ code: 'stock_insufficient', current: '5' }]);
    expect(refused.body.errors[0].detail).toContain('3 không rõ hạn');
  });

  it('stay goods without a day at a point that stocks the product without days', async () => {
    await arrive('receive', '5');
    expect(noticesOf(await arrive('return', '3'))).toEqual([]);
    expect(await lots()).toEqual([{ lot: null, useBy: null, quantity: '8' }]);
    expect(await offered()).toBe('8');
  });
});

describe('goods of an unknown lot', () => {
  it.each(['return', 'count'])('that a %s brings beside dated ones are of unknown age', async (kind) => {
    await arrive('receive', '5', { lot: 'N1', useBy: YESTERDAY });
    const reply = await arrive(kind, '3', { lot: 'N9' });
    expect(noticesOf(reply)).toEqual(['age_unknown']);
    expect(await lots()).toContainEqual({ lot: 'N9', useBy: null, quantity: '3', ageUnknown: true });
    expect(await offered()).toBe('0');
  });
});

describe('goods that a count finds', () => {
  it('over an expired lot belong to it', async () => {
    await arrive('receive', '5', { lot: 'N1', useBy: YESTERDAY });
    expect(noticesOf(await arrive('count', '8'))).toEqual(['use_by_assumed']);
    expect(await lots()).toEqual([{ lot: 'N1', useBy: YESTERDAY, quantity: '8' }]);
    expect(await offered()).toBe('0');
  });

  it('beside several lots that were never sold are of unknown age', async () => {
    await arrive('receive', '5', { lot: 'N1', useBy: YESTERDAY });
    await arrive('receive', '5', { lot: 'N2', useBy: SOON });
    expect(noticesOf(await arrive('count', '12'))).toEqual(['age_unknown']);
    expect(await offered()).toBe('5');
  });

  it('without a lot, late, keep the age through the sales after it', async () => {
    await arrive('receive', '5', { lot: 'N1', useBy: SOON, occurredAt: '2026-11-23T08:00:00.000Z' });
    await arrive('sell', '1', { occurredAt: '2026-11-23T08:40:00.000Z' });
    await arrive('count', '7', { occurredAt: '2026-11-23T08:30:00.000Z' });
    expect(await lots()).toEqual([{ lot: 'N1', useBy: SOON, quantity: '6' }]);
  });
});

describe('goods of unknown age', () => {
  beforeEach(async () => {
    await arrive('receive', '5', { lot: 'N1', useBy: YESTERDAY });
    await arrive('receive', '5', { lot: 'N2', useBy: SOON });
    await arrive('return', '3');
  });

  it('are named by `ageUnknown`, so that they can be counted away and reported with their label', async () => {
    const reply = await report(api, point, [
      { product, kind: 'count', quantity: '0', ageUnknown: true },
      { product, kind: 'return', quantity: '3', lot: 'N2' },
    ]);
    expect(reply.status, reply.text).toBe(200);
    expect(await lots()).toEqual([
      { lot: 'N1', useBy: YESTERDAY, quantity: '5' },
      { lot: 'N2', useBy: SOON, quantity: '8' },
    ]);
  });

  it('can be thrown away by themselves', async () => {
    await arrive('waste', '3', { ageUnknown: true });
    expect(await quantityAt(api, point, product)).toBe('10');
  });

  it('stay of unknown age at the point that they are moved to', async () => {
    const other = await stockedPoint(api);
    await reported(api, other, 'receive', product, '1', { lot: 'M', useBy: SOON });
    const reply = await transfer(api, point, other, [{ product, quantity: '2', ageUnknown: true }]);
    expect(reply.status, reply.text).toBe(200);
    expect(await lots(other)).toContainEqual({ lot: null, useBy: null, quantity: '2', ageUnknown: true });
    expect(await offered(other)).toBe('1');
  });

  it('have no use-by day', async () => {
    const reply = await report(api, point, [{ product, kind: 'count', quantity: '0', ageUnknown: true, useBy: SOON }]);
    expect(reply.body.errors).toMatchObject([{ pointer: '/lines/0/ageUnknown', code: 'age_given_twice' }]);
  });
});

describe('lot numbers', () => {
  it.each(['n1-a', 'N1–A', 'N1 - A', 'n1‑a', 'Ｎ1－A'])('%s means the lot N1-A', async (lot) => {
    await arrive('receive', '5', { lot: 'N1-A', useBy: SOON });
    await arrive('sell', '1', { lot });
    await arrive('return', '2', { lot });
    await arrive('receive', '1', { lot, useBy: SOON });
    expect(await lots()).toEqual([{ lot: 'N1-A', useBy: SOON, quantity: '7' }]);
    expect((await ledger(api, point)).at(-1)?.lot).toBe(lot);
  });

  it('with another use-by day than the lot in stock are refused with both days', async () => {
    await arrive('receive', '5', { lot: 'N1', useBy: SOON });
    for (const kind of ['receive', 'return', 'count']) {
      const reply = await report(api, point, [{ product, kind, quantity: '1', lot: 'n 1', useBy: LATER }]);
      expect(reply.status, kind).toBe(422);
      expect(reply.body.errors).toMatchObject([{ pointer: '/lines/0/useBy', code: 'lot_has_other_day' }]);
      expect(reply.body.errors[0].detail).toMatch(/30\/11\/2026.*31\/12\/2026/);
    }
  });

  it('with another day than the lot has at the other point do not arrive there', async () => {
    const other = await stockedPoint(api);
    await arrive('receive', '5', { lot: 'N1', useBy: SOON });
    await reported(api, other, 'receive', product, '1', { lot: 'N1', useBy: LATER });
    const reply = await transfer(api, point, other, [{ product, quantity: '2' }]);
    expect(reply.body.errors).toMatchObject([{ pointer: '/lines/0/useBy', code: 'lot_has_other_day' }]);
    expect(await quantityAt(api, point, product)).toBe('5');
  });

  it('take another day once nothing of the lot is left', async () => {
    await arrive('receive', '5', { lot: 'N1', useBy: LATER });
    await arrive('waste', '5', { reason: 'nhập sai hạn' });
    await arrive('receive', '5', { lot: 'N1', useBy: SOON });
    expect(await lots()).toEqual([{ lot: 'N1', useBy: SOON, quantity: '5' }]);
  });

  it('are separate where the labels differ', async () => {
    await arrive('receive', '1', { lot: 'N1-2', useBy: SOON });
    await arrive('receive', '1', { lot: 'N12', useBy: SOON });
    expect(await lots()).toHaveLength(2);
  });
});

describe('a quantity with a point in whole units', () => {
  it('is refused with both readings, in every field', async () => {
    await arrive('count', '2');
    for (const [line, place] of [
      [{ product, kind: 'count', quantity: '2.000' }, '/lines/0/quantity'],
      [{ product, kind: 'receive', quantity: '12.500' }, '/lines/0/quantity'],
      [{ product, kind: 'count', quantity: '2', expectedQuantity: '2.000' }, '/lines/0/expectedQuantity'],
    ] as const) {
      const reply = await report(api, point, [line]);
      expect(reply.status).toBe(422);
      expect(reply.body.errors).toMatchObject([{ pointer: place, code: 'quantity_not_whole' }]);
      expect(reply.body.errors[0].detail).toMatch(/2 hoặc 2000|12\.5 hoặc 12500/);
    }
    const settings = await api.ask('PUT', `/v1/sales-points/${point}/stock/${product}/settings`, {
      as: POINT_MEMBER,
      body: { lowStockThreshold: '1.000' },
    });
    expect(settings.body.errors).toMatchObject([{ pointer: '/lowStockThreshold', code: 'quantity_not_whole' }]);
    expect(await quantityAt(api, point, product)).toBe('2');
  });
});
