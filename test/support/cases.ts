import { allRoutes } from '#infra/build/all-routes.ts';
import type { Route } from '#shared/http/route.ts';
import type { Api } from './api.ts';
import type { Call, Case } from './case.ts';
import { certificateCases } from './cases-certificates.ts';
import { eventCases, publishedEvent } from './cases-events.ts';
import { officeCases } from './cases-offices.ts';
import { outcomeCases } from './cases-outcomes.ts';
import { producerCases } from './cases-producers.ts';
import { productCases } from './cases-products.ts';
import { promotedAt, promotionCases } from './cases-promotions.ts';
import { registrationCases } from './cases-registrations.ts';
import { salesPointCases } from './cases-sales-points.ts';
import { stockCases } from './cases-stock.ts';
import { activePoint, done, type Made, receive, withCertificate } from './scenes.ts';

/** How to ask every signed-in route rightly, in each kind of state that it works on. A new route needs its case in `cases-*.ts`. */
export const cases: Record<string, Case> = {
  ...producerCases,
  ...productCases,
  ...certificateCases,
  ...salesPointCases,
  ...stockCases,
  ...officeCases,
  ...eventCases,
  ...outcomeCases,
  ...promotionCases,
  ...registrationCases,
};

/** What a test of every public route asks about: one thing of each kind, shown to anybody. */
export type Shown = Made & { product: string; salesPoint: string; promotion: string; event: string };

export const visible = async (api: Api): Promise<Shown> => {
  const made = { ...(await withCertificate(api)), salesPoint: (await activePoint(api)).id };
  done(await receive(api, made.salesPoint, made.product));
  const { id: promotion } = await promotedAt(api, made.product);
  return { ...made, promotion, event: (await publishedEvent(api)).id };
};

/** How to ask every public route, about things that are there. Those that read files of the build come without a table. */
export const publicCases: Record<string, (made: Shown) => { path: string; query?: Call['query'] }> = {
  listProducts: ({ producer }) => ({ path: '/v1/products', query: { producer } }),
  getProduct: ({ product }) => ({ path: `/v1/products/${product}` }),
  listPromotions: ({ product }) => ({ path: '/v1/promotions', query: { product } }),
  getPromotion: ({ promotion }) => ({ path: `/v1/promotions/${promotion}` }),
  listProducers: () => ({ path: '/v1/producers', query: { province: '37', kind: 'household' } }),
  getProducer: ({ producer }) => ({ path: `/v1/producers/${producer}` }),
  getCertificate: ({ id }) => ({ path: `/v1/certificates/${id}` }),
  listSalesPoints: () => ({ path: '/v1/sales-points', query: { near: '20.25,105.97', radiusKm: '20', limit: '3' } }),
  getSalesPoint: ({ salesPoint }) => ({ path: `/v1/sales-points/${salesPoint}` }),
  listAvailability: ({ product }) => ({
    path: `/v1/products/${product}/availability`,
    query: { near: '20.25,105.97', radiusKm: '20' },
  }),
  listPublicStock: ({ salesPoint }) => ({ path: `/v1/sales-points/${salesPoint}/stock` }),
  listEvents: () => ({ path: '/v1/events', query: { province: '37', kind: 'fair', limit: '2' } }),
  getEvent: ({ event }) => ({ path: `/v1/events/${event}` }),
  getEventsCalendar: () => ({ path: '/v1/events.ics', query: { province: '37' } }),
  listProvinces: () => ({ path: '/v1/provinces' }),
  getProvince: () => ({ path: '/v1/provinces/37' }),
  listCommunes: () => ({ path: '/v1/communes', query: { province: '37', limit: '2' } }),
  listFormerCommunes: () => ({ path: '/v1/communes/former', query: { q: 'Lưu Phương', province: 'Ninh Bình' } }),
  resolveCommune: () => ({ path: '/v1/communes/resolve', query: { name: 'Ninh Nhất' } }),
  getTaxonomy: () => ({ path: '/v1/taxonomy' }),
  getLimits: () => ({ path: '/v1/limits' }),
  getHealth: () => ({ path: '/healthz' }),
  getOpenApi: () => ({ path: '/openapi.json' }),
  getDocs: () => ({ path: '/docs' }),
  getDocsAsset: () => ({ path: '/docs/initializer.js' }),
};

/** Routes that serve files which only a build has. */
export const BUILT: ReadonlySet<string> = new Set(['getOpenApi', 'getDocs', 'getDocsAsset']);

export const signedInRoutes: Route[] = allRoutes.filter(({ access }) => access === 'signed-in');
export const publicRoutes: Route[] = allRoutes.filter(({ access }) => access === 'public');

/** The one case of a route; a route without one fails whoever asks. */
export const caseOf = ({ operationId }: Route): Case => {
  const found = cases[operationId];
  if (!found) throw new Error(`${operationId} has no case in test/support/cases-*.ts`);
  return found;
};

/** Every scene of every signed-in route, for `describe.each`. */
export const everyScene = (pick: (route: Route) => boolean = () => true) =>
  signedInRoutes
    .filter(pick)
    .flatMap((route) =>
      caseOf(route).scenes.map((one) => ({ ...one, route, title: `${route.operationId}: ${one.name}` })),
    );

/** One scene of every signed-in route of some methods: enough where input is judged before the state of anything. */
export const oneSceneEach = (methods: readonly string[]) => {
  const scenes = everyScene(({ method }) => methods.includes(method));
  return scenes.filter((one, index) => scenes.findIndex(({ route }) => route === one.route) === index);
};
