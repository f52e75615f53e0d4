import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Action, Writer } from '#shared/data/table/writer.ts';
import { rebuildShelves } from '#shared/services/stock/rebuild-shelves.ts';
import { type Api, OFFICER, startApi } from '#test/support/api.ts';
import { activeSalesPoint, actOnSalesPoint, certified } from '#test/support/journey.ts';
import { POINT_MEMBER, reported, soldProducts, stockedPoint } from '#test/support/stock.ts';
import { allItems, listRows, shelfRows } from '#test/support/table.ts';

let api: Api;
let point: string;
let paused: string;
let products: string[];
let certificate: string;

/** Takes away what a release before the shelves did not write. */
const forgetRows = async (): Promise<void> => {
  const items = await allItems(api.settings);
  const keysOf = items.flatMap(({ pk, sk }) => (pk && sk && 'S' in pk && 'S' in sk ? [{ pk: pk.S, sk: sk.S }] : []));
  const later = keysOf.filter(
    ({ pk, sk }) => pk.startsWith('shelf#') || (/^(prd|crt)_/.test(pk) && (sk === 'head' || sk === 'face')),
  );
  const { writer } = api.context('system:test');
  for (const key of later) await writer.transact([{ kind: 'delete', key }], randomUUID());
};

const expectWhole = async (): Promise<void> => {
  const shelves = await shelfRows(api.settings);
  expect(shelves.stored).toEqual(shelves.derived);
  const rows = await listRows(api.settings);
  expect(rows.stored).toEqual(rows.derived);
};

const namesOn = async (id: string): Promise<number> =>
  (await api.ask('GET', `/v1/sales-points/${id}/stock`)).body.items.length;

/** A writer that counts what it writes, and fails from some transaction on. */
const counting = (real: Writer, failFrom = Number.POSITIVE_INFINITY) => {
  const written: Action[][] = [];
  const writer: Writer = {
    ...real,
    transact: async (actions, token) => {
      if (written.length >= failFrom) throw new Error('cut off');
      written.push(actions);
      await real.transact(actions, token);
    },
  };
  return { written, writer };
};

beforeAll(async () => {
  api = await startApi();
  point = await stockedPoint(api);
  const other = await activeSalesPoint(api, { name: 'Điểm tạm nghỉ', member: POINT_MEMBER });
  paused = other.id;
  products = await soldProducts(api, 3);
  for (const product of products) await reported(api, point, 'count', product, '7');
  await reported(api, paused, 'count', products[0] ?? '', '2');
  await actOnSalesPoint(api, paused, 'pause', '*', { reason: 'Sửa chữa' });
  certificate = (await certified(api, products[0] ?? '')).id;
});
afterAll(() => api.stop());

describe('a table of a release before the shelves', () => {
  it('answers for products and certificates as before, from their documents', async () => {
    const ask = async () =>
      Promise.all(
        [
          `/v1/products/${products[0]}`,
          `/v1/certificates/${certificate}`,
          `/v1/products/${products[0]}/availability`,
        ].map(async (path) => {
          const { status, text, headers } = await api.ask('GET', path);
          return { status, text, etag: headers.etag };
        }),
      );
    const before = await ask();
    await forgetRows();
    expect(await ask()).toEqual(before);
  });

  it('has every row after a rebuild, also of points that pause, and a second rebuild writes nothing', async () => {
    await forgetRows();
    expect(await namesOn(point)).toBe(0);
    const rebuilt = await rebuildShelves(api.context('operator'));
    expect(rebuilt).toEqual({ products: 3, producers: 1, certificates: 1, points: 2, levels: 4 });
    expect(await namesOn(point)).toBe(3);
    await expectWhole();
    const context = api.context('operator');
    const { written, writer } = counting(context.writer);
    await rebuildShelves({ ...context, writer });
    expect(written).toEqual([]);
  });

  it('is finished by the next rebuild where one was cut off, at whatever write', async () => {
    const context = api.context('operator');
    for (let failFrom = 0; failFrom < 11; failFrom += 2) {
      await forgetRows();
      const { writer } = counting(context.writer, failFrom);
      await rebuildShelves({ ...context, writer }).catch((error: Error) => expect(error.message).toBe('cut off'));
      await rebuildShelves(context);
      await expectWhole();
    }
  });

  it('is in line when it is rebuilt while points sell and products change', async () => {
    await forgetRows();
    const [first = '', second = ''] = products;
    await Promise.all([
      rebuildShelves(api.context('operator')),
      (async () => {
        for (let sold = 0; sold < 4; sold += 1) await reported(api, point, 'sell', first, '1');
      })(),
      api.ask('POST', `/v1/products/${second}/suspend`, {
        as: OFFICER,
        headers: { 'if-match': '*' },
        body: { reason: 'Kiểm tra' },
      }),
    ]);
    await expectWhole();
  });
});
