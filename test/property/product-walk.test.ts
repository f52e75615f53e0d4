import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listProductCards } from '#shared/data/products/product-listing.ts';
import { lists, productKind } from '#shared/data/products/product-store.ts';
import type { Stored } from '#shared/data/table/document.ts';
import { createReader } from '#shared/data/table/reader.ts';
import { createWriter, type Writer } from '#shared/data/table/writer.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { type Api, startApi } from '#test/support/api.ts';
import {
  type CertificateSpec,
  idOf,
  type ProductSpec,
  productActions,
  storedProduct,
  writeAll,
} from '#test/support/catalogue.ts';
import { startEngine, type TestEngine } from '#test/support/engine.ts';

// The oracle below knows nothing of keys, partitions or cards: a plain array, filtered and sorted by the words of the contract.

const NOON = '2026-11-23T05:00:00.000Z';
const TODAY = '2026-11-23';
const AFTER_MIDNIGHT = '2026-11-23T17:00:00.000Z';
const TOMORROW = '2026-11-24';

const PLACES = [
  { place: { code: '14347', list: 'former' }, province: '37', former: '37', commune: '14329' },
  { place: { code: '14329', list: 'current' }, province: '37', former: '37', commune: '14329' },
  { place: { code: '14152', list: 'former' }, province: '37', former: '36', commune: '14212' },
  { place: { code: '13501', list: 'former' }, province: '37', former: '35', commune: '13501' },
  { place: { code: '16651', list: 'former' }, province: '38', former: '38', commune: null },
  { place: { code: '16003', list: 'former' }, province: '38', former: '38', commune: '16000' },
  { place: { code: '15889', list: 'current' }, province: '38', former: '38', commune: '15889' },
] as const;

const GROUP_OF_SET = (set: number): string => {
  if (set <= 13) return 'food';
  if (set <= 17) return 'beverages';
  if (set <= 20) return 'herbal';
  if (set <= 22) return 'handicraft';
  return set <= 25 ? 'ornamental' : 'community-tourism';
};

type Spec = ProductSpec & { at: number };
type Filter = {
  province?: string;
  formerProvince?: string;
  commune?: string;
  producer?: string;
  group?: string;
  criteriaSet?: number;
  stars?: number;
  minStars?: number;
};
type Sort = 'stars' | 'newest' | 'name';

const newest = (spec: Spec): CertificateSpec | undefined =>
  [...spec.certificates].sort((a, b) => (a.issuedOn < b.issuedOn ? 1 : -1))[0];
const endOf = (mark: CertificateSpec): string => mark.effectiveTo ?? mark.validTo;
const starOn = (spec: Spec, day: string): number => {
  const last = newest(spec);
  return last && !last.revoked && last.issuedOn <= day && day <= endOf(last) ? last.stars : 0;
};
const isMember = (spec: Spec, filter: Filter, day: string): boolean => {
  const where = PLACES[spec.at];
  const star = starOn(spec, day);
  return (
    spec.status === 'published' &&
    spec.visible &&
    (filter.province === undefined || where?.province === filter.province) &&
    (filter.formerProvince === undefined || where?.former === filter.formerProvince) &&
    (filter.commune === undefined || where?.commune === filter.commune) &&
    (filter.producer === undefined || idOf('pdc', spec.producer) === filter.producer) &&
    (filter.group === undefined || GROUP_OF_SET(spec.criteriaSet) === filter.group) &&
    (filter.criteriaSet === undefined || spec.criteriaSet === filter.criteriaSet) &&
    (filter.stars === undefined || star === filter.stars) &&
    (filter.minStars === undefined || star >= filter.minStars)
  );
};

const vietnamese = new Intl.Collator('vi');
const ORDER: Record<Sort, (day: string) => (a: Spec, b: Spec) => number> = {
  name: () => (a, b) => vietnamese.compare(a.name, b.name) || a.number - b.number,
  newest: () => (a, b) => b.publishedAt.localeCompare(a.publishedAt) || b.number - a.number,
  stars: (day) => (a, b) => {
    const ended = (spec: Spec) => {
      const last = newest(spec);
      return last && !last.revoked ? endOf(last) : '';
    };
    return starOn(b, day) - starOn(a, day) || ended(b).localeCompare(ended(a)) || b.number - a.number;
  },
};
const expected = (specs: readonly Spec[], filter: Filter, sort: Sort, day: string): Spec[] =>
  specs.filter((spec) => isMember(spec, filter, day)).sort(ORDER[sort](day));

