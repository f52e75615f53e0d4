import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Writer } from '#shared/data/table/writer.ts';
import { finishPendingWork } from '#shared/services/pending-work/finish-pending-work.ts';
import { editSalesPoint } from '#shared/services/sales-points/edit-sales-point.ts';
import { pauseSalesPoint } from '#shared/services/sales-points/pause-sales-point.ts';
import { changeStock } from '#shared/services/stock/change-stock.ts';
import { type Api, OFFICER, type Reply, startApi } from '#test/support/api.ts';
import {
  changesBetween,
  FAULTS,
  pointsOf,
  type Snapshot,
  type Trouble,
  tableOf,
  troubleFor,
} from '#test/support/faults.ts';
import { expectProblem, expectResponse } from '#test/support/responses.ts';
import { POINT_MEMBER, report, reported, soldProduct, stockedPoint } from '#test/support/stock.ts';
import { allItems, expectRowsDerived, listRows } from '#test/support/table.ts';

let api: Api;
let table: ReturnType<typeof tableOf>;
let trouble: Trouble;
let empty: Snapshot;
let product: string;
let second: string;

const NOW = '2026-11-23T09:00:00.000Z';
const HOA_LU = { lat: 20.261, lng: 105.965 };
const NEAR = { near: '20.261,105.965' };
/** Ten kilometres or so to the south, and far away but in the province. */
const AWAY = { lat: 20.17, lng: 105.965 };
const FAR = { lat: 20.05, lng: 106.03 };

beforeAll(async () => {
  api = await startApi({ now: NOW, stream: false });
  table = tableOf(api.settings);
  trouble = troubleFor(api);
  product = await soldProduct(api, { name: 'Mắm tép', priceVnd: 120_000 });
  second = await soldProduct(api, { name: 'Cơm cháy', unit: 'kg' });
  empty = await table.snapshot();
});
beforeEach(() => {
  api.clock.now = new Date(NOW);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await table.restore(empty);
});
afterAll(async () => {
  trouble.stop();
  await api.stop();
});

const get = async (path: string, query: object = {}): Promise<Reply> => {
  const reply = await api.ask('GET', path, { query: { ...query } });
  expect(reply.status, reply.text).toBe(200);
  return reply;
};
const offers = async (query: object = NEAR, of = product) =>
  (await get(`/v1/products/${of}/availability`, { limit: 100, ...query })).body.items;
const shelf = async (point: string) => (await get(`/v1/sales-points/${point}/stock`)).body.items;
const settings = async (point: string, body: object, of = product): Promise<void> => {
  const reply = await api.ask('PUT', `/v1/sales-points/${point}/stock/${of}/settings`, { as: POINT_MEMBER, body });
  expect(reply.status, reply.text).toBe(200);
};
const edit = (point: string, body: object): Promise<Reply> =>
  api.ask('PATCH', `/v1/sales-points/${point}`, { as: POINT_MEMBER, headers: { 'if-match': '*' }, body });
const act = (point: string, action: 'approve' | 'pause'): Promise<Reply> =>
  api.ask('POST', `/v1/sales-points/${point}/${action}`, {
    as: OFFICER,
    headers: { 'if-match': '*' },
    body: { reason: 'Theo đề nghị' },
  });
const done = (reply: Reply): void => expect(reply.status, reply.text).toBe(200);
const expectRows = async (): Promise<void> => {
  await expectRowsDerived(api);
};

