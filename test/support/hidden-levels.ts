import { expect } from 'vitest';
import { type Api, BUYER, OTHER_OFFICER, OTHER_OWNER, OWNER, type Reply, startApi } from './api.ts';
import { activeSalesPoint, publishedProduct, verifiedProducer } from './journey.ts';
import { type Line, OTHER_POINT_MEMBER, POINT_MEMBER, report, reported, transfer } from './stock.ts';

/** A point that hides its level of `goods` from everybody but its keeper, with everything else as in its twins. */
export type World = {
  api: Api;
  /** The operations that were sent to the table for reading. */
  sent: string[];
  point: string;
  elsewhere: string;
  goods: string;
  former: string;
};

/** How a level came to be: as one delivery of 37 kg, or as forty lots of 12 kg together. */
export type Hidden = 'one lot of 37' | 'forty lots of 12';

/** The key under which `OWNER` delivered while they were a member of the point. */
export const KEY_AS_MEMBER = 'delivered-as-member';
export const REMOVED_MEMBER = 'helper-1';

const SETUP = '2026-11-23T08:00:00.000Z';
const NOW = '2026-11-23T09:00:00.000Z';

const lotsOf = (hidden: Hidden): [quantity: string, count: number] =>
  hidden === 'one lot of 37' ? ['37', 1] : ['0.3', 40];

const stocked = async (api: Api, point: string, product: string, hidden: Hidden): Promise<void> => {
  const [quantity, count] = lotsOf(hidden);
  await reported(api, point, 'count', product, '0');
  const lines = Array.from({ length: count }, (_, index): Line => {
    const useBy = `2027-01-${String((index % 28) + 1).padStart(2, '0')}`;
    return { product, kind: 'receive', quantity, lot: `L${index + 1}`, useBy };
  });
  expect((await report(api, point, lines)).status).toBe(200);
  if (hidden === 'forty lots of 12') await reported(api, point, 'count', product, quantity, { lot: 'L1' });
};

const put = async (api: Api, path: string, body?: object): Promise<void> => {
  const reply = await api.ask('PUT', path, { as: POINT_MEMBER, ...(body ? { body } : {}) });
  expect([200, 204], reply.text).toContain(reply.status);
};

/** Opens a world; worlds differ in what is hidden, in ids, and in nothing else. */
export const openWorld = async (engine: { endpoint: string }, hidden: Hidden): Promise<World> => {
  const sent: string[] = [];
  const api = await startApi({
    engine,
    now: SETUP,
    stream: false,
    send: (real) => (target, body) => {
      sent.push(target);
      return real(target, body);
    },
  });
  const own = await verifiedProducer(api, { name: 'Hợp tác xã Gia Sinh' });
  const other = await verifiedProducer(api, { name: 'Cơ sở Long Dương' }, OTHER_OWNER);
  const goods = (await publishedProduct(api, own, { name: 'Mắm tép', unit: 'kg' })).id;
  const former = (await publishedProduct(api, other, { name: 'Cá rô', unit: 'kg' }, OTHER_OWNER)).id;
  const point = (await activeSalesPoint(api, { name: 'Điểm bán Hoa Lư', member: POINT_MEMBER })).id;
  const elsewhere = (await activeSalesPoint(api, { name: 'Điểm bán Bút Sơn', member: OTHER_POINT_MEMBER })).id;
  for (const product of [goods, former]) {
    await put(api, `/v1/sales-points/${point}/stock/${product}/settings`, { show: 'band' });
    await stocked(api, point, product, hidden);
    await put(api, `/v1/products/${product}/grants/${point}`);
  }
  await api.ask('DELETE', `/v1/products/${former}/grants/${point}`, { as: POINT_MEMBER });
  await reported(api, elsewhere, 'receive', goods, '5', { as: OTHER_POINT_MEMBER });
  for (const member of [REMOVED_MEMBER, OWNER]) {
    await put(api, `/v1/sales-points/${point}/members/${member}`);
    const line = { product: goods, kind: 'receive', quantity: '1', lot: 'L1' };
    const reply = await report(api, point, [line], { as: member, key: KEY_AS_MEMBER });
    expect(reply.body.results[0].change).toMatchObject({ applied: true, sequence: expect.any(Number) });
    await api.ask('DELETE', `/v1/sales-points/${point}/members/${member}`, { as: POINT_MEMBER });
  }
  api.clock.now = new Date(NOW);
  return { api, sent, point, elsewhere, goods, former };
};

/** Everybody who may not read the level. */
export const STRANGERS: { who: string; as: string | undefined }[] = [
  { who: 'anybody', as: undefined },
  { who: 'a buyer', as: BUYER },
  { who: 'a producer that restocks the point', as: OWNER },
  { who: 'a producer whose grant was withdrawn', as: OTHER_OWNER },
  { who: 'a member of another point', as: OTHER_POINT_MEMBER },
  { who: 'an officer of another territory', as: OTHER_OFFICER },
  { who: 'a removed member', as: REMOVED_MEMBER },
];

export type Probe = { what: string; ask: (world: World, as: string | undefined) => Promise<Reply> };

const sends = (what: string, line: object, options: { mode?: 'each' | 'atomic'; key?: string } = {}): Probe => ({
  what,
  ask: ({ api, point, goods, former }, as = '') => {
    const product = as === OTHER_OWNER ? former : goods;
    return report(api, point, [{ product, kind: 'receive', quantity: '1', ...line }], { as, ...options });
  },
});

