import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVENT_ROW_MAX_BYTES, eventKind } from '#shared/data/events/event-store.ts';
import { LIVE_PROMOTIONS_MAX } from '#shared/domain/promotions/promotion.ts';
import type { SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import { EVENT_MAX, RESPONSE_MAX_BYTES } from '#shared/platform/limits.ts';
import { type Api, type Reply, startApi } from '#test/support/api.ts';
import { publicRoutes } from '#test/support/cases.ts';
import { idOf } from '#test/support/catalogue.ts';
import { longestProducer } from '#test/support/longest.ts';
import {
  givenEvents,
  givenLevels,
  givenPoints,
  givenProducers,
  givenProducts,
  givenPromotions,
  longestEvent,
  longestPoint,
  longestProduct,
  longestPromotion,
} from '#test/support/worst-case.ts';

/** One more than a page can have. */
const MANY = 101;
const UNITS_MAX = 15;

let api: Api;
const numbers = Array.from({ length: MANY }, (_, index) => index + 1);
const PRODUCT = idOf('prd', 1);
const POINT = idOf('spt', 1);
const EVENT = idOf('evt', 1);

beforeAll(async () => {
  api = await startApi({ stream: false });
  const products = await Promise.all(numbers.map(longestProduct));
  const points = numbers.map((number) => longestPoint(number));
  const events = numbers.map((number) => longestEvent(number));
  const [product] = products;
  const [point] = points;
  const [event] = events;
  if (!product || !point || !event) throw new Error('nothing');
  await givenProducers(
    api,
    numbers.map((number) => ({ ...longestProducer(number), members: [] })),
  );
  await givenProducts(api, products);
  await givenPoints(api, points);
  await givenPoints(
    api,
    numbers.map((number) => longestPoint(500 + number, { status: 'paused' })),
  );
  await givenEvents(api, events);
  await givenLevels(
    api,
    points.map((one: SalesPoint) => ({ point: one, product })),
  );
  await givenLevels(
    api,
    products.slice(1).map((one) => ({ point, product: one })),
  );
  await givenPromotions(
    api,
    numbers.slice(0, LIVE_PROMOTIONS_MAX).map((number) => longestPromotion(number, event, product)),
  );
});
afterAll(() => api.stop());

type Walk = { name: string; path: string; query?: Record<string, string>; all?: number };

const NEAR = { near: '20.25,105.97', radiusKm: '3000' };
const WALKS: Record<string, Walk[]> = {
  listProducts: ['stars', 'newest', 'name'].map((sort) => ({
    name: sort,
    path: '/v1/products',
    query: { sort },
    all: MANY,
  })),
  listProducers: [{ name: 'by name', path: '/v1/producers', all: MANY }],
  listSalesPoints: [
    { name: 'by name', path: '/v1/sales-points', all: MANY },
    { name: 'near', path: '/v1/sales-points', query: NEAR, all: MANY },
    { name: 'paused', path: '/v1/sales-points', query: { status: 'paused' }, all: MANY },
    { name: 'with a product', path: '/v1/sales-points', query: { product: PRODUCT }, all: MANY },
    { name: 'near with a product', path: '/v1/sales-points', query: { ...NEAR, product: PRODUCT }, all: MANY },
  ],
  listAvailability: [
    { name: 'along the curve', path: `/v1/products/${PRODUCT}/availability`, all: MANY },
    { name: 'near', path: `/v1/products/${PRODUCT}/availability`, query: NEAR, all: MANY },
  ],
  listPublicStock: [{ name: 'a point', path: `/v1/sales-points/${POINT}/stock`, all: MANY }],
  listEvents: [
    { name: 'the country', path: '/v1/events', all: MANY },
    { name: 'a province', path: '/v1/events', query: { province: '37' }, all: MANY },
  ],
  getEventsCalendar: [
    { name: 'the country', path: '/v1/events.ics' },
    { name: 'a province', path: '/v1/events.ics', query: { province: '37' } },
  ],
  listPromotions: [
    { name: 'of a product', path: '/v1/promotions', query: { product: PRODUCT }, all: LIVE_PROMOTIONS_MAX },
    { name: 'at an event', path: '/v1/promotions', query: { event: EVENT }, all: LIVE_PROMOTIONS_MAX },
  ],
  listCommunes: [{ name: 'all', path: '/v1/communes' }],
  listFormerCommunes: [{ name: 'all', path: '/v1/communes/former' }],
  resolveCommune: [{ name: 'a frequent name', path: '/v1/communes/resolve', query: { name: 'Tân Lập' } }],
  listProvinces: [{ name: 'of 63', path: '/v1/provinces', query: { at: '2024-01-01' } }],
  getProvince: [{ name: 'one', path: '/v1/provinces/37' }],
  getTaxonomy: [{ name: 'whole', path: '/v1/taxonomy' }],
  getLimits: [{ name: 'whole', path: '/v1/limits' }],
  getProduct: [{ name: 'one', path: `/v1/products/${PRODUCT}` }],
  getPromotion: [{ name: 'one', path: `/v1/promotions/${idOf('prm', 1)}` }],
  getSalesPoint: [{ name: 'one', path: `/v1/sales-points/${POINT}` }],
  getEvent: [{ name: 'one', path: `/v1/events/${EVENT}` }],
};

/** Their answers hold one document of bounded texts, or files of the deployment. */
const OF_ONE = new Set(['getProducer', 'getCertificate', 'getHealth', 'getOpenApi', 'getDocs', 'getDocsAsset']);

const bytesOf = ({ text }: Reply): number => Buffer.byteLength(text);

/** A request with the most items, and what it read in read capacity units. */
const asked = async (path: string, query: Record<string, string>) => {
  const before = api.consumed.length;
  const reply = await api.ask('GET', path, { query });
  expect(reply.status, reply.text.slice(0, 300)).toBe(200);
  return { reply, units: api.consumed.slice(before).reduce((sum, { units }) => sum + units, 0) };
};

const pagesOf = async ({ path, query = {} }: Walk): Promise<Reply[]> => {
  const pages: Reply[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const { reply } = await asked(path, { ...query, limit: '100', ...(cursor === undefined ? {} : { cursor }) });
    pages.push(reply);
    cursor = reply.body.next;
    more = cursor !== undefined;
  }
  return pages;
};

const nameOf = (item: Record<string, unknown>): string =>
  String(item.id ?? (typeof item.salesPoint === 'string' ? item.salesPoint : item.product));

describe.each(publicRoutes.filter(({ operationId }) => !OF_ONE.has(operationId)))('$operationId', ({ operationId }) => {
  it('answers with at most 1 MB over the longest data, and a walk shows everything once', async () => {
    const walks = WALKS[operationId];
    if (!walks) throw new Error(`${operationId} is public and has no walk here: how large can its answer be?`);
    for (const walk of walks) {
      const pages = walk.all === undefined ? [] : await pagesOf(walk);
      const single = walk.all === undefined ? [(await asked(walk.path, walk.query ?? {})).reply] : [];
      for (const reply of [...pages, ...single])
        expect([walk.name, bytesOf(reply)]).toEqual([
          walk.name,
          expect.toSatisfy((bytes) => bytes <= RESPONSE_MAX_BYTES),
        ]);
      if (walk.all === undefined) continue;
      const visible = pages.flatMap(({ body }) => body.items.map(nameOf)) as string[];
      expect([walk.name, visible.length, new Set(visible).size]).toEqual([walk.name, walk.all, walk.all]);
      for (const page of pages.slice(0, -1)) expect(page.headers.link).toContain('rel="next"');
    }
  });
});

describe('the row of an event in lists', () => {
  it('is within what a page reckons with, whatever the event holds', () => {
    const rows = eventKind.rows(longestEvent(1), 1).filter(({ pk }) => pk.startsWith('events#'));
    for (const { pk, sk, card } of rows)
      expect(Buffer.byteLength(`pkskcard${pk}${sk}${card}`)).toBeLessThan(EVENT_ROW_MAX_BYTES);
  });
});

describe('lists of events', () => {
  it('show the first hours of days and how many there are; its page shows all', async () => {
    const [first] = (await asked('/v1/events', { limit: '1' })).reply.body.items;
    expect([first.days.length, first.dayCount]).toEqual([EVENT_MAX.listedDays, EVENT_MAX.dayHours]);
    const { body } = await api.ask('GET', `/v1/events/${EVENT}`);
    expect([body.days.length, body.dayCount]).toEqual([EVENT_MAX.dayHours, EVENT_MAX.dayHours]);
  });

  it.each(['/v1/events', '/v1/events?province=37', '/v1/events.ics', '/v1/events.ics?province=37'])(
    '%s reads at most 15 units over the longest events',
    async (path) => {
      const { units } = await asked(path, path.includes('.ics') ? {} : { limit: '100' });
      expect(units).toBeLessThanOrEqual(UNITS_MAX);
    },
  );

  it('show the first stops of a tour and how many there are; its page shows all', async () => {
    const [first] = (await asked('/v1/events', { limit: '1' })).reply.body.items;
    expect([first.stops.length, first.stopCount]).toEqual([EVENT_MAX.listedStops, EVENT_MAX.stops]);
    const { body } = await api.ask('GET', `/v1/events/${EVENT}`);
    expect([body.stops.length, body.stopCount]).toEqual([EVENT_MAX.stops, EVENT_MAX.stops]);
  });
});

describe('a calendar of more than it may read', () => {
  let quiet: Api;
  beforeAll(async () => {
    quiet = await startApi({ stream: false });
    await givenEvents(
      quiet,
      Array.from({ length: 40 }, (_, number) =>
        longestEvent(1_000 + number, {
          provinces: [{ code: '37', name: 'Ninh Bình' }],
          startDate: `2026-11-${String(1 + Math.floor(number / 2)).padStart(2, '0')}`,
          endDate: '2026-11-22',
          closedDates: [],
        }),
      ),
    );
    await givenEvents(
      quiet,
      Array.from({ length: 272 }, (_, number) =>
        longestEvent(number, {
          startDate: `2026-12-${String(1 + Math.floor(number / 12)).padStart(2, '0')}`,
          endDate: '2026-12-31',
          closedDates: [],
          provinces: [number < 4 ? { code: '40', name: 'Nghệ An' } : { code: '37', name: 'Ninh Bình' }],
        }),
      ),
    );
  });
  afterAll(() => quiet.stop());

  const calendar = async (query: Record<string, string> = {}, headers: Record<string, string> = {}) => {
    const before = quiet.consumed.length;
    const reply = await quiet.ask('GET', '/v1/events.ics', { query, headers });
    const units = quiet.consumed.slice(before).reduce((sum, one) => sum + one.units, 0);
    if (reply.status !== 200) return { reply, units, starts: [], note: '' };
    const root = new ICAL.Component(ICAL.parse(reply.text) as unknown[] as never);
    const starts = root
      .getAllSubcomponents('vevent')
      .map((one) => new ICAL.Event(one).startDate.toString().slice(0, 10));
    return { reply, units, root, starts, note: String(root.getFirstPropertyValue('x-wr-caldesc') ?? '') };
  };

  it('is valid, small, cheap, and says from which day on events are left out', async () => {
    const { reply, units, root, starts, note } = await calendar();
    expect(bytesOf(reply)).toBeLessThan(RESPONSE_MAX_BYTES);
    expect(units).toBeLessThanOrEqual(UNITS_MAX);
    expect(starts.length).toBeGreaterThanOrEqual(10);
    const [first = '', last = ''] = [starts[0], starts.at(-1)].map((day) => day?.split('-').reverse().join('/'));
    expect(note).toBe(
      `Lịch này có ${starts.length} sự kiện và chưa đầy đủ. Thiếu sự kiện bắt đầu trước ngày ${first}. Thiếu sự kiện bắt đầu từ ngày ${last}. Hãy đăng ký lịch theo tỉnh hoặc theo loại sự kiện.`,
    );
    expect(reply.headers['x-ocop-truncated']).toBe(String(starts.length));
    expect(root?.getFirstPropertyValue('x-ocop-truncated')).toBe('TRUE');
  });

  it('leaves room for the coming events beside those that have begun, of which the latest are shown', async () => {
    const { starts } = await calendar({ province: '37' });
    const begun = starts.filter((day) => day < '2026-11-23');
    expect([begun.length > 0, starts.length - begun.length > begun.length]).toEqual([true, true]);
    expect(begun[0] && begun[0] >= '2026-11-19').toBe(true);
  });

  it('is whole for a province that has few, without a note', async () => {
    const { reply, starts, note } = await calendar({ province: '40' });
    expect([starts.length, note, reply.headers['x-ocop-truncated']]).toEqual([4, '', undefined]);
  });

  it('is not sent again where nothing has changed', async () => {
    const { reply } = await calendar();
    const again = await calendar({}, { 'if-none-match': reply.headers.etag ?? '' });
    expect([again.reply.status, again.reply.text]).toEqual([304, '']);
  });
});
