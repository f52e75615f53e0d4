import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { routesOf } from '#infra/build/all-routes.ts';
import { availabilityRow } from '#shared/data/stock/availability-row.ts';
import { type Consumed, createReader, type Item, stringOf } from '#shared/data/table/reader.ts';
import { curveKey, distanceMetres, isInVietnam, type LatLng } from '#shared/domain/places/geo.ts';
import type { SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import { encodePointCard } from '#shared/domain/sales-points/sales-point-card.ts';
import { emptyLevel, type StockLevel } from '#shared/domain/stock/stock-level.ts';
import { encodeCursor } from '#shared/http/cursor.ts';
import { PAGE_MAX } from '#shared/http/page.ts';
import { type Handler, serve } from '#shared/http/serve.ts';
import { NEAR_MAX } from '#shared/platform/limits.ts';
import { notFound } from '#shared/platform/problem.ts';
import { eventOf, settingsFor } from '#test/support/api.ts';
import { idOf, type ProductSpec, productActions, storedProduct, writeAll } from '#test/support/catalogue.ts';
import { createTable, engineClient, startEngine } from '#test/support/engine.ts';
import { MEDIA_URL } from '#test/support/memory-storage.ts';
import { median, quantile, textTable } from './text-table.ts';

const TABLE = 'near';
const POINTS = 'points#VN';
const PRODUCT = idOf('prd', 1);
const AVAILABLE = `available#${PRODUCT}`;
const NOW = '2026-11-23T03:00:00.000Z';
const SOLD: ProductSpec = {
  number: 1,
  name: 'Thịt chưng mắm tép',
  criteriaSet: 8,
  place: { code: '14329', list: 'former' },
  producer: 1,
  status: 'published',
  visible: true,
  publishedAt: NOW,
  certificates: [],
};
const SHARE_WITH_PRODUCT = 0.1;
const SHARE_SOLD_OUT = 0.2;
const SHARE_COUNTRYSIDE = 0.3;
const CENTRES = 200;
const LIMIT = 20;
const RADII = [2_000, 10_000, 300_000];
const FORGED_ID = 'spt_01K00000000000000000010000';

// Latitude, longitude and weight of towns from the far north to the far south.
const TOWNS = [
  [21.03, 105.85, 80],
  [10.78, 106.7, 90],
  [20.86, 106.68, 20],
  [16.06, 108.21, 20],
  [10.03, 105.78, 14],
  [10.97, 106.75, 20],
  [16.46, 107.59, 8],
  [20.25, 105.97, 6],
  [20.43, 106.17, 5],
  [19.81, 105.78, 8],
  [18.67, 105.69, 8],
  [21.59, 105.84, 7],
  [21.18, 106.07, 6],
  [20.95, 107.08, 5],
  [21.32, 105.4, 4],
  [22.48, 103.97, 2],
  [21.39, 103.02, 2],
  [21.33, 103.91, 2],
  [22.82, 104.98, 2],
  [22.67, 106.26, 2],
  [21.85, 106.76, 2],
  [18.34, 105.9, 3],
  [17.47, 106.62, 3],
  [15.12, 108.8, 4],
  [13.78, 109.22, 5],
  [12.24, 109.19, 7],
  [10.93, 108.1, 4],
  [13.98, 108, 4],
  [12.67, 108.04, 5],
  [11.94, 108.44, 6],
  [11.31, 106.1, 4],
  [10.35, 107.08, 5],
  [10.25, 105.97, 4],
  [10.38, 105.44, 5],
  [10.01, 105.08, 5],
  [9.6, 105.97, 4],
  [9.18, 105.15, 4],
] as const;

/** A generator of numbers in [0, 1) that gives the same ones for the same seed (xorshift). */
const random = (seed: number): (() => number) => {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
};

const anywhere = (next: () => number): LatLng => {
  for (;;) {
    const place = { lat: 8.5 + next() * 15, lng: 102 + next() * 7.6 };
    if (isInVietnam(place)) return place;
  }
};

const TOTAL_WEIGHT = TOWNS.reduce((sum, [, , weight]) => sum + weight, 0);

/** A place in a town, the larger the likelier; the density falls off from its middle, and some of its places lie far out. */
const inTown = (next: () => number): LatLng => {
  for (;;) {
    const at = next() * TOTAL_WEIGHT;
    let passed = 0;
    const [lat, lng, weight] =
      TOWNS.find((town) => {
        passed += town[2];
        return at < passed;
      }) ?? TOWNS[0];
    const core = -Math.log(1 - next()) * 0.02 * (1 + Math.sqrt(weight) / 4);
    const degrees = core + (next() < 0.3 ? -Math.log(1 - next()) * 0.12 : 0);
    const angle = 2 * Math.PI * next();
    const place = { lat: lat + degrees * Math.sin(angle), lng: lng + degrees * Math.cos(angle) };
    if (isInVietnam(place)) return place;
  }
};

type Point = { id: string; place: LatLng; stocked: boolean; soldOut: boolean };

const points = (size: number): Point[] => {
  const next = random(20_231_216);
  return Array.from({ length: size }, (_, number) => ({
    id: `spt_01K${String(number).padStart(23, '0')}`,
    place: next() < SHARE_COUNTRYSIDE ? anywhere(next) : inTown(next),
    stocked: next() < SHARE_WITH_PRODUCT,
    soldOut: next() < SHARE_SOLD_OUT,
  }));
};

/** Half of the askers stand in some town, whatever its size, half of them anywhere. */
const centres = (count: number): LatLng[] => {
  const next = random(5);
  return Array.from({ length: count }, (_, number) => {
    if (number % 2 === 1) return anywhere(next);
    const [lat, lng] = TOWNS[Math.floor(next() * TOWNS.length)] ?? TOWNS[0];
    return { lat: lat + (next() - 0.5) * 0.06, lng: lng + (next() - 0.5) * 0.06 };
  });
};

const HOURS = {
  weekly: [
    { days: [1, 2, 3, 4], opens: '09:00', closes: '21:30' },
    { days: [5, 6, 7], opens: '08:30', closes: '22:30' },
  ],
  holidays: [],
};

const salesPoint = ({ id, place }: Point): SalesPoint => ({
  id,
  slug: `diem-ban-ocop-${id.slice(-6)}`,
  status: 'active',
  name: 'Điểm bán sản phẩm OCOP tại Phố cổ Hoa Lư',
  siteType: 'tourist-site',
  operator: { name: 'Hợp tác xã Tràng An' },
  province: { code: '37', name: 'Ninh Bình' },
  commune: { code: '14329', name: 'Hoa Lư' },
  addressLine: 'Khu Phố cổ Hoa Lư, công viên hồ và núi Kỳ Lân',
  lat: Math.round(place.lat * 1e6) / 1e6,
  lng: Math.round(place.lng * 1e6) / 1e6,
  openingHours: HOURS,
  phone: '+84991000001',
  members: [],
  note: null,
  unfinished: false,
  createdAt: NOW,
  updatedAt: NOW,
  approvedAt: NOW,
});

const level = ({ id, soldOut }: Point): StockLevel => ({
  ...emptyLevel(id, PRODUCT, 'hũ 500 g'),
  lots: soldOut ? [] : [{ lot: 'L-2026-11', useBy: '2027-03-01', quantity: 12_000, countedAt: null }],
  countedAt: NOW,
  changedAt: NOW,
});

const put = ({ pk, sk, card }: { pk: string; sk: string; card: string }): Item => ({
  pk: { S: pk },
  sk: { S: sk },
  card: { S: card },
});

const pointItem = (point: Point): Item =>
  put({ pk: POINTS, sk: `${curveKey(point.place)}#${point.id}`, card: encodePointCard(salesPoint(point)) });
const availableItem = (point: Point): Item => put(availabilityRow(salesPoint(point), level(point)));

const BATCH = 25;
const WRITERS = 8;

const write = async (endpoint: string, items: readonly Item[]): Promise<void> => {
  const client = engineClient(endpoint);
  let start = 0;
  const writer = async (): Promise<void> => {
    for (let batch = items.slice(start, start + BATCH); batch.length > 0; batch = items.slice(start, start + BATCH)) {
      start += BATCH;
      const puts = batch.map((Item) => ({ PutRequest: { Item } }));
      const { UnprocessedItems = {} } = await client.send(
        new BatchWriteItemCommand({ RequestItems: { [TABLE]: puts } }),
      );
      if (Object.keys(UnprocessedItems).length > 0) throw new Error('the engine left items unprocessed');
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  client.destroy();
};

type Asked = { units: number; queries: number; ms: number; inside: number; least: number; short: boolean };

const HEAD = [
  'points',
  'rows',
  'radius km',
  'inside',
  'least RCU',
  'RCU median',
  'mean',
  'p99',
  'max',
  'queries median',
  'max',
  'short',
  'p50 ms',
  'p99 ms',
];

const rowOf = (size: number, rows: number, radius: number, asked: readonly Asked[]): (string | number)[] => {
  const of = (pick: (one: Asked) => number): number[] => asked.map(pick);
  const units = of((one) => one.units);
  const mean = (values: readonly number[]): string =>
    (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(2);
  return [
    size,
    rows,
    radius / 1000,
    median(of(({ inside }) => inside)),
    mean(of(({ least }) => least)),
    median(units).toFixed(1),
    mean(units),
    quantile(units, 0.99).toFixed(1),
    Math.max(...units).toFixed(1),
    median(of(({ queries }) => queries)),
    Math.max(...of(({ queries }) => queries)),
    asked.filter(({ short }) => short).length,
    median(of(({ ms }) => ms)).toFixed(1),
    quantile(
      of(({ ms }) => ms),
      0.99,
    ).toFixed(1),
  ];
};

type Kind = { path: string; pk: string; page: 1 | 2 };

/** Asks for one page around each centre, the first or the second; centres without such a page are left out. */
const ask = async (
  handler: Handler,
  consumed: Consumed[],
  { path, page, bytes, all, radius }: Kind & { bytes: number; all: readonly Point[]; radius: number },
): Promise<Asked[]> => {
  const asked: Asked[] = [];
  const pageOf = async (center: LatLng, cursor: string | undefined) => {
    const at = `${center.lat.toFixed(6)},${center.lng.toFixed(6)}`;
    const query = { near: at, radiusKm: radius / 1000, limit: LIMIT, ...(cursor === undefined ? {} : { cursor }) };
    const answer = await handler(eventOf('GET', path, { query }));
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.body}`);
    return JSON.parse(answer.body ?? '') as { items: unknown[]; next?: string };
  };
  for (const center of centres(CENTRES)) {
    const before = page === 2 ? (await pageOf(center, undefined)).next : undefined;
    if (page === 2 && before === undefined) continue;
    consumed.length = 0;
    const started = performance.now();
    const { items, next } = await pageOf(center, before);
    const ms = performance.now() - started;
    const inside = all.filter(({ place }) => distanceMetres(center, place) <= radius).length;
    const left = Math.max(0, inside - (page === 2 ? LIMIT : 0));
    // The asker's place is rounded on its way, so one at the rim may fall in or out.
    const missing = Math.min(LIMIT, left) - items.length;
    if (missing < -1 || (missing > 1 && next === undefined)) throw new Error('a wrong number of places');
    asked.push({
      units: consumed.reduce((sum, { units }) => sum + units, 0),
      queries: consumed.length,
      ms,
      inside,
      short: missing > 1,
      // One query for exactly what is shown and one row more.
      least: Math.max(1, Math.ceil((Math.min(LIMIT + 1, left) * bytes) / 4096)) / 2,
    });
  }
  return asked;
};

type Hostile = { near: LatLng; limit: number; position?: string[] };

const globe = (lats: readonly number[], lngs: readonly number[]): LatLng[] =>
  lats.flatMap((lat) => lngs.map((lng) => ({ lat, lng })));
const withLimits = (places: readonly LatLng[]): Hostile[] =>
  places.flatMap((place) => [1, LIMIT, PAGE_MAX].map((limit) => ({ near: place, limit })));

/** Cursors that no walk has given, with every field bent as far as the form of a cursor lets it. */
const forged = (places: readonly LatLng[]): Hostile[] =>
  places.flatMap((place) =>
    ['0', '1', '30000', '5000000', '100000000', '300000000', '1000000000', '2999999999'].flatMap((distance) =>
      ['0', '20', '999999999'].flatMap((seen) =>
        [[], ['00000000'], ['80000000'], [`c0000000#${FORGED_ID}`]].flatMap((listedTo) =>
          [LIMIT, PAGE_MAX].map((limit) => ({
            near: place,
            limit,
            position: [distance, FORGED_ID, seen, ...listedTo],
          })),
        ),
      ),
    ),
  );

const HOSTILE: Record<string, Hostile[]> = {
  poles: withLimits(globe([-90, -89.99, -89.9, 89.9, 89.99, 90], [-180, -75, 0, 105, 180])),
  'antimeridian, other side of the globe': withLimits(globe([-80, -16, 0, 16, 80], [-180, -74, 179.999999, 180])),
  'rim of the greatest radius': withLimits(globe([-19, -10, 0, 30, 40, 49], [76, 90, 101, 119, 130, 143])),
  'anywhere in Vietnam': withLimits(centres(60)),
  'forged cursors': forged(centres(10)),
};

/** The greatest of requests that aim to be dear, and of every page of a walk to the end. */
const hostileRows = async (handler: Handler, consumed: Consumed[]): Promise<(string | number)[][]> => {
  const ask = async ({ near: { lat, lng }, limit, position }: Hostile, cursor?: string) => {
    const place = { lat: Math.round(lat * 1e6) / 1e6, lng: Math.round(lng * 1e6) / 1e6 };
    const scope = JSON.stringify(['sales-points', undefined, undefined, place, undefined]);
    const goesOn = position === undefined ? cursor : encodeCursor(scope, position);
    const query = { near: `${place.lat},${place.lng}`, limit, ...(goesOn === undefined ? {} : { cursor: goesOn }) };
    consumed.length = 0;
    const before = process.cpuUsage();
    const answer = await handler(eventOf('GET', '/v1/sales-points', { query }));
    const { user, system } = process.cpuUsage(before);
    if (answer.statusCode !== 200) throw new Error(`near ${query.near}: ${answer.body}`);
    const units = consumed.reduce((sum, one) => sum + one.units, 0);
    const { next } = JSON.parse(answer.body ?? '') as { next?: string };
    return { units, queries: consumed.length, cpu: (user + system) / 1_000, next };
  };
  const rowOf = (name: string, asked: readonly Omit<Awaited<ReturnType<typeof ask>>, 'next'>[]) => [
    name,
    asked.length,
    Math.max(...asked.map(({ units }) => units)).toFixed(1),
    Math.max(...asked.map(({ queries }) => queries)),
    median(asked.map(({ cpu }) => cpu)).toFixed(1),
    Math.max(...asked.map(({ cpu }) => cpu)).toFixed(1),
  ];
  const rows: (string | number)[][] = [];
  for (const [name, requests] of Object.entries(HOSTILE)) {
    const asked: Awaited<ReturnType<typeof ask>>[] = [];
    for (const request of requests) asked.push(await ask(request));
    rows.push(rowOf(name, asked));
  }
  const [from = { lat: 21, lng: 105 }] = centres(1);
  const pages = [await ask({ near: from, limit: PAGE_MAX })];
  for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next)
    pages.push(await ask({ near: from, limit: PAGE_MAX }, next));
  return [...rows, rowOf(`all pages of a walk, ${PAGE_MAX} at a time`, pages)];
};

