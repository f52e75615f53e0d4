import type { Api } from './api.ts';
import { LONGEST } from './longest.ts';

type Query = Record<string, string | number>;
/** A question that a reader can ask; `most` is what it may read, in read capacity units, where that is less than a page may. */
export type Page = { path: string; query?: Query; most?: number };

/** What a page of a filter without a partition of its own may read. */
const FILTERED = 10;

/** What a page of a former province may read in the lists of names and of newest products. */
const FORMER_PROVINCE = 3;

/** A page of the greatest length. */
export const WHOLE = { limit: 100 };
const NEAR = { near: '20.25,105.97', radiusKm: 100 };
/** A walk is followed so far: what it has read on one page tells on the next. */
const PAGES = 6;

const ORDERS = ['stars', 'newest', 'name'];

const inEveryOrder = (query: Query, filteredIn: readonly string[] = ORDERS): Page[] =>
  ORDERS.map((sort) => ({
    path: '/v1/products',
    query: { ...query, sort, ...WHOLE },
    ...(filteredIn.includes(sort) ? { most: FILTERED } : {}),
  }));

/** The dearest questions of every public route over the longest things that can be stored. */
export const DEAREST: Record<string, Page[]> = {
  listProducts: [
    ...inEveryOrder({}, []),
    ...inEveryOrder({ province: '37' }, []),
    ...inEveryOrder({ province: '37', minStars: 3 }, ['newest', 'name']),
    ...inEveryOrder({ province: '37', criteriaSet: 26 }),
    ...inEveryOrder({ province: '37', group: 'beverages', minStars: 5 }),
    ...inEveryOrder({ formerProvince: '37', group: 'food' }).map((page) =>
      page.query?.sort === 'stars' ? page : { ...page, most: FORMER_PROVINCE },
    ),
    ...inEveryOrder({ commune: LONGEST.commune }, ['newest', 'name']),
    ...inEveryOrder({ commune: LONGEST.commune, group: 'food' }),
    ...inEveryOrder({ producer: LONGEST.producer }, ['newest', 'name']),
    ...inEveryOrder({ producer: LONGEST.producer, stars: 4, commune: LONGEST.commune }),
  ],
  getProduct: [{ path: `/v1/products/${LONGEST.product}` }, { path: `/v1/products/${LONGEST.productSlug}` }],
  listPromotions: [
    { path: '/v1/promotions', query: { product: LONGEST.productSlug, ...WHOLE } },
    { path: '/v1/promotions', query: { event: LONGEST.event, ...WHOLE } },
  ],
  getPromotion: [{ path: `/v1/promotions/${LONGEST.promotion}` }],
  listProducers: [
    { path: '/v1/producers', query: WHOLE },
    { path: '/v1/producers', query: { province: '37', kind: 'cooperative', ...WHOLE } },
    { path: '/v1/producers', query: { formerProvince: '36', ...WHOLE } },
  ],
  getProducer: [{ path: `/v1/producers/${LONGEST.producer}` }],
  getCertificate: [{ path: `/v1/certificates/${LONGEST.certificate}` }],
  listSalesPoints: [
    { path: '/v1/sales-points', query: WHOLE },
    { path: '/v1/sales-points', query: { province: '37', ...WHOLE } },
    { path: '/v1/sales-points', query: { product: LONGEST.productSlug, ...WHOLE } },
    { path: '/v1/sales-points', query: { product: LONGEST.product, province: '38', ...WHOLE } },
    { path: '/v1/sales-points', query: { ...NEAR, ...WHOLE } },
    { path: '/v1/sales-points', query: { product: LONGEST.productSlug, ...NEAR, ...WHOLE } },
  ],
  getSalesPoint: [{ path: `/v1/sales-points/${LONGEST.pointSlug}` }],
  listAvailability: [
    { path: `/v1/products/${LONGEST.productSlug}/availability`, query: WHOLE },
    { path: `/v1/products/${LONGEST.productSlug}/availability`, query: { ...NEAR, ...WHOLE } },
  ],
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
  listFormerCommunes: [{ path: '/v1/communes/former', query: WHOLE }],
  resolveCommune: [{ path: '/v1/communes/resolve', query: { name: 'Ninh Nhất' } }],
  getTaxonomy: [{ path: '/v1/taxonomy' }],
  getLimits: [{ path: '/v1/limits' }],
  getHealth: [{ path: '/healthz' }],
};

/** The most that one page of a walk has read, in read capacity units and in reads, and how many items its pages have shown. */
export const dearestOfWalk = async (
  api: Api,
  { path, query = {} }: Page,
): Promise<{ units: number; queries: number; items: number; pages: number }> => {
  const dearest = { units: 0, queries: 0, items: 0, pages: 0 };
  let cursor: string | undefined;
  while (dearest.pages < PAGES) {
    api.consumed.length = 0;
    const reply = await api.ask('GET', path, { query: { ...query, ...(cursor === undefined ? {} : { cursor }) } });
    if (reply.status !== 200) throw new Error(`${path}: ${reply.text}`);
    dearest.pages += 1;
    dearest.units = Math.max(
      dearest.units,
      api.consumed.reduce((sum, one) => sum + one.units, 0),
    );
    dearest.queries = Math.max(dearest.queries, api.consumed.length);
    dearest.items += reply.body?.items?.length ?? 0;
    cursor = reply.body?.next;
    if (cursor === undefined) break;
  }
  return dearest;
};
