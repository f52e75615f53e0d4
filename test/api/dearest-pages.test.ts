import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGE_MAX_UNITS } from '../../shared/data/read-budget.ts';
import { type Api, startApi } from '../support/api.ts';
import { BUILT, publicRoutes } from '../support/cases.ts';
import { LONGEST, MANY, writeLongest } from '../support/longest.ts';

type Query = Record<string, string | number>;
type Page = { path: string; query?: Query };

const WHOLE = { limit: 100 };
const NEAR = { near: '20.25,105.97', radiusKm: 100 };
/** A walk is followed so far: what it has read on one page tells on the next. */
const PAGES = 6;

const inEveryOrder = (query: Query): Page[] =>
  ['stars', 'newest', 'name'].map((sort) => ({ path: '/v1/products', query: { ...query, sort, ...WHOLE } }));

/** The dearest questions of every public route over the longest things that can be stored. */
const DEAREST: Record<string, Page[]> = {
  listProducts: [
    ...inEveryOrder({}),
    ...inEveryOrder({ province: '37' }),
    ...inEveryOrder({ province: '37', minStars: 3 }),
    ...inEveryOrder({ province: '37', criteriaSet: 26 }),
    ...inEveryOrder({ province: '37', group: 'beverages', minStars: 5 }),
    ...inEveryOrder({ formerProvince: '37', group: 'food' }),
    ...inEveryOrder({ commune: LONGEST.commune }),
    ...inEveryOrder({ commune: LONGEST.commune, group: 'food' }),
    ...inEveryOrder({ producer: LONGEST.producer }),
    ...inEveryOrder({ producer: LONGEST.producer, stars: 4, commune: LONGEST.commune }),
  ],
  getProduct: [{ path: `/v1/products/${LONGEST.product}` }, { path: `/v1/products/${LONGEST.productSlug}` }],
  listPromotions: [
    { path: '/v1/promotions', query: { product: LONGEST.productSlug, ...WHOLE } },
    { path: '/v1/promotions', query: { event: LONGEST.event, ...WHOLE } },
  ],
  getPromotion: [{ path: `/v1/promotions/${LONGEST.promotion}` }],
  getProducer: [{ path: `/v1/producers/${LONGEST.producer}` }],
  getCertificate: [{ path: `/v1/certificates/${LONGEST.certificate}` }],
  listSalesPoints: [
    { path: '/v1/sales-points', query: WHOLE },
    { path: '/v1/sales-points', query: { province: '37', ...WHOLE } },
    { path: '/v1/sales-points', query: { product: LONGEST.productSlug, ...WHOLE } },
    { path: '/v1/sales-points', query: { product: LONGEST.product, province: '38', ...WHOLE } },
  ],
  getSalesPoint: [{ path: `/v1/sales-points/${LONGEST.pointSlug}` }],
  listAvailability: [{ path: `/v1/products/${LONGEST.productSlug}/availability`, query: WHOLE }],
  listPublicStock: [{ path: `/v1/sales-points/${LONGEST.pointSlug}/stock`, query: WHOLE }],
  listEvents: [
    { path: '/v1/events', query: WHOLE },
    { path: '/v1/events', query: { province: '37', kind: 'fair', ...WHOLE } },
  ],
  getEvent: [{ path: `/v1/events/${LONGEST.event}` }],
  // A calendar has no pages: how many events one file has is bounded with its size.
  getEventsCalendar: [{ path: '/v1/events.ics', query: { kind: 'fair' } }],
  listProvinces: [{ path: '/v1/provinces' }],
  getProvince: [{ path: '/v1/provinces/37' }],
  listCommunes: [{ path: '/v1/communes', query: WHOLE }],
  resolveCommune: [{ path: '/v1/communes/resolve', query: { name: 'Ninh Nhất' } }],
  getTaxonomy: [{ path: '/v1/taxonomy' }],
  getLimits: [{ path: '/v1/limits' }],
  getHealth: [{ path: '/healthz' }],
};

let api: Api;
beforeAll(async () => {
  api = await startApi({ stream: false });
  await writeLongest(api);
}, 120_000);
afterAll(() => api.stop());

/** What the dearest page of a walk has read, in read capacity units, and how many items the walk has shown. */
const walked = async ({ path, query = {} }: Page): Promise<{ units: number; items: number }> => {
  let units = 0;
  let items = 0;
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    api.consumed.length = 0;
    const reply = await api.ask('GET', path, { query: { ...query, ...(cursor === undefined ? {} : { cursor }) } });
    expect(reply.status, reply.text).toBe(200);
    units = Math.max(
      units,
      api.consumed.reduce((sum, one) => sum + one.units, 0),
    );
    items += reply.body?.items?.length ?? 0;
    cursor = reply.body?.next;
    if (cursor === undefined) break;
  }
  return { units, items };
};

describe('the dearest page of a public route', () => {
  const routes = publicRoutes.filter(({ operationId }) => !BUILT.has(operationId));

  it.each(routes)(
    '$operationId reads at most fifteen units, and every page of a walk goes on',
    async ({ operationId }) => {
      const pages = DEAREST[operationId];
      if (!pages) throw new Error(`${operationId} has no case here`);
      for (const page of pages) {
        const { units } = await walked(page);
        expect(units, `${page.path} ${JSON.stringify(page.query ?? {})}`).toBeLessThanOrEqual(PAGE_MAX_UNITS);
      }
    },
  );

  it.each([
    { path: '/v1/products', query: { province: '37', ...WHOLE }, all: MANY },
    { path: `/v1/sales-points/${LONGEST.point}/stock`, query: WHOLE, all: MANY },
    { path: `/v1/products/${LONGEST.product}/availability`, query: WHOLE, all: MANY },
    { path: '/v1/sales-points', query: WHOLE, all: MANY },
    { path: '/v1/events', query: WHOLE, all: 40 },
    { path: '/v1/promotions', query: { product: LONGEST.product }, all: 20 },
  ])('$path shows everything in the end, each once, however short its pages are', async ({ path, query, all }) => {
    const seen: string[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const reply = await api.ask('GET', path, { query: { ...query, ...(cursor === undefined ? {} : { cursor }) } });
      expect(reply.status, reply.text).toBe(200);
      seen.push(
        ...reply.body.items.map((item: { id?: string; product?: string; salesPoint?: string }) =>
          String(item.id ?? `${item.salesPoint} ${item.product}`),
        ),
      );
      cursor = reply.body.next;
      more = cursor !== undefined;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(all);
  });
});
void NEAR;