const sizeOf = (item: Item): number =>
  Object.entries(item).reduce(
    (sum, [name, value]) => sum + name.length + Buffer.byteLength('S' in value ? value.S : value.N),
    0,
  );

/** What the 20 nearest cost, of all sales points and of those that have a product, as points grow more and radii wider. */
export const near = async ({ quick }: { quick: boolean }): Promise<string> => {
  const sizes = quick ? [200, 2_000] : [200, 2_000, 20_000];
  const points20 = { path: '/v1/sales-points', pk: POINTS };
  const kinds: (Kind & { rows: (string | number)[][] })[] = [
    { ...points20, page: 1, rows: [] },
    { path: `/v1/products/${PRODUCT}/availability`, pk: AVAILABLE, page: 1, rows: [] },
    { ...points20, page: 2, rows: [] },
  ];
  const bytesOf = new Map<string, number>();
  let greatest: (string | number)[][] = [];
  for (const size of sizes) {
    const all = points(size);
    const stocked = all.filter((point) => point.stocked);
    const engine = await startEngine();
    try {
      await createTable(engine.endpoint, TABLE, { stream: false });
      const items = [...all.map(pointItem), ...stocked.map(availableItem)];
      for (const item of items) bytesOf.set(stringOf(item, 'pk'), sizeOf(item));
      await write(engine.endpoint, items);
      const settings = settingsFor(engine.endpoint, TABLE);
      await writeAll(settings, productActions({ after: await storedProduct(SOLD) }));
      const consumed: Consumed[] = [];
      const reader = createReader(settings, { onConsumed: (one) => consumed.push(one) });
      const handler = serve(
        routesOf.catalog,
        () => ({ reader, mediaUrl: MEDIA_URL, now: () => new Date(NOW) }),
        async () => {
          throw notFound();
        },
      );
      if (size === sizes.at(-1)) greatest = await hostileRows(handler, consumed);
      for (const kind of kinds) {
        const mine = kind.pk === POINTS ? all : stocked;
        const bytes = bytesOf.get(kind.pk) ?? 0;
        for (const radius of RADII) {
          const asked = await ask(handler, consumed, { ...kind, bytes, all: mine, radius });
          if (asked.length > 0) kind.rows.push(rowOf(size, mine.length, radius, asked));
        }
      }
    } finally {
      await engine.stop();
    }
  }
  const [nearestPoints, available, second] = kinds.map(({ rows }) => textTable(HEAD, rows));
  return [
    `Points in ${TOWNS.length} towns, denser towards their middles, ${SHARE_COUNTRYSIDE * 100} % of them all over the country; ${CENTRES} askers, half of`,
    'them in towns, half anywhere. "inside" is the median number of places within the radius, "short" the number of short pages with',
    '`next`, "least" what one query for exactly the answer and one row more would cost.',
    `Rows of ${bytesOf.get(POINTS)} and ${bytesOf.get(AVAILABLE)} bytes, eventually consistent reads`,
    'through the handler.',
    '',
    `The ${LIMIT} nearest sales points:`,
    '',
    nearestPoints,
    '',
    `Availability of one product at the ${LIMIT} nearest points that carry it, which are ${SHARE_WITH_PRODUCT * 100} % of all (the product itself is read too,`,
    'which is 0.5 RCU of it):',
    '',
    available,
    '',
    `The next ${LIMIT} sales points, where there are more:`,
    '',
    second,
    '',
    `The greatest request, among ${sizes.at(-1)} points: the bound is ${NEAR_MAX.readUnits / 2} RCU and ${NEAR_MAX.queries} queries. CPU is that of the whole handler,`,
    'without the engine:',
    '',
    textTable(['requests', 'number', 'RCU max', 'queries max', 'CPU ms p50', 'CPU ms max'], greatest),
  ].join('\n');
};