const reads = (
  what: string,
  path: (world: World) => string,
  query: (world: World) => Record<string, string> = () => ({}),
) => ({
  what,
  ask: (world: World, as: string | undefined) => world.api.ask('GET', path(world), { as, query: query(world) }),
});

/** Every read that says anything about a level, or about a point that has one. */
export const READS: Probe[] = [
  reads('what the point has', ({ point }) => `/v1/sales-points/${point}/stock`),
  reads('where the product is', ({ goods }) => `/v1/products/${goods}/availability`),
  reads(
    'where the product is near',
    ({ goods }) => `/v1/products/${goods}/availability`,
    () => ({ near: '20.26,105.96' }),
  ),
  reads(
    'points with the product',
    () => '/v1/sales-points',
    ({ goods }) => ({ product: goods }),
  ),
  reads(
    'points with the product near',
    () => '/v1/sales-points',
    ({ goods }) => ({ product: goods, near: '20.26,105.96' }),
  ),
  reads('the point', ({ point }) => `/v1/sales-points/${point}`),
  reads('the product', ({ goods }) => `/v1/products/${goods}`),
  reads('the exact stock', ({ point }) => `/v1/me/sales-points/${point}/stock`),
  reads('my points', () => '/v1/me/sales-points'),
  reads('the working copy of the point', ({ point }) => `/v1/me/sales-points/${point}`),
  reads('the ledger', ({ point }) => `/v1/sales-points/${point}/stock-changes`),
  reads(
    'the ledger of the product',
    ({ point }) => `/v1/sales-points/${point}/stock-changes`,
    ({ goods }) => ({ product: goods }),
  ),
  reads('the ledger of the other point', ({ elsewhere }) => `/v1/sales-points/${elsewhere}/stock-changes`),
  reads(
    'the audit of the point',
    () => '/v1/audit',
    ({ point }) => ({ subject: point }),
  ),
  reads(
    'the audit of the product',
    () => '/v1/audit',
    ({ goods }) => ({ subject: goods }),
  ),
  reads(
    'silent points',
    () => '/v1/sales-points/silent',
    () => ({ days: '1' }),
  ),
];

/** Every write that is answered with, or refused because of, a level. */
export const WRITES: Probe[] = [
  sends('a delivery', {}),
  sends('a delivery by line', {}, { mode: 'each' }),
  sends('a delivery of all that a quantity can say', { quantity: '999999999' }),
  sends('such a delivery by line', { quantity: '999999999.999' }, { mode: 'each' }),
  sends('the largest delivery', { quantity: '1000000' }),
  sends('a delivery of a lot that is there', { lot: 'L1' }),
  sends('a delivery of a lot that is there or not', { lot: 'L40' }),
  sends('a delivery of a use-by day that is there', { useBy: '2027-01-01' }),
  sends('a delivery of a new lot', { lot: 'new', useBy: '2027-03-03' }),
  sends('a delivery of another new lot by line', { lot: 'newer' }, { mode: 'each' }),
  sends('a delivery of a lot from before its count', { lot: 'L1', occurredAt: '2026-11-23T07:30:00.000Z' }),
  sends('a delivery from before the count', { occurredAt: '2026-11-22T12:00:00.000Z' }),
  sends('a delivery that may be repeated', { quantity: '2', lot: 'L2' }, { key: 'again' }),
  sends('the same delivery again', { quantity: '2', lot: 'L2' }, { key: 'again' }),
  sends('a delivery under the key of another one', { quantity: '3' }, { key: 'again' }),
  sends('a delivery of before, as a member', { lot: 'L1', occurredAt: SETUP }, { key: KEY_AS_MEMBER }),
  ...[null, '0', '37', '12', '38', '999999999'].map((expectedQuantity) =>
    sends(`a delivery onto ${expectedQuantity}`, { expectedQuantity }),
  ),
  ...['count', 'sell', 'return', 'waste'].flatMap((kind) =>
    ['1', '20', '999999999'].map((quantity) => sends(`${kind} ${quantity}`, { kind, quantity }, { mode: 'each' })),
  ),
  {
    what: 'a transfer from the point',
    ask: ({ api, point, elsewhere, goods }, as = '') =>
      transfer(api, point, elsewhere, [{ product: goods, quantity: '20' }], { as }),
  },
  {
    what: 'a transfer to the point',
    ask: ({ api, point, elsewhere, goods }, as = '') =>
      transfer(api, elsewhere, point, [{ product: goods, quantity: '20', lot: 'L1' }], { as, mode: 'each' }),
  },
  {
    what: 'settings',
    ask: ({ api, point, goods }, as) =>
      api.ask('PUT', `/v1/sales-points/${point}/stock/${goods}/settings`, { as, body: { show: 'number' } }),
  },
  ...(['PUT', 'DELETE'] as const).map((method) => ({
    what: `${method} of the grant`,
    ask: ({ api, point, goods }: World, as: string | undefined) =>
      api.ask(method, `/v1/products/${goods}/grants/${point}`, { as }),
  })),
];

const VARYING = /\b[a-z]{3}_[0-7][0-9A-HJKMNP-TV-Z]{25}\b|\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g;

/** Everything of an answer that its reader sees, byte for byte, with ids replaced by the order in which they come. */
export const seen = ({ status, headers, text }: Reply): string => {
  const names = new Map<string, string>();
  const { etag: _, 'x-request-id': __, ...told } = headers;
  return `${status} ${JSON.stringify(told)} ${text}`.replaceAll(VARYING, (id) => {
    const name = names.get(id) ?? `id-${names.size}`;
    names.set(id, name);
    return name;
  });
};
