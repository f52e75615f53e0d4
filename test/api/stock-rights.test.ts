import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Api,
  BUYER,
  CENTRAL_OFFICER,
  OFFICER,
  OTHER_OFFICER,
  OTHER_OWNER,
  OWNER,
  type Reply,
  startApi,
} from '#test/support/api.ts';
import { changesBetween, tableOf } from '#test/support/faults.ts';
import {
  activeSalesPoint,
  actOnSalesPoint,
  certified,
  draft,
  proposedSalesPoint,
  publishedProduct,
  verifiedProducer,
} from '#test/support/journey.ts';
import { expectProblem, expectResponse, namesOf, placesOf } from '#test/support/responses.ts';
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

let api: Api;
let table: ReturnType<typeof tableOf>;
let point: string;
let product: string;
let second: string;

const NOW = '2026-11-23T09:00:00.000Z';
const NO_PRODUCT = 'prd_01JD0000000000000000000000';

beforeAll(async () => {
  api = await startApi({ now: NOW, stream: false });
  table = tableOf(api.settings);
  const producer = await verifiedProducer(api, { name: 'Hợp tác xã Gia Sinh' });
  product = (await publishedProduct(api, producer, { name: 'Mắm tép' })).id;
  second = (await publishedProduct(api, producer, { name: 'Cơm cháy' })).id;
  await soldProduct(api, {}, OTHER_OWNER);
});
beforeEach(async () => {
  api.clock.now = new Date(NOW);
  point = await stockedPoint(api);
});
afterAll(async () => {
  await api.stop();
});

const writesNothing = async (act: () => Promise<unknown>): Promise<void> => {
  const before = await table.snapshot();
  await act();
  expect(changesBetween(before, await table.snapshot())).toEqual([]);
};
const grant = (method: 'PUT' | 'DELETE', of = product, at = point, as = POINT_MEMBER): Promise<Reply> =>
  api.ask(method, `/v1/products/${of}/grants/${at}`, { as });
const settings = (body: object, of = product, at = point, as = POINT_MEMBER): Promise<Reply> =>
  api.ask('PUT', `/v1/sales-points/${at}/stock/${of}/settings`, { as, body });

/** Every route by which somebody could get at a point's stock. */
const routesTo = (at: string, mine: string, as: string): [string, () => Promise<Reply>][] => [
  ...['count', 'receive', 'sell', 'return', 'waste'].map((kind): [string, () => Promise<Reply>] => [
    kind,
    () => report(api, at, [{ product, kind, quantity: '1' }], { as }),
  ]),
  ['each', () => report(api, at, [{ product, kind: 'sell', quantity: '1' }], { as, mode: 'each' })],
  ['transfer from', () => transfer(api, at, mine, [{ product, quantity: '1' }], { as })],
  ['transfer to', () => transfer(api, mine, at, [{ product, quantity: '1' }], { as, mode: 'each' })],
  ['ledger', () => api.ask('GET', `/v1/sales-points/${at}/stock-changes`, { as })],
  ['ledger of a product', () => api.ask('GET', `/v1/sales-points/${at}/stock-changes`, { as, query: { product } })],
  ['exact stock', () => api.ask('GET', `/v1/me/sales-points/${at}/stock`, { as })],
  ['settings', () => settings({ show: 'band' }, product, at, as)],
  ['grant', () => grant('PUT', product, at, as)],
  ['withdrawal', () => grant('DELETE', product, at, as)],
];