describe('where a product is to be had', () => {
  it('says of each point what it has: the one that is out says so, whatever others have', async () => {
    const [a, b] = [await stockedPoint(api), await stockedPoint(api, POINT_MEMBER, AWAY)];
    await reported(api, a, 'count', product, '0');
    await reported(api, b, 'count', product, '10');
    const reply = await get(`/v1/products/${product}/availability`, NEAR);
    expectResponse('listAvailability', reply);
    expect(reply.body.items).toMatchObject([
      { salesPoint: a, quantity: '0', band: 'out', distanceMetres: 0, point: { id: a } },
      { salesPoint: b, quantity: '10', band: 'in-stock', distanceMetres: 10_119, point: { id: b } },
    ]);
    expect(await shelf(a)).toMatchObject([{ product, quantity: '0', band: 'out' }]);
    expect(await shelf(b)).toMatchObject([{ product, quantity: '10', band: 'in-stock' }]);
    for (const query of [{}, NEAR]) {
      const found = (await get('/v1/sales-points', { product, ...query })).body.items;
      expect(found.map(({ id }: { id: string }) => id)).toEqual([b]);
    }
    await reported(api, b, 'sell', product, '10');
    expect((await get('/v1/sales-points', { product, ...NEAR })).body.items).toEqual([]);
  });

  it('is asked by id or slug, by radius, and not for what is unknown', async () => {
    const a = await stockedPoint(api);
    const b = await stockedPoint(api, POINT_MEMBER, AWAY);
    for (const point of [a, b]) await reported(api, point, 'receive', product, '1');
    const { slug } = (await get(`/v1/products/${product}`)).body;
    expect(await offers(NEAR, slug)).toEqual(await offers());
    expect(
      (await offers({ ...NEAR, radiusKm: '10.118' })).map(({ salesPoint }: { salesPoint: string }) => salesPoint),
    ).toEqual([a]);
    expect(await offers({ ...NEAR, radiusKm: '10.2' })).toHaveLength(2);
    expect(await offers({})).toHaveLength(2);
    expectProblem(await api.ask('GET', '/v1/products/prd_01JD0000000000000000000000/availability'), 404);
    expectProblem(await api.ask('GET', `/v1/products/${product}/availability`, { query: { radiusKm: '2' } }), 400);
  });

  it.each(['-90,0', '90,0', '0,180', '0,-180'])('is nowhere near %s, for the price of the product', async (near) => {
    const point = await stockedPoint(api);
    await reported(api, point, 'receive', product, '1');
    api.consumed.length = 0;
    expect(await offers({ near })).toEqual([]);
    expect((await get('/v1/sales-points', { product, near })).body.items).toEqual([]);
    expect(api.consumed.map(({ operation }) => operation)).toEqual(['GetItem', 'GetItem']);
  });

  it('costs what the point asks, or what the product does', async () => {
    const point = await stockedPoint(api);
    await reported(api, point, 'receive', product, '1');
    const prices = async () => [(await offers())[0].priceVnd, (await shelf(point))[0].priceVnd];
    expect(await prices()).toEqual([120_000, 120_000]);
    await settings(point, { priceVnd: 99_000 });
    expect(await prices()).toEqual([99_000, 99_000]);
    await settings(point, { priceVnd: null });
    expect(await prices()).toEqual([120_000, 120_000]);
  });

  it('tells the number with its lots, or a band and nothing by which the number could be known', async () => {
    const point = await stockedPoint(api);
    await reported(api, point, 'receive', product, '31337', { lot: 'LÔ-BÍ-MẬT', useBy: '2027-01-31' });
    expect((await offers())[0]).toMatchObject({ quantity: '31337', band: 'in-stock', unit: 'hũ 500 g' });
    expect((await shelf(point))[0].lots).toEqual([{ lot: 'LÔ-BÍ-MẬT', useBy: '2027-01-31', quantity: '31337' }]);

    await settings(point, { show: 'band', lowStockThreshold: '31337' });
    const { slug } = (await get(`/v1/sales-points/${point}`)).body;
    const responses = [
      await get(`/v1/products/${product}/availability`),
      await get(`/v1/products/${product}/availability`, NEAR),
      await get(`/v1/sales-points/${point}/stock`),
      await get(`/v1/sales-points/${slug}/stock`),
      await get('/v1/sales-points', { product }),
    ];
    for (const { text } of responses) {
      expect(text).not.toContain('31337');
      expect(text).not.toContain('BÍ-MẬT');
      expect(text).not.toContain('lots');
      expect(text).not.toContain('Threshold');
    }
    expect((await offers())[0]).toMatchObject({ quantity: null, band: 'low' });
    expectResponse('listPublicStock', responses[2] as Reply);
    await reported(api, point, 'receive', product, '1');
    expect((await offers())[0]).toMatchObject({ quantity: null, band: 'in-stock' });
    await reported(api, point, 'count', product, '0');
    expect((await offers())[0]).toMatchObject({ quantity: null, band: 'out' });
    await expectRows();
  });

  it('writes nothing for buyers as long as they would see the same', async () => {
    const point = await stockedPoint(api);
    await reported(api, point, 'receive', product, '50');
    const sale = async (quantity: string) => {
      const { transactions } = await trouble.ask('POST', `/v1/sales-points/${point}/stock-changes`, {
        as: POINT_MEMBER,
        headers: { 'idempotency-key': `sale-${Math.random()}` },
        body: { mode: 'atomic', lines: [{ product, kind: 'sell', quantity, occurredAt: NOW }] },
      });
      return transactions[0]?.TransactItems?.map(
        ({ Put, Update }) => (Put?.Item ?? Update?.Key)?.pk?.S?.split('#')[0],
      ).sort();
    };
    expect(await sale('1')).toEqual(['available', 'ledger', 'shelf', 'stock']);
    await settings(point, { show: 'band', lowStockThreshold: '5' });
    expect(await sale('1')).toEqual(['ledger', 'stock']);
    expect(await sale('43')).toEqual(['available', 'ledger', 'shelf', 'stock']);
    expect((await offers())[0].band).toBe('low');
  });

  it('is told with the last count, whether that is too long ago, and whether the point is open', async () => {
    const point = await stockedPoint(api);
    await reported(api, point, 'receive', product, '5');
    expect((await offers())[0]).toMatchObject({ countedAt: null, stale: true, openNow: true });
    await reported(api, point, 'count', product, '5');
    expect((await offers())[0]).toMatchObject({ countedAt: NOW, stale: false });
    const before = await table.snapshot();
    for (const [at, stale, openNow] of [
      ['2026-11-23T14:30:00.000Z', false, false],
      ['2026-11-30T09:00:00.000Z', false, true],
      ['2026-11-30T09:00:00.001Z', true, true],
    ] as const) {
      api.clock.now = new Date(at);
      expect([at, (await offers())[0].stale, (await offers())[0].openNow]).toEqual([at, stale, openNow]);
      expect((await shelf(point))[0].stale).toBe(stale);
    }
    expect(changesBetween(before, await table.snapshot())).toEqual([]);
  });
});