// Words in upper and lower case, with every tone, of letters that only Vietnamese has.
const WORDS = [
  'cam',
  'Cam',
  'càm',
  'cảm',
  'cãm',
  'cám',
  'Cám',
  'cạm',
  'căn',
  'cân',
  'da',
  'đa',
  'Đa',
  'ốc',
  'Ơ',
  'ư',
  'mắm',
];
const ENDS = ['2024-05-01', '2026-11-21', '2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25', '2028-08-01'];
const ISSUED = ['2021-05-01', '2023-02-28', '2025-11-24'];
const SETS = [1, 8, 8, 14, 16, 19, 21, 24, 26];

const certificates = fc
  .subarray(ISSUED, { minLength: 0, maxLength: 2 })
  .chain((days) =>
    fc.tuple(
      ...days.map((issuedOn) =>
        fc.record({
          issuedOn: fc.constant(issuedOn),
          stars: fc.constantFrom(3 as const, 4 as const, 5 as const),
          validTo: fc.constantFrom(...ENDS),
          extended: fc.boolean(),
          revoked: fc.integer({ max: 9, min: 0 }).map((n) => n === 0),
        }),
      ),
    ),
  )
  .map((marks) =>
    marks.map(
      ({ extended, ...mark }): CertificateSpec => ({ ...mark, effectiveTo: extended ? '2026-11-24' : mark.validTo }),
    ),
  );

const specs = (size: { minLength: number; maxLength: number }) =>
  fc
    .array(
      fc.record({
        at: fc.nat({ max: PLACES.length - 1 }),
        producer: fc.nat({ max: 4 }),
        criteriaSet: fc.constantFrom(...SETS),
        name: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')),
        status: fc.constantFrom('published' as const, 'published' as const, 'published' as const, 'archived' as const),
        visible: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
        publishedAt: fc.nat({ max: 20 }).map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString()),
        certificates,
      }),
      { ...size, size: 'max' },
    )
    .map((all) =>
      all.map((one, number): Spec => ({ ...one, number, place: PLACES[one.at]?.place ?? PLACES[0].place })),
    );

const FILTERS = [
  'province',
  'formerProvince',
  'commune',
  'producer',
  'group',
  'criteriaSet',
  'stars',
  'minStars',
] as const;