describe("a member of another point, and whoever else is not the point's", () => {
  it.each([OTHER_POINT_MEMBER, BUYER, OWNER, OTHER_OFFICER])(
    '%s gets 403 for its stock by every route, and 404 while it waits for approval',
    async (as) => {
      const theirs = await stockedPoint(api, as);
      await reported(api, point, 'receive', product, '5');
      await reported(api, theirs, 'receive', product, '5', { as });
      const { id: proposed } = await proposedSalesPoint(api, { name: 'Điểm chờ duyệt', member: POINT_MEMBER });
      await writesNothing(async () => {
        for (const [name, ask] of routesTo(point, theirs, as)) {
          const reply = await ask();
          expect([name, reply.status], reply.text).toEqual([name, 403]);
          expectProblem(reply, 403, 'forbidden');
        }
        for (const [name, ask] of routesTo(proposed, theirs, as)) {
          const reply = await ask();
          expect([name, reply.status], reply.text).toEqual([name, 404]);
        }
      });
      for (const [, ask] of routesTo(proposed, theirs, as)) expect((await ask()).text).not.toContain('Điểm chờ duyệt');
    },
  );

  it('an officer of the territory reads everything and changes nothing', async () => {
    await reported(api, point, 'receive', product, '5');
    for (const as of [OFFICER, CENTRAL_OFFICER]) {
      expect(await quantityAt(api, point, product, as)).toBe('5');
      expect(await ledger(api, point, as)).toHaveLength(1);
      await writesNothing(async () => {
        for (const [name, ask] of routesTo(point, point, as)) {
          const { status } = await ask();
          const isRead = name.startsWith('ledger') || name === 'exact stock';
          if (!name.startsWith('transfer')) expect([as, name, status]).toEqual([as, name, isRead ? 200 : 403]);
        }
      });
    }
  });

  it('a former member is a stranger', async () => {
    await api.ask('PUT', `/v1/sales-points/${point}/members/helper-1`, { as: POINT_MEMBER });
    await reported(api, point, 'receive', product, '5', { as: 'helper-1' });
    await api.ask('DELETE', `/v1/sales-points/${point}/members/helper-1`, { as: POINT_MEMBER });
    expectProblem(await report(api, point, [{ product, kind: 'sell', quantity: '1' }], { as: 'helper-1' }), 403);
    expect((await ledger(api, point))[0]).toMatchObject({ by: 'helper-1' });
  });

  it('a point that is not approved yet keeps no stock for its own members either', async () => {
    const { id } = await proposedSalesPoint(api, { name: 'Điểm mới', member: POINT_MEMBER });
    await writesNothing(async () => {
      expectProblem(await report(api, id, [{ product, kind: 'receive', quantity: '1' }]), 409, 'state_conflict');
      expectProblem(await settings({ show: 'band' }, product, id), 409, 'state_conflict');
      expectProblem(await grant('PUT', product, id), 409, 'state_conflict');
      expectProblem(await grant('DELETE', product, id), 409, 'state_conflict');
    });
    expect((await api.ask('GET', `/v1/me/sales-points/${id}/stock`, { as: POINT_MEMBER })).body.items).toEqual([]);
  });
});