describe('at midnight in Vietnam', () => {
  const LAST = '2026-11-23T16:59:59.999Z';
  const FIRST = '2026-11-23T17:00:00.000Z';

  it('what may be used until today drops out by itself, and nothing is written', async () => {
    const point = await stockedPoint(api);
    await reported(api, point, 'receive', product, '3', { lot: 'A', useBy: '2026-11-23' });
    await reported(api, point, 'receive', product, '2', { lot: 'B', useBy: '2026-11-24' });
    await reported(api, point, 'receive', second, '1.5', { useBy: '2026-11-23' });
    const before = await table.snapshot();
    const seen = async () => [
      (await offers())[0].quantity,
      (await offers(NEAR, second))[0].band,
      (await shelf(point)).map(({ quantity, lots }: { quantity: string; lots: unknown[] }) => [quantity, lots.length]),
      (await get('/v1/sales-points', { product: second })).body.items.length,
    ];
    api.clock.now = new Date(LAST);
    expect(await seen()).toEqual([
      '5',
      'in-stock',
      [
        ['5', 2],
        ['1.5', 1],
      ],
      1,
    ]);
    api.clock.now = new Date(FIRST);
    expect(await seen()).toEqual([
      '2',
      'out',
      [
        ['2', 1],
        ['0', 0],
      ],
      0,
    ]);
    expect(changesBetween(before, await table.snapshot())).toEqual([]);
  });

  it('it is sold until then and not after; what was sold before and arrives after is judged on its own day', async () => {
    const point = await stockedPoint(api);
    await reported(api, point, 'receive', product, '5', { lot: 'A', useBy: '2026-11-23' });
    api.clock.now = new Date(LAST);
    await reported(api, point, 'sell', product, '1');
    api.clock.now = new Date(FIRST);
    expectProblem(await report(api, point, [{ product, kind: 'sell', quantity: '1' }]), 409, 'stock_insufficient');
    expectProblem(
      await report(api, point, [{ product, kind: 'sell', quantity: '1', lot: 'A' }]),
      409,
      'stock_insufficient',
    );
    api.clock.now = new Date('2026-11-23T18:30:00.000Z');
    await reported(api, point, 'sell', product, '2', { occurredAt: LAST });
    expectProblem(
      await report(api, point, [{ product, kind: 'sell', quantity: '1', occurredAt: FIRST }]),
      409,
      'stock_insufficient',
    );
    await reported(api, point, 'waste', product, '2', { reason: 'Hết hạn' });
    expect((await offers())[0]).toMatchObject({ quantity: '0', band: 'out' });
  });
});

