import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Writer } from '#shared/data/table/writer.ts';
import { STOCK_LINES_MAX } from '#shared/platform/limits.ts';
import { finishPendingWork } from '#shared/services/pending-work/finish-pending-work.ts';
import { propagateProduct } from '#shared/services/products/internal/propagate-product.ts';
import { type Api, OFFICER, OWNER, startApi } from '#test/support/api.ts';
import { act, certificateInput, certified, publishedProduct, verifiedProducer } from '#test/support/journey.ts';
import {
  type Line,
  POINT_MEMBER,
  report,
  reported,
  soldProduct,
  soldProducts,
  stockedPoint,
  transfer,
} from '#test/support/stock.ts';
import { allItems, expectShelvesDerived } from '#test/support/table.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const shelf = async (point: string, query: Record<string, string | number> = { limit: 100 }) => {
  const reply = await api.ask('GET', `/v1/sales-points/${point}/stock`, { query });
  expect(reply.status, reply.text).toBe(200);
  return reply.body;
};
const namesOn = async (point: string): Promise<string[]> =>
  (await shelf(point)).items.map(({ name }: { name: string }) => name);
const expectInLine = async (): Promise<void> => {
  await expectShelvesDerived(api);
};
const pending = async (): Promise<string[]> =>
  (await allItems(api.settings)).flatMap(({ pk, sk }) =>
    pk && 'S' in pk && pk.S === 'unfinished' && sk && 'S' in sk ? [sk.S] : [],
  );
const onProduct = (id: string, action: string, body: object) =>
  api.ask('POST', `/v1/products/${id}/${action}`, { as: OFFICER, headers: { 'if-match': '*' }, body });