describe("a member of a product's producer", () => {
  const restock = (of = product, quantity = '3', as = OWNER) =>
    report(api, point, [{ product: of, kind: 'receive', quantity }], { as });

  it('may restock where the point lets them, and stands in the ledger', async () => {
    expectProblem(await restock(), 403, 'forbidden');
    const granted = await grant('PUT');
    expectResponse('grantRestocking', granted);
    expect(granted.body).toEqual({ product, salesPoint: point });
    expect((await restock()).status).toBe(200);
    expect((await restock(product, '2')).body.results[0].change).toMatchObject({
      by: OWNER,
      quantity: '2',
      before: null,
      after: null,
      applied: null,
      sequence: null,
      lots: [],
    });
    expectProblem(
      await report(api, point, [{ product, kind: 'receive', quantity: '1', expectedQuantity: '0' }], { as: OWNER }),
      403,
    );
    expect(await level(api, point, product)).toMatchObject({ quantity: '5', producerMayRestock: true });
  });

  it('may not from the moment on in which the grant is withdrawn', async () => {
    await grant('PUT');
    await restock();
    expect((await grant('DELETE')).status).toBe(204);
    await writesNothing(async () => expectProblem(await restock(), 403, 'forbidden'));
    expectProblem(await grant('DELETE'), 404, 'not_found');
    expect(await level(api, point, product)).toMatchObject({ quantity: '3', producerMayRestock: false });
  });

  it('may only restock: neither count nor sell, take back, write off, move, read, price or grant', async () => {
    await grant('PUT');
    await restock();
    const mine = await stockedPoint(api, OWNER);
    await reported(api, mine, 'receive', product, '3', { as: OWNER });
    await writesNothing(async () => {
      for (const [name, ask] of routesTo(point, mine, OWNER))
        if (name !== 'receive') expect([name, (await ask()).status]).toEqual([name, 403]);
      const mixed = await report(
        api,
        point,
        [
          { product, kind: 'receive', quantity: '1' },
          { product, kind: 'sell', quantity: '1' },
        ],
        { as: OWNER, mode: 'each' },
      );
      expectProblem(mixed, 403, 'forbidden');
    });
  });

  it('may restock what the grant names only, also in one request with what it does not', async () => {
    await grant('PUT');
    await reported(api, point, 'count', second, '1');
    await writesNothing(async () => {
      expectProblem(await restock(second), 403);
      expectProblem(await restock(NO_PRODUCT), 403);
      const both = [product, second].map((of) => ({ product: of, kind: 'receive', quantity: '1' }));
      for (const mode of ['each', 'atomic'] as const)
        expectProblem(await report(api, point, both, { as: OWNER, mode }), 403);
      expectProblem(await restock(product, '3', OTHER_OWNER), 403);
      expectProblem(await restock(product, '3', BUYER), 403);
    });
  });

  it('may restock at that point only', async () => {
    const other = await stockedPoint(api);
    await grant('PUT');
    expectProblem(await report(api, other, [{ product, kind: 'receive', quantity: '1' }], { as: OWNER }), 403);
  });

  it('has no say on what a grant is: that is the point’s, for any published product', async () => {
    for (const as of [OWNER, OTHER_POINT_MEMBER, OFFICER, BUYER])
      expectProblem(await grant('PUT', product, point, as), 403);
    expectProblem(await grant('PUT', NO_PRODUCT), 404);
    expectProblem(await grant('PUT', 'mam-tep'), 404);
    expectProblem(await grant('PUT', product, 'spt_01JD0000000000000000000000'), 404);
    expectProblem(await grant('DELETE'), 404);
    expect([(await grant('PUT')).status, (await grant('PUT')).status]).toEqual([200, 200]);
    const audit = await api.ask('GET', '/v1/audit', { as: OFFICER, query: { subject: point } });
    expect(audit.body.items.map(({ action }: { action: string }) => action)).toContain('stock.grant');
  });

  it('is refused a delivery that is larger than /v1/limits says, whatever is there, and no answer says how much that is', async () => {
    await grant('PUT');
    await reported(api, point, 'count', product, '37');
    const { restockQuantityMax } = (await api.ask('GET', '/v1/limits')).body.stock;
    expect(restockQuantityMax).toBe('1000000');
    await writesNothing(async () => {
      const reply = await restock(product, '999999999');
      expectProblem(reply, 422, 'rule_violated');
      expect(reply.body.errors).toEqual([
        { pointer: '/lines/0/quantity', code: 'delivery_too_large', detail: 'Mỗi lần giao nhiều nhất 1000000.' },
      ]);
    });
    expect((await restock(product, restockQuantityMax)).status).toBe(200);
  });

  it('delivers to a level that cannot hold it: the members read the delivery in the ledger, and their level stays', async () => {
    await grant('PUT');
    await reported(api, point, 'count', product, '999999998');
    expect((await restock(product, '2')).status).toBe(200);
    expect((await ledger(api, point)).at(-1)).toMatchObject({ by: OWNER, quantity: '2', applied: false, lots: [] });
    expect(await quantityAt(api, point, product)).toBe('999999998');
    const own = await report(api, point, [{ product, kind: 'receive', quantity: '2' }]);
    expect(expectProblem(own, 422).errors).toMatchObject([{ code: 'stock_too_large', current: '999999998' }]);
  });

  it('repeats a delivery that was taken, with its key', async () => {
    await grant('PUT');
    const again = () => report(api, point, [{ product, kind: 'receive', quantity: '3' }], { as: OWNER, key: 'giao-1' });
    const [first, later] = [await again(), await again()];
    expect([later.text, later.headers['idempotency-replayed']]).toEqual([first.text, 'true']);
    expect(await quantityAt(api, point, product)).toBe('3');
  });
});