/** A filter on the named fields that the product itself passes, its star apart where it has none. */
const filterFrom = (spec: Spec, names: readonly string[]): Filter => {
  const where = PLACES[spec.at] ?? PLACES[0];
  const star = starOn(spec, TODAY) || 4;
  const all: Filter = {
    province: where.province,
    formerProvince: where.former,
    commune: where.commune ?? '14329',
    producer: idOf('pdc', spec.producer),
    group: GROUP_OF_SET(spec.criteriaSet),
    criteriaSet: spec.criteriaSet,
    stars: star,
    minStars: Math.max(3, star - 1),
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
};

type Shown = { id: string; stars: number | null };
type Page = { items: Shown[]; queries: number; units: number };

const walk = async (
  api: Api,
  filter: Filter,
  sort: Sort,
  limit: number,
  between: (pages: Page[]) => Promise<void> = async () => {},
): Promise<Page[]> => {
  const pages: Page[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const before = api.consumed.length;
    const reply = await api.ask('GET', '/v1/products', {
      query: { ...filter, sort, limit, ...(cursor === undefined ? {} : { cursor }) },
    });
    expect(reply.status, reply.text).toBe(200);
    const items = reply.body.items as Shown[];
    expect(items.length).toBeLessThanOrEqual(limit);
    const consumed = api.consumed.slice(before);
    const units = consumed.reduce((sum, one) => sum + one.units, 0);
    pages.push({ items, queries: consumed.length, units });
    cursor = reply.body.next as string | undefined;
    more = cursor !== undefined;
    if (more) await between(pages);
  }
  return pages;
};

const publicOf = (pages: readonly Page[]) =>
  pages.flatMap(({ items }) => items).map(({ id, stars }) => ({ id, stars }));
const wantedOf = (members: readonly Spec[], day: string) =>
  members.map((spec) => ({ id: idOf('prd', spec.number), stars: starOn(spec, day) || null }));

let engine: TestEngine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const withCatalogue = async (all: readonly Spec[]): Promise<Api> => {
  const api = await startApi({ engine, now: NOON, stream: false });
  const products = await Promise.all(all.map(storedProduct));
  await writeAll(
    api.settings,
    products.flatMap((after) => productActions({ after })),
  );
  return api;
};

const KEYED_STARS: readonly string[] = [
  '',
  'province',
  'formerProvince',
  'commune',
  'producer',
  'group',
  'criteriaSet',
  'group,province',
];
/** Rows of the greatest length that one query may ask for: a longer page is read in two. */
const ROWS_PER_QUERY = 40;

/** The most queries that a page of a keyed list may take, or undefined where the filter has no partition of its own. */
const mostQueries = (
  filter: Filter,
  sort: Sort,
  page: { before: Spec | undefined; next: Spec | undefined; limit: number },
): number | undefined => {
  const longer = page.limit > ROWS_PER_QUERY ? 2 : 0;
  const scope = Object.keys(filter)
    .filter((name) => name !== 'stars' && name !== 'minStars')
    .sort()
    .join();
  if (sort !== 'stars') return Object.keys(filter).every((name) => name === 'province') ? 1 + longer : undefined;
  if (!KEYED_STARS.includes(scope)) return undefined;
  const wanted = [5, 4, 3, 0].filter((star) => (filter.stars ?? star) === star && star >= (filter.minStars ?? 0));
  const from = page.before ? starOn(page.before, TODAY) : (wanted[0] ?? 0);
  const to = page.next ? starOn(page.next, TODAY) : (wanted.at(-1) ?? 0);
  // Products without a star lie behind the three stars' digits and in a range of their own: four short ranges.
  const starless = to === 0 ? 4 : 0;
  return longer * (starless + 1) + (from === 0 ? starless : 1 + from - Math.max(to, 3) + starless);
};

const expectWalk = async (api: Api, all: readonly Spec[], filter: Filter, sort: Sort, limit: number) => {
  const members = expected(all, filter, sort, TODAY);
  const pages = await walk(api, filter, sort, limit);
  expect(publicOf(pages), JSON.stringify({ filter, sort, limit })).toEqual(wantedOf(members, TODAY));
  let position = 0;
  for (const { items, queries } of pages) {
    const before = members[position - 1];
    position += items.length;
    const most = mostQueries(filter, sort, { before, next: members[position], limit });
    if (most === undefined) continue;
    expect(queries, JSON.stringify({ filter, sort, limit, position })).toBeLessThanOrEqual(most);
    if (position < members.length) expect(items).toHaveLength(limit);
  }
};

/** Products of one place that differ by what `over` says. */
const manyOf = (count: number, over: (number: number) => Partial<Spec>): Spec[] =>
  Array.from({ length: count }, (_, number) => ({
    number,
    at: 0,
    name: `cam ${number}`,
    criteriaSet: 8,
    place: PLACES[0].place,
    producer: number,
    status: 'published',
    visible: true,
    publishedAt: new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString(),
    certificates: [{ stars: 4, issuedOn: '2025-01-01', validTo: '2028-01-01' }],
    ...over(number),
  }));

/** A table with those rows of a catalogue that stand in some partitions. */
const withRows = async (all: readonly Spec[], partitions: readonly string[]): Promise<Api> => {
  const api = await startApi({ engine, now: NOON, stream: false });
  const products = await Promise.all(all.map(storedProduct));
  await writeAll(
    api.settings,
    products
      .flatMap(productKind.rows)
      .flatMap(({ pk, sk, card }) =>
        partitions.includes(pk)
          ? [{ kind: 'put' as const, item: { pk: { S: pk }, sk: { S: sk }, card: { S: card } } }]
          : [],
      ),
  );
  return api;
};

describe('walking the list of products', () => {
  it('shows what a plain filter and sort shows, for random catalogues and filters, in pages of 1, 7 and 100', async () => {
    const asked = fc.record({
      like: fc.nat({ max: 59 }),
      names: fc.subarray([...FILTERS], { maxLength: 4 }),
      sort: fc.constantFrom<Sort>('stars', 'newest', 'name'),
    });
    await fc.assert(
      fc.asyncProperty(
        specs({ minLength: 20, maxLength: 60 }),
        fc.array(asked, { minLength: 12, maxLength: 12 }),
        async (all, questions) => {
          const api = await withCatalogue(all);
          for (const { like, names, sort } of questions) {
            const filter = filterFrom(all[like % all.length] as Spec, names);
            for (const limit of [1, 7, 100]) await expectWalk(api, all, filter, sort, limit);
          }
        },
      ),
      { seed: 20261123, numRuns: 15, endOnFailure: true },
    );
  });

  it('shows it for every combination of filters and every sort', async () => {
    const [all] = fc.sample(specs({ minLength: 70, maxLength: 70 }), { seed: 7, numRuns: 1 });
    if (!all) throw new Error('no sample');
    const api = await withCatalogue(all);
    const members = expected(all, {}, 'stars', TODAY);
    for (let bits = 0; bits < 2 ** FILTERS.length; bits += 1) {
      const names = FILTERS.filter((_, index) => bits & (1 << index));
      const filter = filterFrom(members[bits % members.length] as Spec, names);
      for (const sort of ['stars', 'newest', 'name'] as const) await expectWalk(api, all, filter, sort, 7);
    }
  });

  it('shows each once that did not move while others are published, archived, renamed and certified', async () => {
    const operation = fc.record({
      mover: fc.nat(),
      kind: fc.constantFrom('publish', 'archive', 'certify', 'extend', 'rename', 'hide'),
      stars: fc.constantFrom(3 as const, 4 as const, 5 as const),
      name: fc.constantFrom(...WORDS),
    });
    await fc.assert(
      fc.asyncProperty(
        specs({ minLength: 30, maxLength: 50 }),
        fc.subarray(['province', 'formerProvince', 'group', 'minStars', 'criteriaSet'], { maxLength: 2 }),
        fc.constantFrom<Sort>('stars', 'newest', 'name'),
        fc.constantFrom(1, 3, 7),
        fc.array(operation, { minLength: 60, maxLength: 60 }),
        fc.nat({ max: 5 }),
        async (all, names, sort, limit, auditEvents, midnightAfter) => {
          const api = await withCatalogue(all);
          const writer = createWriter(api.settings);
          const movers = new Map<number, Stored<Product>>();
          for (const spec of all.filter(({ number }) => number % 3 === 0))
            movers.set(spec.number, { value: await storedProduct(spec), version: 1 });
          const stayers = all.filter(({ number }) => number % 3 !== 0);
          const filter = filterFrom(stayers[0] as Spec, names);
          let day = TODAY;
          const days: string[] = [];
          const pages = await walk(api, filter, sort, limit, async (sofar) => {
            days.push(day);
            for (const one of auditEvents.slice(days.length * 3, days.length * 3 + 3)) await move(writer, movers, one);
            if (sofar.length > midnightAfter) {
              api.clock.now = new Date(AFTER_MIDNIGHT);
              day = TOMORROW;
            }
          });
          days.push(day);
          const still = new Set(stayers.map(({ number }) => idOf('prd', number)));
          const visible = pages.flatMap(({ items }, index) =>
            items.filter(({ id }) => still.has(id)).map(({ id, stars }) => ({ id, stars, on: days[index] })),
          );
          const wanted = expected(stayers, filter, sort, TODAY);
          expect(visible.map(({ id }) => id)).toEqual(wanted.map(({ number }) => idOf('prd', number)));
          for (const [index, { stars, on }] of visible.entries())
            expect(stars ?? 0).toBe(starOn(wanted[index] as Spec, on ?? TODAY));
        },
      ),
      { seed: 37, numRuns: 30, endOnFailure: true },
    );
  });

  it('judges order and membership on the day of the first page, and shows the star of the day of reading', async () => {
    const base = {
      at: 0,
      place: PLACES[0].place,
      producer: 1,
      criteriaSet: 8,
      status: 'published' as const,
      visible: true,
      publishedAt: '2026-01-01T00:00:00.000Z',
    };
    const star = (validTo: string): CertificateSpec[] => [{ stars: 4, issuedOn: '2023-11-23', validTo }];
    const all: Spec[] = [
      { ...base, number: 1, name: 'lâu', certificates: star('2028-01-01') },
      { ...base, number: 2, name: 'hôm nay', certificates: star('2026-11-23') },
      { ...base, number: 3, name: 'hôm qua', certificates: star('2026-11-22') },
    ];
    const api = await withCatalogue(all);
    const pages = await walk(api, { minStars: 3 }, 'stars', 1, async () => {
      api.clock.now = new Date(AFTER_MIDNIGHT);
    });
    expect(publicOf(pages)).toEqual([
      { id: idOf('prd', 1), stars: 4 },
      { id: idOf('prd', 2), stars: null },
    ]);
    expect(publicOf(await walk(api, { minStars: 3 }, 'stars', 1))).toEqual([{ id: idOf('prd', 1), stars: 4 }]);
  });

  it('reads at most ten units for a filter without a partition, gives a short page, and still completes', async () => {
    const rare = 26;
    const all = manyOf(6_000, (number) => ({ criteriaSet: number < 2 || number === 5_999 ? rare : 8 }));
    const api = await withRows(all, [lists.byNewest.province('37'), lists.byStars.province('37')]);
    for (const sort of ['newest', 'stars'] as const) {
      for (const limit of [2, 7]) {
        const filter = { province: '37', criteriaSet: rare };
        const pages = await walk(api, filter, sort, limit);
        expect(publicOf(pages)).toEqual(wantedOf(expected(all, filter, sort, TODAY), TODAY));
        expect(pages.some(({ items }) => items.length < limit)).toBe(true);
        expect(Math.max(...pages.map(({ units }) => units))).toBeLessThanOrEqual(10);
      }
    }
  });

  it('reads at most fifteen units of a commune or a producer with more products than a page can sort, in every order', async () => {
    const producer = idOf('pdc', 1);
    const all = manyOf(1_200, (number) => ({ producer: number % 3 === 0 ? 2 : 1 }));
    const [commune] = [PLACES[0].commune];
    const kept = [lists.byStars.commune(commune), lists.byStars.producer(producer)];
    const [country, province] = [
      [lists.byNewest.country(), lists.byName.country()],
      [lists.byNewest.province('37'), lists.byName.province('37')],
    ];
    const api = await withRows(all, [...kept, ...country, ...province]);
    for (const filter of [{ commune }, { producer }, { commune, producer }]) {
      for (const sort of ['stars', 'newest', 'name'] as const) {
        const pages = await walk(api, filter, sort, 100);
        expect(publicOf(pages)).toEqual(wantedOf(expected(all, filter, sort, TODAY), TODAY));
        expect(Math.max(...pages.map(({ units }) => units))).toBeLessThanOrEqual(15);
      }
    }
  }, 60_000);

  it('goes on with a position in star order that an earlier release gave out', async () => {
    const all = manyOf(6, (number) => ({
      certificates:
        number < 3 ? [{ stars: 4, issuedOn: '2025-01-01', validTo: number === 0 ? '2026-01-01' : '2028-01-01' }] : [],
    }));
    const { commune } = PLACES[0];
    const api = await withRows(all, [lists.byStars.commune(commune)]);
    const reader = createReader(api.settings);
    const asked = { sort: 'stars' as const, day: TODAY, limit: 10 };
    const idsAfter = async (after: string) =>
      (await listProductCards(reader, { commune }, { ...asked, after })).cards.map(({ id }) => id);
    const ids = (...numbers: number[]) => numbers.map((number) => idOf('prd', number));
    expect(await idsAfter(`42028-01-01#${idOf('prd', 2)}`)).toEqual(ids(1, 0, 5, 4, 3));
    expect(await idsAfter(`02026-01-01#${idOf('prd', 0)}`)).toEqual(ids(5, 4, 3));
    expect(await idsAfter(`0#${idOf('prd', 4)}`)).toEqual(ids(3));
  });
});

type Operation = { mover: number; kind: string; stars: 3 | 4 | 5; name: string };

const moved = (product: Product, { kind, stars, name }: Operation): Product => {
  const face = { content: product.content, origin: product.origin, publishedAt: NOON, updatedAt: NOON };
  switch (kind) {
    case 'publish':
      return { ...product, status: 'published', face: product.face ?? face };
    case 'archive':
      return { ...product, status: 'archived' };
    case 'hide':
      return { ...product, producer: { ...product.producer, visible: !product.producer.visible } };
    case 'rename':
      return { ...product, face: { ...(product.face ?? face), content: { ...product.content, name } } };
    case 'extend':
      return { ...product, certificates: product.certificates.map((one) => ({ ...one, effectiveTo: '2029-01-01' })) };
    default:
      return {
        ...product,
        certificates: [
          ...product.certificates,
          {
            id: idOf('crt', 90_000 + product.certificates.length),
            number: randomUUID(),
            stars,
            issuedOn: '2026-11-23',
            enteredAt: NOON,
            validTo: '2029-11-23',
            effectiveTo: '2029-11-23',
            revoked: false,
          },
        ],
      };
  }
};

const move = async (writer: Writer, movers: Map<number, Stored<Product>>, operation: Operation): Promise<void> => {
  const numbers = [...movers.keys()];
  const number = numbers[operation.mover % numbers.length] ?? 0;
  const before = movers.get(number);
  if (!before) return;
  const after = moved(before.value, operation);
  await writer.transact(productActions({ before, after }), randomUUID());
  movers.set(number, { value: after, version: before.version + 1 });
};