describe('a point that changes', () => {
  const HOURS = { weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], opens: '06:00', closes: '06:30' }] };
  const stocked = async (): Promise<string> => {
    const point = await stockedPoint(api);
    await reported(api, point, 'receive', product, '5');
    await reported(api, point, 'receive', second, '2.5');
    return point;
  };

  it('is shown by its new name and hours at once', async () => {
    const point = await stocked();
    done(await edit(point, { name: 'Tên mới', openingHours: HOURS }));
    for (const of of [product, second])
      expect(await offers(NEAR, of)).toMatchObject([{ salesPoint: point, openNow: false, point: { name: 'Tên mới' } }]);
    await expectRows();
  });

  it('is found where it stands now, and no more where it stood', async () => {
    const point = await stocked();
    for (const place of [FAR, AWAY, HOA_LU, FAR]) {
      done(await edit(point, place));
      expect(await offers({})).toMatchObject([{ salesPoint: point, point: place }]);
      const there = { near: `${place.lat},${place.lng}`, radiusKm: '0.1' };
      expect(await offers(there)).toMatchObject([{ salesPoint: point, quantity: '5', distanceMetres: 0 }]);
      for (const other of [FAR, AWAY, HOA_LU].filter((one) => one !== place))
        expect(await offers({ near: `${other.lat},${other.lng}`, radiusKm: '1' })).toEqual([]);
      await expectRows();
      await reported(api, point, 'sell', product, '1');
      await reported(api, point, 'receive', product, '1');
      await expectRows();
    }
  });

  it('is not found while it pauses, goes on with its stock meanwhile, and is found again with what it has then', async () => {
    const point = await stocked();
    done(await act(point, 'pause'));
    expect([await offers(), await offers({}), (await get('/v1/sales-points', { product })).body.items]).toEqual([
      [],
      [],
      [],
    ]);
    expect(await shelf(point)).toEqual([]);
    await expectRows();
    await reported(api, point, 'sell', product, '2');
    const taken = await soldProduct(api, { name: 'Sản phẩm mới lên kệ' });
    await reported(api, point, 'receive', taken, '1');
    done(await edit(point, FAR));
    await expectRows();
    expect(await offers({})).toEqual([]);
    done(await act(point, 'approve'));
    expect(await offers({})).toMatchObject([{ quantity: '3', point: { ...FAR, status: 'active' } }]);
    expect(await offers({}, taken)).toMatchObject([{ quantity: '1' }]);
    await expectRows();
  });

  const VERBS: [string, (point: string) => { method: string; path: string; as: string; body: object }][] = [
    [
      'moves',
      (point) => ({
        method: 'PATCH',
        path: `/v1/sales-points/${point}`,
        as: POINT_MEMBER,
        body: { ...FAR, name: 'Đã dời' },
      }),
    ],
    [
      'pauses',
      (point) => ({ method: 'POST', path: `/v1/sales-points/${point}/pause`, as: OFFICER, body: { reason: 'Sửa' } }),
    ],
  ];

  it.each(VERBS)(
    'and %s is cut off at any call: the recurring job or the next change ends it, though stock changed in between',
    async (_, verb) => {
      vi.spyOn(process.stdout, 'write').mockReturnValue(true);
      vi.spyOn(Math, 'random').mockReturnValue(0);
      const point = await stocked();
      const taken = await soldProduct(api, { name: 'Sản phẩm lên kệ giữa chừng' });
      const before = await table.snapshot();
      const { method, path, as, body } = verb(point);
      const ask = { as, body, headers: { 'if-match': '*' } };
      const clean = await trouble.ask(method, path, ask);
      done(clean.reply);
      expect(clean.calls.filter((kind) => kind === 'write')).toHaveLength(4);
      await expectRows();
      await table.restore(before);

      for (const { at, on } of pointsOf(clean.calls)) {
        for (const kind of FAULTS.filter((one) => one.on === on).slice(-3)) {
          for (const rescue of ['recurring job', 'next change', 'same again'] as const) {
            const which = `${kind.name} from ${on} ${at} on, then the ${rescue}`;
            const broken = await trouble.ask(method, path, ask, { at, kind, lasting: true });
            expect([which, broken.reply.status]).toEqual([which, 503]);
            await reported(api, point, 'sell', product, '2');
            await reported(api, point, 'receive', taken, '1');
            const begun = (await table.snapshot()).has(`unfinished ${point}`);
            if (rescue === 'recurring job')
              expect(await finishPendingWork(api.context('system:schedules'))).toBe(begun ? 1 : 0);
            if (rescue === 'next change') done(await edit(point, { addressLine: 'Số 3' }));
            if (rescue === 'same again') expect([200, 409]).toContain((await api.ask(method, path, ask)).status);
            const after = await table.snapshot();
            expect([which, after.has(`unfinished ${point}`)]).toEqual([which, false]);
            const { stored, derived } = await listRows(api.settings);
            expect([which, stored]).toEqual([which, derived]);
            await table.restore(before, after);
          }
        }
      }
    },
  );

  /** A writer that lets something else happen before its n-th transaction. */
  const meddling = (real: Writer, nth: number, meddle: () => Promise<void>): Writer & { seen: () => number } => {
    let sent = 0;
    return {
      ...real,
      seen: () => sent,
      transact: async (actions, token) => {
        sent += 1;
        if (sent === nth) await meddle();
        return real.transact(actions, token);
      },
    };
  };

  it.each([
    [
      'moves',
      (point: string, writer: Writer) =>
        editSalesPoint({ ...api.context(POINT_MEMBER), writer, expected: 'any' }, point, { ...FAR }),
    ],
    [
      'pauses',
      (point: string, writer: Writer) =>
        pauseSalesPoint({ ...api.context(OFFICER), writer, expected: 'any' }, point, 'Sửa'),
    ],
  ] as const)('and %s meets a change of stock before each of its writes: all are shown in the end', async (_, verb) => {
    const point = await stocked();
    const taken = await soldProduct(api, { name: 'Sản phẩm lên kệ khi đang ghi' });
    const before = await table.snapshot();
    for (let nth = 1, more = true; more; nth += 1) {
      const writer = meddling(api.context(POINT_MEMBER).writer, nth, async () => {
        await reported(api, point, 'sell', product, '2');
        await reported(api, point, 'receive', second, '0.25');
        await reported(api, point, 'receive', taken, '1');
      });
      await verb(point, writer);
      more = writer.seen() >= nth;
      expect((await table.snapshot()).has(`unfinished ${point}`)).toBe(false);
      const { stored, derived } = await listRows(api.settings);
      expect([nth, stored]).toEqual([nth, derived]);
      await table.restore(before);
    }
  });

  it.each([
    ['sale', () => ({ product, kind: 'sell' as const })],
    ['delivery of what the point has never had', () => ({ product: '', kind: 'receive' as const })],
  ])(
    'before a %s is written that was decided before: what is written fits the point as it is then',
    async (_, lineOf) => {
      const meddles: [string, (point: string) => Promise<unknown>][] = [
        ['renamed', (point) => edit(point, { name: 'Tên khác' })],
        ['moved', (point) => edit(point, FAR)],
        ['paused', (point) => act(point, 'pause')],
        ['moved there and back', async (point) => [await edit(point, FAR), await edit(point, HOA_LU)]],
      ];
      const fresh = await soldProduct(api, { name: 'Sản phẩm chưa từng có' });
      for (const [name, meddle] of meddles) {
        const point = await stocked();
        const context = api.context(POINT_MEMBER);
        const writer = meddling(context.writer, 1, async () => {
          await meddle(point);
        });
        const { product: of, kind } = lineOf();
        const response = await changeStock(
          { ...context, writer, requestKey: { keyHash: `digest-${name}`, fingerprint: 'body' } },
          point,
          {
            mode: 'atomic',
            lines: [{ product: of || fresh, kind, quantity: { thousandths: 2_000, text: '2' }, occurredAt: NOW }],
          },
        );
        expect([name, response.outcomes.length, writer.seen()]).toEqual([name, 1, 2]);
        const { stored, derived } = await listRows(api.settings);
        expect([name, stored]).toEqual([name, derived]);
      }
    },
  );

  it('while many report: rows follow from the point and its levels when all is done', async () => {
    const point = await stocked();
    await reported(api, point, 'receive', product, '50');
    const sales = Array.from({ length: 12 }, () => report(api, point, [{ product, kind: 'sell', quantity: '1' }]));
    const changes = [edit(point, FAR), act(point, 'pause'), edit(point, { name: 'Giữa lúc đông khách' })];
    const [sold, changed] = await Promise.all([Promise.all(sales), Promise.all(changes)]);
    expect(sold.map(({ status }) => status)).toEqual(sales.map(() => 200));
    for (const { status, text } of changed) expect([200, 503], text).toContain(status);
    await finishPendingWork(api.context('system:schedules'));
    await expectRows();
    const rows = (await allItems(api.settings)).filter(({ pk }) => pk && 'S' in pk && pk.S.startsWith('available#'));
    expect(rows.length).toBeGreaterThan(2);
  });
});
