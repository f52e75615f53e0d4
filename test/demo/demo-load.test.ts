import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoEvents } from '#infra/demo/data/events.ts';
import { demoProducts } from '#infra/demo/data/products.ts';
import { demoSalesPoints } from '#infra/demo/data/sales-points.ts';
import { demoShelves } from '#infra/demo/data/stock.ts';
import type { DemoEvent, DemoStock } from '#infra/demo/data/types.ts';
import { loadDemo } from '#infra/demo/load.ts';
import { vietnamDay } from '#shared/platform/vietnam-day.ts';
import { finishPendingWork } from '#shared/services/pending-work/finish-pending-work.ts';
import { type Api, OFFICER, startApi } from '#test/support/api.ts';
import { ledger, level, levels, report } from '#test/support/stock.ts';

const HOA_LU = '20.2610,105.9650';

let api: Api;
const load = async (endpoint = api.settings.endpoint) => {
  await loadDemo({ settings: { ...api.settings, endpoint }, demo: true, log: () => undefined });
  api.clock.now = new Date();
};

/** An endpoint before another one, which refuses everything once so many entries of ledgers were written. */
const cutOffAfter = async (endpoint: string, entries: number) => {
  let written = 0;
  const server = createServer(async (asked, answer) => {
    const body = await buffer(asked);
    if (body.includes('"ledger#') && String(asked.headers['x-amz-target']).endsWith('TransactWriteItems')) written += 1;
    if (written > entries) {
      answer.writeHead(400).end('{"__type":"ValidationException","message":"cut off"}');
      return;
    }
    const { host: _, ...headers } = asked.headers;
    const passed = request(endpoint, { method: 'POST', headers }, (got) => {
      answer.writeHead(got.statusCode ?? 500, got.headers);
      got.pipe(answer);
    });
    passed.end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const stop = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { endpoint: `http://127.0.0.1:${port}`, stop };
};

// What is tested here was loaded in two goes: the first one ended in the middle of the stock. The recurring job then finished what it had left.
beforeAll(async () => {
  api = await startApi({ now: new Date().toISOString(), stream: false });
  const cut = await cutOffAfter(api.settings.endpoint ?? '', 9);
  await expect(load(cut.endpoint)).rejects.toThrow();
  cut.stop();
  await load();
  await finishPendingWork(api.context('system:schedules'));
}, 60_000);
afterAll(() => api.stop());

const thousandths = (quantity: string): number => Math.round(Number(quantity) * 1_000);

const get = async (path: string) => {
  const reply = await api.ask('GET', path);
  expect(reply.status, reply.text).toBe(200);
  return reply.body;
};

const named = (key: string) => {
  const point = demoSalesPoints.find((one) => one.key === key);
  if (!point) throw new Error(`no demo point ${key}`);
  return { name: point.name, member: point.members[0], status: point.status };
};

type Listed = { id: string; name: string };
const listed = async (status: 'active' | 'paused'): Promise<Listed[]> =>
  (await get(`/v1/sales-points?limit=100&status=${status}`)).items;
const pointId = async (key: string): Promise<string> => {
  const all = [...(await listed('active')), ...(await listed('paused'))];
  return all.find(({ name }) => name === named(key).name)?.id ?? '';
};

const productName = (key: string) => demoProducts.find((one) => one.key === key)?.name ?? '';
const productId = async (key: string): Promise<string> => (await get(`/v1/products/${key}`)).id;

/** What lies there in the end: what was counted, or what came less what went. */
const leftOf = ({ received, restocked = '0', sold, wasted, counted }: DemoStock): number =>
  counted === undefined
    ? received.reduce((sum, { quantity }) => sum + thousandths(quantity), thousandths(restocked)) -
      thousandths(sold?.quantity ?? '0') -
      thousandths(wasted?.quantity ?? '0')
    : thousandths(counted);

const expiredOf = ({ received, wasted }: DemoStock): number =>
  received
    .filter(({ useByInDays = 0 }) => useByInDays < 0)
    .reduce((sum, { quantity }) => sum + thousandths(quantity), 0) - thousandths(wasted?.quantity ?? '0');

describe('the demo, loaded in two goes', () => {
  test('lists every active point, and the paused one apart', async () => {
    const names = (status: string) =>
      demoSalesPoints
        .filter((point) => point.status === status)
        .map(({ name }) => name)
        .sort();
    expect((await listed('active')).map(({ name }) => name).sort()).toEqual(names('active'));
    expect((await listed('paused')).map(({ name }) => name).sort()).toEqual(names('paused'));
  });

  test.each(demoShelves)(
    'shows on the shelves of $salesPoint what was counted there',
    async ({ salesPoint, stock }) => {
      const id = await pointId(salesPoint);
      const own = await levels(api, id, named(salesPoint).member);
      const visible = (await get(`/v1/sales-points/${id}/stock?limit=100`)).items as Record<string, unknown>[];
      const band = stock[0]?.settings?.show === 'band';
      if (named(salesPoint).status === 'paused') {
        expect(visible).toEqual([]);
        return;
      }
      expect(visible.map(({ name }) => name).sort()).toEqual(stock.map(({ product }) => productName(product)).sort());
      for (const one of stock) {
        const there = visible.find(({ name }) => name === productName(one.product));
        const mine = own.find(({ product }) => product === there?.product);
        expect(thousandths(mine?.quantity ?? '')).toBe(leftOf(one));
        if (band) expect(there).toMatchObject({ quantity: null });
        else expect(thousandths(String(there?.quantity))).toBe(leftOf(one) - expiredOf(one));
        expect(there).toMatchObject({
          stale: one.counted === undefined,
          priceVnd: one.settings?.priceVnd ?? demoProducts.find(({ key }) => key === one.product)?.priceVnd,
        });
      }
    },
  );

  test.each(demoShelves)('explains every level of $salesPoint by its ledger', async ({ salesPoint }) => {
    const id = await pointId(salesPoint);
    const { member: keeper } = named(salesPoint);
    const lines = await ledger(api, id, keeper);
    for (const { product, quantity } of await levels(api, id, keeper)) {
      const own = lines
        .filter((line) => line.product === product)
        .sort((a, b) => Number(a.sequence) - Number(b.sequence));
      expect(own.map(({ sequence }) => sequence)).toEqual(own.map((_, index) => index + 1));
      expect(own.map(({ before }) => before)).toEqual(['0', ...own.slice(0, -1).map(({ after }) => after)]);
      expect(own.at(-1)?.after).toBe(quantity);
    }
  });

  test('offers nothing whose last day is over', async () => {
    const today = vietnamDay(api.clock.now);
    for (const { id } of await listed('active')) {
      for (const { lots = [] } of (await get(`/v1/sales-points/${id}/stock?limit=100`)).items) {
        for (const { useBy } of lots) expect(useBy === null || useBy >= today).toBe(true);
      }
    }
  });

  test('answers a buyer in Hoa Lư: the old quarter first, bands and sold-out points as such, the paused one never', async () => {
    const product = await productId('thit-chung-mam-tep');
    const { items } = await get(`/v1/products/${product}/availability?near=${HOA_LU}&radiusKm=100`);
    const seen = items.map(({ point, quantity, band }: { point: Listed; quantity: string | null; band: string }) => [
      point.name,
      quantity,
      band,
    ]);
    expect(seen).toEqual([
      [named('pho-co-hoa-lu').name, '40', 'in-stock'],
      [named('nam-dinh').name, '7', 'low'],
      [named('buu-dien-phu-ly').name, '0', 'out'],
      [named('trung-bay-thanh-hoa').name, null, 'low'],
    ]);
    expect(items[0]).toMatchObject({ distanceMetres: 0, stale: false, priceVnd: 125_000 });
  });

  test('lets Long Dương bring moi sấy to Bút Sơn, and neither count it nor bring it elsewhere', async () => {
    const product = await productId('moi-say-long-duong');
    const [butSon, elsewhere] = await Promise.all([pointId('but-son'), pointId('phu-nu-thanh-hoa')]);
    const as = 'producer-long-duong';
    expect((await report(api, butSon, [{ product, kind: 'receive', quantity: '5' }], { as })).status).toBe(200);
    expect((await level(api, butSon, product, 'point-but-son'))?.quantity).toBe('30');
    expect((await report(api, butSon, [{ product, kind: 'count', quantity: '5' }], { as })).status).toBe(403);
    expect((await report(api, elsewhere, [{ product, kind: 'receive', quantity: '5' }], { as })).status).toBe(403);
  });

  test('tells of the tour of 2023 with its five stops, each leading to a producer or a point of the demo', async () => {
    const { items } = await get('/v1/events?from=2023-06-01&to=2023-12-31');
    expect(items.map(({ startDate, kind }: DemoEvent) => [startDate, kind])).toEqual([['2023-12-15', 'study-tour']]);
    const tour = await get(`/v1/events/${items[0].id}`);
    expect(tour).toMatchObject({
      status: 'finished',
      legalBasis: { number: '67/KH-UBND', date: '2023-04-13' },
      organizer: { name: 'Văn phòng Điều phối nông thôn mới tỉnh Nam Định' },
      lunarStart: expect.stringContaining('Quý Mão'),
      registration: null,
    });
    const kinds = await Promise.all(
      tour.stops.map(async ({ producer, salesPoint }: { producer?: string; salesPoint?: string }) => {
        const visible = await get(producer ? `/v1/producers/${producer}` : `/v1/sales-points/${salesPoint}`);
        return [producer ? 'producer' : 'point', visible.province.code];
      }),
    );
    expect(kinds).toEqual([
      ['producer', '37'],
      ['point', '37'],
      ['producer', '38'],
      ['point', '38'],
      ['producer', '38'],
    ]);
  });

  const ownEvents = async () =>
    (await api.ask('GET', '/v1/me/events', { as: OFFICER, query: { limit: 100 } })).body.items;
  const ownEvent = async (key: string): Promise<string> => {
    const title = demoEvents.find((event) => event.key === key)?.title;
    return (await ownEvents()).find((event: { title: string }) => event.title === title)?.id ?? '';
  };

  test('has the report of what came of the tour, by the office and by producers, and of its year', async () => {
    const tour = await ownEvent('hoc-tap-kinh-nghiem-2023');
    const seen = demoEvents[0]?.outcomes ?? [];
    const report = await api.ask('GET', `/v1/events/${tour}/report`, { as: OFFICER });
    expect(report.body.items.map(({ reportedBy }: { reportedBy: string }) => reportedBy)[0]).toBe(OFFICER);
    expect(report.body.items.map(({ reportedBy }: { reportedBy: string }) => reportedBy)).toContain(
      'producer-long-duong',
    );
    const sum = (name: 'contracts' | 'memoranda' | 'turnoverVnd' | 'visitors') =>
      seen.reduce((all, one) => all + one[name], 0);
    expect(report.body.sum).toMatchObject({
      reports: seen.length,
      contracts: sum('contracts'),
      memoranda: sum('memoranda'),
      turnoverVnd: sum('turnoverVnd'),
      visitors: sum('visitors'),
    });
    const year = await api.ask('GET', '/v1/reports/events', { as: OFFICER, query: { year: 2023 } });
    expect(year.body.total).toEqual({ events: 1, reported: 1, sum: report.body.sum });
  });

  test('has registrations at the fair and the class, booths and an offer, as far as their days have not passed', async () => {
    const today = vietnamDay(new Date());
    for (const { key, registration, registrations = [], promotions = [] } of demoEvents) {
      const id = await ownEvent(key);
      const { body } = await api.ask('GET', `/v1/events/${id}/registrations`, { as: OFFICER });
      const open = registration !== null && registration.from <= today && today <= registration.to;
      expect(body.items).toHaveLength(open ? registrations.length : 0);
      const booths = registrations.flatMap((one) => ('booth' in one && one.booth !== undefined ? [one.booth] : []));
      const given = body.items.flatMap(({ booth }: { booth: string | null }) => (booth === null ? [] : [booth]));
      expect(given.sort()).toEqual(open ? booths.sort() : []);
      const offers = await get(`/v1/promotions?event=${id}`);
      const running = promotions.filter(({ toDate }) => today <= toDate);
      expect(offers.items).toHaveLength(open ? running.length : 0);
    }
  });

  test('stays as it is when it is loaded again', async () => {
    const state = async () =>
      Promise.all(
        demoSalesPoints.map(async ({ key }) => {
          const { member: keeper } = named(key);
          const id = await pointId(key);
          const profile = await api.ask('GET', `/v1/me/sales-points/${id}`, { as: keeper });
          const { openNow: _, ...kept } = profile.body;
          return [kept, await levels(api, id, keeper), await ledger(api, id, keeper)];
        }),
      );
    const events = async () =>
      Promise.all(
        demoEvents.map(async ({ key }) => {
          const id = await ownEvent(key);
          const paths = ['registrations', 'outcomes'].map((name) => `/v1/events/${id}/${name}`);
          return Promise.all(
            [`/v1/me/events/${id}`, `/v1/promotions?event=${id}`, ...paths].map(
              async (path) => (await api.ask('GET', path, { as: OFFICER })).text,
            ),
          );
        }),
      );
    const before = [await state(), await events(), (await ownEvents()).length];
    await load();
    expect([await state(), await events(), (await ownEvents()).length]).toEqual(before);
  }, 60_000);
});