describe('a point stocks', () => {
  it('any published product without asking, with its star or without', async () => {
    const starred = await soldProduct(api, { name: 'Có sao' }, OTHER_OWNER);
    await certified(api, starred, { number: 'GCN-9' });
    await reported(api, point, 'receive', product, '1');
    await reported(api, point, 'receive', starred, '1');
    const { body } = await api.ask('GET', `/v1/sales-points/${point}/stock`);
    const stars = new Map(
      body.items.map((item: { product: string; stars: number | null }) => [item.product, item.stars]),
    );
    expect([stars.get(product), stars.get(starred)]).toEqual([null, 4]);
  });

  it('no draft and nothing unknown, by any kind of line', async () => {
    const producer = await verifiedProducer(api, { name: 'Cơ sở nháp' });
    const { id: unpublished } = await draft(api, producer, { name: 'Nháp' });
    await writesNothing(async () => {
      for (const id of [unpublished, NO_PRODUCT])
        for (const kind of ['count', 'receive', 'sell', 'return', 'waste']) {
          const reply = await report(api, point, [{ product: id, kind, quantity: '1' }]);
          expect(placesOf(expectProblem(reply, 422, 'rule_violated'))).toEqual(['/lines/0/product']);
          expect(reply.text).not.toContain('Nháp');
        }
      expectProblem(await settings({ show: 'band' }, unpublished), 404);
      expectProblem(await grant('PUT', unpublished), 404);
    });
  });

  it('what it has of a product that is suspended later can still be sold off the books, but is not shown', async () => {
    const producer = await verifiedProducer(api, { name: 'Cơ sở bị đình chỉ' });
    const { id, etag } = await publishedProduct(api, producer, { name: 'Hàng sẽ đình chỉ' });
    await reported(api, point, 'receive', id, '5');
    const suspended = await api.ask('POST', `/v1/products/${id}/suspend`, {
      as: OFFICER,
      headers: { 'if-match': etag },
      body: { reason: 'Kiểm tra' },
    });
    expect(suspended.status).toBe(200);
    await reported(api, point, 'waste', id, '2');
    expect(await quantityAt(api, point, id)).toBe('3');
    expect((await api.ask('GET', `/v1/sales-points/${point}/stock`)).body.items).toEqual([]);
    expectProblem(await api.ask('GET', `/v1/products/${id}/availability`), 404);
    const elsewhere = await stockedPoint(api);
    expectProblem(await report(api, elsewhere, [{ product: id, kind: 'receive', quantity: '1' }]), 422);
  });
});