describe('the shelf of a point', () => {
  it('shows a product from its first report on, and follows its stock in the transaction of each change', async () => {
    const [point, product] = [await stockedPoint(api), await soldProduct(api)];
    await reported(api, point, 'count', product, '10');
    const [first] = (await shelf(point)).items;
    expect(first).toMatchObject({ product, quantity: '10', stars: null });
    await reported(api, point, 'sell', product, '1');
    expect((await shelf(point)).items[0]).toMatchObject({ quantity: '9', lots: [{ quantity: '9' }] });
    await api.ask('PUT', `/v1/sales-points/${point}/stock/${product}/settings`, {
      as: POINT_MEMBER,
      body: { show: 'band', priceVnd: 5_000 },
    });
    const [band] = (await shelf(point)).items;
    expect(band).toMatchObject({ quantity: null, band: 'in-stock', priceVnd: 5_000 });
    expect(band).not.toHaveProperty('lots');
    expect(await pending()).toEqual([]);
    await expectInLine();
  });

  it('shows every change of a product at all points that stock it as soon as the change is answered', async () => {
    const points = [await stockedPoint(api), await stockedPoint(api)];
    const producer = await verifiedProducer(api, { name: 'Chủ thể tên cũ' });
    const { id } = await publishedProduct(api, producer, { name: 'Mắm tên cũ' });
    for (const point of points) await reported(api, point, 'count', id, '3');
    const onAll = async () => Promise.all(points.map(async (point) => (await shelf(point)).items[0]));
    const each = async (wanted: object) => {
      for (const item of await onAll()) expect(item).toMatchObject(wanted);
    };

    const certificate = await certified(api, id);
    await each({ stars: 4, starsValidTo: '2028-08-01' });
    const corrected = await api.ask('POST', `/v1/certificates/${certificate.id}/correct`, {
      as: OFFICER,
      headers: { 'if-match': '*' },
      body: { stars: 3, reason: 'Nhập nhầm' },
    });
    expect(corrected.status, corrected.text).toBe(200);
    await each({ stars: 3 });
    const extended = await api.ask('POST', `/v1/certificates/${certificate.id}/extend`, {
      as: OFFICER,
      headers: { 'if-match': '*' },
      body: { effectiveTo: '2028-12-31', basis: 'Điều 12.3, 26/2026/QĐ-TTg' },
    });
    expect(extended.status, extended.text).toBe(200);
    await each({ stars: 3, starsValidTo: '2028-12-31' });

    const edited = await api.ask('PATCH', `/v1/products/${id}`, {
      as: OWNER,
      headers: { 'if-match': '*' },
      body: { name: 'Mắm tên mới', priceVnd: 99_000 },
    });
    expect(edited.status, edited.text).toBe(200);
    await each({ name: 'Mắm tên cũ' });
    const submitted = await act(api, id, 'submit', edited.headers.etag ?? '');
    await act(api, id, 'approve', submitted, OFFICER);
    await each({ name: 'Mắm tên mới', priceVnd: 99_000 });

    const renamed = await api.ask('PATCH', `/v1/producers/${producer}`, {
      as: OFFICER,
      headers: { 'if-match': '*' },
      body: { name: 'Chủ thể tên mới' },
    });
    expect(renamed.status, renamed.text).toBe(200);
    await each({ producer: { id: producer, name: 'Chủ thể tên mới' } });

    expect((await onProduct(id, 'suspend', { reason: 'Kiểm tra' })).status).toBe(200);
    for (const point of points) expect(await namesOn(point)).toEqual([]);
    expect((await onProduct(id, 'reinstate', { reason: 'Xong' })).status).toBe(200);
    await each({ name: 'Mắm tên mới', stars: 3 });

    const revoked = await api.ask('POST', `/v1/certificates/${certificate.id}/revoke`, {
      as: OFFICER,
      headers: { 'if-match': '*' },
      body: { decisionNumber: '1/QĐ-UBND', decisionDate: '2026-11-20', ground: 'a' },
    });
    expect(revoked.status, revoked.text).toBe(200);
    await each({ stars: null, starsValidTo: null });

    const hidden = await api.ask('POST', `/v1/producers/${producer}/suspend`, {
      as: OFFICER,
      headers: { 'if-match': '*' },
      body: { reason: 'Kiểm tra' },
    });
    expect(hidden.status, hidden.text).toBe(200);
    for (const point of points) expect(await namesOn(point)).toEqual([]);
    expect(await pending()).toEqual([]);
    await expectInLine();
  });

  it('shows no star the day after it ends, with no job run', async () => {
    const own = await startApi({ engine: { endpoint: api.settings.endpoint } });
    const [point, product] = [await stockedPoint(own), await soldProduct(own)];
    await reported(own, point, 'count', product, '1');
    const made = await own.ask('POST', '/v1/certificates', {
      as: OFFICER,
      body: certificateInput(product, { decisionDate: '2023-12-01', issuedOn: '2023-12-01' }),
    });
    expect(made.status, made.text).toBe(201);
    const stars = async (at: string) => {
      own.clock.now = new Date(at);
      return (await own.ask('GET', `/v1/sales-points/${point}/stock`)).body.items[0].stars;
    };
    expect(await stars('2026-12-01T16:59:59Z')).toBe(4);
    expect(await stars('2026-12-01T17:00:00Z')).toBeNull();
  });

  it('holds its rows whole when a batch has no room for them: forty new products, all counted at once, then sold', async () => {
    const point = await stockedPoint(api);
    const other = await stockedPoint(api);
    const products = await soldProducts(api, STOCK_LINES_MAX.atomic);
    const all = (kind: string, quantity: string) => products.map((product) => ({ product, kind, quantity }));
    expect((await report(api, point, all('count', '5'))).status).toBe(200);
    expect((await report(api, point, all('sell', '1'))).status).toBe(200);
    const moved = products.slice(0, STOCK_LINES_MAX.atomicTransfer).map((product) => ({ product, quantity: '1' }));
    expect((await transfer(api, point, other, moved)).status).toBe(200);
    const seen: string[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const page = await shelf(point, { limit: 100, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items.map(({ quantity }: { quantity: string }) => quantity));
      cursor = page.next;
      more = cursor !== undefined;
    }
    expect(seen.sort()).toEqual([...Array(20).fill('3'), ...Array(20).fill('4')]);
    expect(await pending()).toEqual([]);
    await expectInLine();
  });

  it('comes in line while a product changes and is taken up at the same time, whatever comes first', async () => {
    for (let round = 0; round < 6; round += 1) {
      const [point, product] = [await stockedPoint(api), await soldProduct(api)];
      const [counted, certificate, suspended] = await Promise.all([
        report(api, point, [{ product, kind: 'count', quantity: '2' }]),
        api.ask('POST', '/v1/certificates', { as: OFFICER, body: certificateInput(product) }),
        onProduct(product, 'suspend', { reason: 'Kiểm tra' }),
      ]);
      expect([200, 422]).toContain(counted.status);
      expect([certificate.status, suspended.status]).toEqual([201, 200]);
      expect(await namesOn(point)).toEqual([]);
    }
    expect(await pending()).toEqual([]);
    await expectInLine();
  });
});

describe('a propagation that is cut off', () => {
  const isShelfWrite = (input: unknown): boolean => JSON.stringify(input).includes('"shelf#');

  const cutOff = async <T>(run: () => Promise<T>): Promise<T> => {
    const real = DynamoDBClient.prototype.send;
    DynamoDBClient.prototype.send = async function send(this: DynamoDBClient, command: unknown) {
      if (command instanceof TransactWriteItemsCommand && isShelfWrite(command.input) && !hasLevel(command.input))
        throw new Error('cut off');
      return (real as (one: unknown) => Promise<unknown>).call(this, command);
    } as typeof real;
    try {
      return await run();
    } finally {
      DynamoDBClient.prototype.send = real;
    }
  };
  const hasLevel = (input: unknown): boolean => JSON.stringify(input).includes('"stock#');

  it('of a batch that has no room for its rows is finished by a retry, or by the recurring job', async () => {
    const products = await soldProducts(api, STOCK_LINES_MAX.atomic);
    const lines = products.map((product): Line => ({ product, kind: 'count', quantity: '4' }));
    for (const finish of ['a retry', 'the recurring job']) {
      const point = await stockedPoint(api);
      const send = () => report(api, point, lines, { mode: 'atomic', key: `large-${finish}` });
      expect((await cutOff(send)).status).toBe(500);
      expect(await namesOn(point)).toEqual([]);
      expect(await pending()).toEqual([expect.stringMatching(/^shelf#/)]);
      if (finish === 'a retry') expect((await send()).status).toBe(200);
      else await finishPendingWork(api.context('system:test'));
      expect(await namesOn(point)).toHaveLength(STOCK_LINES_MAX.atomic);
      expect(await pending()).toEqual([]);
    }
    await expectInLine();
  });

  it('of a product is taken up by the recurring job', async () => {
    const [point, product] = [await stockedPoint(api), await soldProduct(api)];
    await reported(api, point, 'count', product, '4');
    const suspended = await cutOff(() => onProduct(product, 'suspend', { reason: 'Kiểm tra' }));
    expect(suspended.status).toBe(500);
    expect(await pending()).toEqual([product]);
    await finishPendingWork(api.context('system:test'));
    expect(await namesOn(point)).toEqual([]);
    expect(await pending()).toEqual([]);
    await expectInLine();
  });

  it('reaches at most as many points as a request may, and keeps its note for the rest', async () => {
    const product = await soldProduct(api);
    const points = [await stockedPoint(api), await stockedPoint(api), await stockedPoint(api)];
    for (const point of points) await reported(api, point, 'count', product, '4');
    await cutOff(() => onProduct(product, 'suspend', { reason: 'Kiểm tra' }));
    await propagateProduct(api.context('system:test'), product, 2);
    expect((await Promise.all(points.map(namesOn))).flat()).toHaveLength(1);
    expect(await pending()).toEqual([product]);
    await propagateProduct(api.context('system:test'), product);
    expect((await Promise.all(points.map(namesOn))).flat()).toEqual([]);
    expect(await pending()).toEqual([]);
  });

  it('never goes back to an older version of the product, however late it comes', async () => {
    const [point, product] = [await stockedPoint(api), await soldProduct(api)];
    await reported(api, point, 'count', product, '4');
    const context = api.context('system:test');
    let held: (() => void) | undefined;
    const released = new Promise<void>((resolve) => {
      held = resolve;
    });
    let isWaiting = false;
    let lateContext: ReturnType<Api['context']> | undefined;
    const waiting = new Promise<void>((resolve) => {
      const writer: Writer = {
        ...context.writer,
        transact: async (actions, token) => {
          if (!isWaiting && actions.some((action) => action.kind === 'update')) {
            isWaiting = true;
            resolve();
            await released;
          }
          return context.writer.transact(actions, token);
        },
      };
      lateContext = { ...context, writer };
    });
    await cutOff(() => api.ask('POST', '/v1/certificates', { as: OFFICER, body: certificateInput(product) }));
    const late = propagateProduct(lateContext ?? context, product);
    await waiting;
    expect((await onProduct(product, 'suspend', { reason: 'Kiểm tra' })).status).toBe(200);
    held?.();
    await late;
    expect(await namesOn(point)).toEqual([]);
    await finishPendingWork(context);
    await expectInLine();
  });
});
