import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routes } from '#functions/catalog/routes.ts';
import { type Consumed, createReader } from '#shared/data/table/reader.ts';
import { type Handler, serve } from '#shared/http/serve.ts';
import { notFound } from '#shared/platform/problem.ts';
import { eventOf, settingsFor } from '#test/support/api.ts';
import { MEDIA_URL } from '#test/support/memory-storage.ts';
import { FRESH_DAY, LAPSED_DAY, producerId } from './catalogue.ts';
import { loadedEngine } from './loaded-engine.ts';
import { textTable } from './text-table.ts';
import { measureVerbs } from './verbs.ts';

const RCU_TARGET = 1.5;
const KEYED_PAGES = 500;
const UNKEYED_PAGES = 5;

type Query = { name: string; query: string; held: boolean; pages: number };

const keyed = (name: string, query: string): Query => ({ name, query, held: true, pages: KEYED_PAGES });

const QUERIES: readonly Query[] = [
  keyed('province x star', 'province=37&stars=4'),
  keyed('province x minStars x group', 'province=37&minStars=3&group=food'),
  keyed('national x star', 'stars=4'),
  keyed('producer', `producer=${producerId(3)}`),
  keyed('province, all stars', 'province=37&minStars=3'),
  { ...keyed('province, all stars, then none', 'province=37'), held: false },
  { ...keyed('province, newest', 'province=37&sort=newest'), held: false },
  { ...keyed('province, by name', 'province=37&sort=name'), held: false },
  {
    name: 'former province x group, by name',
    query: 'formerProvince=36&group=beverages&sort=name',
    held: false,
    pages: UNKEYED_PAGES,
  },
];

type PageCost = { units: number; queries: number; cards: number; boundaries: number };

type Listed = { items: { stars: number | null }[]; next?: string };

/** Walks a query page by page. A page crosses the stars that lie between the card before it and the card after it. */
const walk = async (handler: Handler, consumed: Consumed[], { query, pages }: Query): Promise<PageCost[]> => {
  const walked: { units: number; queries: number; stars: (number | null)[] }[] = [];
  let cursor: string | undefined;
  do {
    consumed.length = 0;
    const path = `/v1/products?${query}${cursor === undefined ? '' : `&cursor=${cursor}`}`;
    const answer = await handler(eventOf('GET', path));
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.body}`);
    const { items, next } = JSON.parse(answer.body ?? '') as Listed;
    walked.push({
      units: consumed.reduce((sum, { units }) => sum + units, 0),
      queries: consumed.length,
      stars: items.map(({ stars }) => stars),
    });
    cursor = next;
  } while (cursor !== undefined && walked.length < pages);

  const inStarOrder = !query.includes('sort=');
  return walked.map(({ units, queries, stars }, index) => {
    const around = [
      ...(walked[index - 1]?.stars.slice(-1) ?? []),
      ...stars,
      ...(walked[index + 1]?.stars.slice(0, 1) ?? []),
    ];
    return { units, queries, cards: stars.length, boundaries: inStarOrder ? Math.max(0, new Set(around).size - 1) : 0 };
  });
};

const most = (costs: readonly PageCost[], of: (cost: PageCost) => number): number => Math.max(...costs.map(of));

const rowOf = (query: Query, size: number, costs: readonly PageCost[]): (string | number)[] => {
  const inside = costs.filter(({ boundaries }) => boundaries === 0);
  const crossing = costs.filter(({ boundaries }) => boundaries > 0);
  const held =
    inside.every(({ units, queries }) => units <= RCU_TARGET && queries <= 1) &&
    crossing.every(({ queries, boundaries }) => queries <= 1 + boundaries);
  return [
    query.name,
    size,
    costs.length,
    costs[0]?.cards ?? 0,
    ...(inside.length > 0
      ? [most(inside, ({ units }) => units).toFixed(1), most(inside, ({ queries }) => queries)]
      : ['', '']),
    ...(crossing.length > 0
      ? [
          most(crossing, ({ boundaries }) => boundaries),
          most(crossing, ({ units }) => units).toFixed(1),
          most(crossing, ({ queries }) => queries),
        ]
      : ['', '', '']),
    query.held ? (held ? 'ok' : 'short') : 'for information',
  ];
};

const HEAD = [
  'query (pages of 20)',
  'products',
  'pages',
  'cards on 1st',
  'RCU inside',
  'queries',
  'stars crossed',
  'RCU',
  'queries',
  'target',
];

/** Capacity and round trips of buyers' queries at growing sizes, and of the verbs that write. */
export const capacity = async ({ quick }: { quick: boolean }): Promise<string> => {
  const sizes = quick ? [1_000, 5_000] : [1_000, 20_000, 200_000];
  const days = [FRESH_DAY, LAPSED_DAY];
  const rows = new Map(days.map((day) => [day, new Map<Query, (string | number)[][]>()]));
  const loads: string[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'ocop-bench-'));
  try {
    for (const size of sizes) {
      const started = performance.now();
      const engine = await loadedEngine(folder, 'catalogue', size);
      loads.push(`${size} products, ${engine.rows} rows (${Math.round((performance.now() - started) / 1000)} s)`);
      try {
        const consumed: Consumed[] = [];
        const reader = createReader(settingsFor(engine.endpoint, 'catalogue'), {
          onConsumed: (one) => consumed.push(one),
        });
        for (const day of days) {
          const handler = serve(
            Object.values(routes),
            () => ({ reader, mediaUrl: MEDIA_URL, now: () => new Date(`${day}T03:00:00Z`) }),
            async () => {
              throw notFound();
            },
          );
          for (const query of QUERIES) {
            const row = rowOf(query, size, await walk(handler, consumed, query));
            rows.get(day)?.set(query, [...(rows.get(day)?.get(query) ?? []), row]);
          }
        }
      } finally {
        await engine.stop();
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const tableOf = (day: string): string => textTable(HEAD, [...(rows.get(day)?.values() ?? [])].flat());
  return [
    `All rows that the data layer writes, imported: ${loads.join('; ')}.`,
    `Eventually consistent reads through the real handler; the dearest page of a walk of at most ${KEYED_PAGES} pages.`,
    `"inside": pages within one star; "crossed": pages that reach another star. Target: ${RCU_TARGET} RCU and one query`,
    'inside, at most one query more for each star crossed, the same at every size.',
    '',
    'No certificate has lapsed:',
    '',
    tableOf(FRESH_DAY),
    '',
    '5 % of the certificates have lapsed, and no job has run:',
    '',
    tableOf(LAPSED_DAY),
    '',
    await measureVerbs(),
  ].join('\n');
};