describe('silent points', () => {
  const DAY_MS = 86_400_000;
  let silent: Api;
  const ids: Record<string, string> = {};
  const start = Date.parse('2026-11-01T03:00:00.000Z');
  const dayNumber = (days: number, ms = 0): void => {
    silent.clock.now = new Date(start + days * DAY_MS + ms);
  };
  const list = (query: object = {}, as = OFFICER): Promise<Reply> =>
    silent.ask('GET', '/v1/sales-points/silent', { as, query: { ...query } });

  beforeAll(async () => {
    silent = await startApi({ now: new Date(start).toISOString(), stream: false });
    const of = await soldProduct(silent);
    for (const name of ['An', 'Bình', 'Châu', 'Dũng', 'Đông'])
      ids[name] = (await activeSalesPoint(silent, { name, member: POINT_MEMBER })).id;
    const faraway = { name: 'Xa', commune: '14758', lat: 19.8, lng: 105.78, member: POINT_MEMBER };
    ids.Xa = (await activeSalesPoint(silent, faraway, OTHER_OFFICER)).id;
    await proposedSalesPoint(silent, { name: 'Êm', member: POINT_MEMBER });
    const { headers } = await silent.ask('GET', `/v1/me/sales-points/${ids.Dũng}`, { as: POINT_MEMBER });
    await actOnSalesPoint(silent, ids.Dũng ?? '', 'pause', headers.etag ?? '', { reason: 'Nghỉ' });
    dayNumber(3);
    await reported(silent, ids.An ?? '', 'receive', of, '1');
    dayNumber(5);
    await reported(silent, ids.Bình ?? '', 'count', of, '1', {
      occurredAt: new Date(start + 4.5 * DAY_MS).toISOString(),
    });
    await report(silent, ids.Châu ?? '', [{ product: of, kind: 'sell', quantity: '1' }]);
  });
  afterAll(() => silent.stop());

  it('are those without a report for so many whole days, to the millisecond, by name', async () => {
    dayNumber(17, -1);
    expect(namesOf(await list())).toEqual(['Châu', 'Đông']);
    dayNumber(17);
    expect(namesOf(await list())).toEqual(['An', 'Châu', 'Đông']);
    dayNumber(19);
    expect(namesOf(await list({ days: '14' }))).toEqual(['An', 'Bình', 'Châu', 'Đông']);
    expect([namesOf(await list({ days: '16' })), namesOf(await list({ days: '20' }))]).toEqual([
      ['An', 'Châu', 'Đông'],
      [],
    ]);
  });

  it('tell when they last reported, by arrival, or that they never have, since when approved', async () => {
    dayNumber(19);
    const reply = await list({ days: '1' });
    expectResponse('listSilentPoints', reply);
    const seen = reply.body.items.map(({ id, lastReportAt, silentDays }: Record<string, unknown>) => [
      id,
      lastReportAt,
      silentDays,
    ]);
    expect(seen).toEqual([
      [ids.An, new Date(start + 3 * DAY_MS).toISOString(), 16],
      [ids.Bình, new Date(start + 5 * DAY_MS).toISOString(), 14],
      [ids.Châu, null, 19],
      [ids.Đông, null, 19],
    ]);
  });

  it('are those of the officer’s territory', async () => {
    dayNumber(19);
    expect(namesOf(await list({}, OTHER_OFFICER))).toEqual(['Xa']);
    expectProblem(await list({ province: '37' }, OTHER_OFFICER), 403, 'forbidden');
    expect(namesOf(await list({}, CENTRAL_OFFICER))).toEqual(['An', 'Bình', 'Châu', 'Đông', 'Xa']);
    expect(namesOf(await list({ province: 'thanh-hoa' }, CENTRAL_OFFICER))).toEqual(['Xa']);
    for (const as of [POINT_MEMBER, OWNER, BUYER]) expectProblem(await list({}, as), 403, 'forbidden');
  });

  it('are walked by cursor, each once, and the cursor is good for those days and that province alone', async () => {
    dayNumber(19);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 1, ...(cursor === undefined ? {} : { cursor }) });
      expect(page.body.items.length).toBeLessThanOrEqual(1);
      seen.push(...namesOf(page));
      cursor = page.body.next;
      if (cursor === undefined) break;
      expectProblem(await list({ limit: 1, cursor, days: '13' }), 400, 'cursor_invalid');
      expectProblem(await list({ limit: 1, cursor, province: '37' }), 400, 'cursor_invalid');
    } while (seen.length < 20);
    expect(seen).toEqual(['An', 'Bình', 'Châu', 'Đông']);
  });

  it.each(['0', '-1', '366', '1.5', '', 'x', '01', '1e1'])('no number of days is %j', async (days) => {
    expect(placesOf(expectProblem(await list({ days }), 400))).toEqual(['days']);
  });

  it('report again, and are silent no more', async () => {
    dayNumber(19);
    await report(silent, ids.Châu ?? '', [{ product: await soldProduct(silent), kind: 'count', quantity: '0' }]);
    expect(namesOf(await list())).toEqual(['An', 'Bình', 'Đông']);
  });
});
