import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routesOf } from '#infra/build/all-routes.ts';
import { eventKind } from '#shared/data/events/event-store.ts';
import { outcomeSumKind, putOutcome, sumIdOf } from '#shared/data/outcomes/outcome-store.ts';
import { registrationKind } from '#shared/data/registrations/registration-store.ts';
import { openActions } from '#shared/data/registrations/waitlist-store.ts';
import { type Consumed, createReader, type Item } from '#shared/data/table/reader.ts';
import type { Action } from '#shared/data/table/writer.ts';
import { EVENT_KINDS, type Event } from '#shared/domain/events/event.ts';
import { type Outcome, withReport } from '#shared/domain/outcomes/outcome.ts';
import { provincesAt } from '#shared/domain/places/provinces.ts';
import type { Registration } from '#shared/domain/registrations/registration.ts';
import { serve } from '#shared/http/serve.ts';
import { notFound } from '#shared/platform/problem.ts';
import { addDays } from '#shared/platform/vietnam-day.ts';
import { type Api, CENTRAL_OFFICER, eventOf, OFFICER, settingsFor, startApi } from '#test/support/api.ts';
import { idOf, productActions, storedProduct, writeAll } from '#test/support/catalogue.ts';
import { storedEvent } from '#test/support/events.ts';
import { MEDIA_URL } from '#test/support/memory-storage.ts';
import { importedEngine } from './loaded-engine.ts';
import { median, ratio, textTable, verdict } from './text-table.ts';

const TABLE = 'events';
const NOW = '2026-11-23T03:00:00Z';
const MONTH = { from: '2026-12-01', to: '2026-12-31' };
const HERE = '37';
const MINE = 60;
const LIMIT = 20;
/** How much dearer a page may be in the larger table. */
const FLAT = 1.1;

const put = ({ pk, sk, card }: { pk: string; sk: string; card: string }): Action => ({
  kind: 'put',
  item: { pk: { S: pk }, sk: { S: sk }, card: { S: card } },
});
const itemOf = (action: Action): Item => {
  if (action.kind !== 'put') throw new Error('only what is put is loaded');
  return action.item;
};

const eventOn = (number: number, startDate: string, days: number, office: string): Event => {
  const province = provincesAt('2026-11-23').find(({ code }) => code === office);
  return {
    ...storedEvent({ clock: { now: new Date(NOW) } } as Api),
    id: idOf('evt', number),
    kind: EVENT_KINDS[number % EVENT_KINDS.length] ?? 'fair',
    title: `Hội chợ giới thiệu sản phẩm OCOP lần thứ ${number} tại ${province?.name}`,
    organizer: { office: `off_${office}`, name: `Văn phòng Điều phối nông thôn mới ${province?.name}` },
    provinces: [{ code: office, name: province?.name ?? '' }],
    startDate,
    endDate: addDays(startDate, days - 1),
  };
};

/** The first day of an event that does not touch the month in question: over two years before and after it. */
const startElsewhere = (number: number): string => {
  const away = 100 + ((number * 37) % 600);
  return addDays(number % 2 === 0 ? MONTH.from : MONTH.to, number % 2 === 0 ? -away : away);
};

/** Those of the month in the province, and `others` of all provinces: other months here, any month elsewhere. */
const calendar = async function* (others: number): AsyncGenerator<readonly Item[]> {
  const provinces = provincesAt('2026-11-23').map(({ code }) => code);
  const rows = (event: Event): Item[] => eventKind.rows(event, 1).map(put).map(itemOf);
  for (let number = 0; number < MINE; number += 1)
    yield rows(eventOn(number, addDays(MONTH.from, number % 28), 1 + (number % 3), HERE));
  for (let number = MINE; number < MINE + others; number += 1) {
    const office = provinces[number % provinces.length] ?? HERE;
    const inMonth = office !== HERE && number % 5 === 0;
    const startDate = inMonth ? addDays(MONTH.from, number % 31) : startElsewhere(number);
    yield rows(eventOn(number, startDate, 1 + (number % 5), office));
  }
};

type Page = { units: number; reads: number; items: number };

const sumOf = (consumed: readonly Consumed[]): number => consumed.reduce((sum, { units }) => sum + units, 0);

const ofMonth = async (folder: string, others: number): Promise<{ pages: Page[]; rows: number }> => {
  const engine = await importedEngine(folder, TABLE, String(others), calendar(others));
  try {
    const consumed: Consumed[] = [];
    const reader = createReader(settingsFor(engine.endpoint, TABLE), { onConsumed: (one) => consumed.push(one) });
    const handler = serve(
      routesOf.catalog,
      () => ({ reader, mediaUrl: MEDIA_URL, now: () => new Date(NOW) }),
      async () => {
        throw notFound();
      },
    );
    const pages: Page[] = [];
    let cursor: string | undefined;
    do {
      consumed.length = 0;
      const query = { province: HERE, ...MONTH, limit: LIMIT, ...(cursor === undefined ? {} : { cursor }) };
      const answer = await handler(eventOf('GET', '/v1/events', { query }));
      if (answer.statusCode !== 200) throw new Error(String(answer.body));
      const { items, next } = JSON.parse(answer.body ?? '') as { items: unknown[]; next?: string };
      pages.push({ units: sumOf(consumed), reads: consumed.length, items: items.length });
      cursor = next;
    } while (cursor !== undefined);
    const found = pages.reduce((sum, { items }) => sum + items, 0);
    if (found !== MINE) throw new Error(`${found} events of the month instead of ${MINE}`);
    return { pages, rows: engine.rows };
  } finally {
    await engine.stop();
  }
};

const months = async (sizes: readonly number[]): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'ocop-bench-'));
  const rows: (string | number)[][] = [];
  let base: number | undefined;
  try {
    for (const size of sizes) {
      const { pages, rows: held } = await ofMonth(folder, size);
      const units = median(pages.map((page) => page.units));
      base ??= units;
      rows.push([
        size,
        held,
        pages.length,
        units.toFixed(1),
        Math.max(...pages.map((page) => page.units)).toFixed(1),
        Math.max(...pages.map(({ reads }) => reads)),
        ratio(units, base),
        verdict(units / base, FLAT),
      ]);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return textTable(
    ['other events', 'rows', 'pages', 'RCU median', 'RCU max', 'queries', 'to the smallest', 'flat'],
    rows,
  );
};

const registrationOf = (event: Event, queueNumber: number, of: 'products' | 'people'): Registration => ({
  id: idOf('reg', queueNumber),
  status: 'confirmed',
  event: event.id,
  ticket: queueNumber,
  approval: false,
  subject: `person-${queueNumber}`,
  product: of === 'products' ? { id: idOf('prd', queueNumber), name: `Mật ong hoa nhãn lần thứ ${queueNumber}` } : null,
  producer: of === 'products' ? { id: idOf('pdc', queueNumber), name: `Hợp tác xã nông nghiệp ${queueNumber}` } : null,
  contact: { name: `Hợp tác xã nông nghiệp ${queueNumber}`, phone: '+84912345678', organisation: 'Hợp tác xã' },
  booth: null,
  pass: 'x'.repeat(300),
  ending: null,
  barred: null,
  createdAt: NOW,
  updatedAt: NOW,
  approvedAt: null,
});

const soldBy = async (queueNumber: number): Promise<Action[]> => {
  const product = await storedProduct({
    number: queueNumber,
    name: `Mật ong hoa nhãn lần thứ ${queueNumber}`,
    criteriaSet: 4,
    place: { code: '14329', list: 'former' },
    producer: queueNumber,
    status: 'published',
    visible: true,
    publishedAt: NOW,
    certificates: [{ stars: 4, issuedOn: '2025-08-01', validTo: '2028-08-01' }],
  });
  // Of a product only the document is read.
  return productActions({ after: product }).slice(0, 1);
};

const waitlistOf = (event: Event, tickets: number): Action[] =>
  openActions(event.id, event.registration?.capacity ?? 0, undefined).map((action) =>
    action.kind === 'put' && 'tickets' in action.item
      ? { ...action, item: { ...action.item, tickets: { N: String(tickets) } } }
      : action,
  );

const savedActions = (event: Event): Action[] => [
  {
    kind: 'put',
    item: {
      pk: { S: event.id },
      sk: { S: 'A' },
      version: { N: '1' },
      state: { S: event.status },
      doc: { S: JSON.stringify(event) },
    },
  },
  ...eventKind.rows(event, 1).map(put),
];

/** An event with so many registrations, half of them waiting, as the organiser has it. */
const crowded = async (api: Api, number: number, size: number, of: 'products' | 'people'): Promise<Event> => {
  const base = eventOn(number, '2026-12-10', 3, HERE);
  const event: Event = {
    ...base,
    registration: base.registration && {
      ...base.registration,
      audience: of,
      minStars: of === 'products' ? 3 : null,
      capacity: size / 2,
    },
  };
  const actions = [...savedActions(event), ...waitlistOf(event, size)];
  for (let queueNumber = 1; queueNumber <= size; queueNumber += 1) {
    const [row] = registrationKind.rows(registrationOf(event, queueNumber, of), 1);
    if (row) actions.push(put(row));
  }
  await writeAll(api.settings, actions);
  return event;
};

const ask = async (api: Api, path: string, query: Record<string, string | number>, as = OFFICER) => {
  api.consumed.length = 0;
  const reply = await api.ask('GET', path, { as, query });
  if (reply.status !== 200) throw new Error(`${path}: ${reply.text}`);
  return { body: reply.body, units: sumOf(api.consumed), reads: api.consumed.length };
};

const registrations = async (api: Api, sizes: readonly number[]): Promise<string> => {
  const largest = Math.max(...sizes);
  for (let first = 1; first <= largest; first += 500) {
    const tickets = Array.from({ length: Math.min(500, largest - first + 1) }, (_, index) => first + index);
    await writeAll(api.settings, (await Promise.all(tickets.map(soldBy))).flat());
  }
  const rows: (string | number)[][] = [];
  let number = 900_000;
  for (const of of ['products', 'people'] as const) {
    let base: number | undefined;
    for (const size of sizes) {
      number += 1;
      const event = await crowded(api, number, size, of);
      const pages: { units: number; reads: number }[] = [];
      let cursor: string | undefined;
      do {
        const page = await ask(api, `/v1/events/${event.id}/registrations`, {
          limit: LIMIT,
          ...(cursor === undefined ? {} : { cursor }),
        });
        pages.push(page);
        cursor = page.body.next;
      } while (cursor !== undefined);
      const [first, middle, last] = [pages[0], pages[pages.length >> 1], pages.at(-1)];
      const units = median(pages.map((page) => page.units));
      base ??= units;
      rows.push([
        of,
        size,
        pages.length,
        ...[first, middle, last].map((page) => page?.units.toFixed(1) ?? ''),
        units.toFixed(1),
        Math.max(...pages.map((page) => page.units)).toFixed(1),
        Math.max(...pages.map(({ reads }) => reads)),
        ratio(units, base),
        verdict(units / base, FLAT),
      ]);
    }
  }
  return textTable(
    [
      'of',
      'registrations',
      'pages',
      'RCU first',
      'middle',
      'last',
      'median',
      'max',
      'reads',
      'to the smallest',
      'flat',
    ],
    rows,
  );
};

const REPORTS_EACH = 50;

const outcomeOf = (producer: number): Outcome => ({
  producer: { id: idOf('pdc', producer), name: `Hợp tác xã nông nghiệp ${producer}` },
  contracts: 2,
  contractsVnd: 350_000_000,
  memoranda: 1,
  turnoverVnd: 48_500_000,
  visitors: 900,
  note: 'Ký với hai siêu thị trong tỉnh và một nhà phân phối ở Hà Nội.',
  reportedBy: OFFICER,
  reportedAt: NOW,
});

/** An event of which every other one has a report. */
const seen = (event: Event, number: number): Action[] => {
  if (number % 2 === 1) return savedActions(event);
  const sum = withReport(event, { id: sumIdOf(event.id), report: outcomeOf(1) });
  return [...savedActions(event), ...outcomeSumKind.rows(sum, 1).map(put)];
};

const years = async (api: Api, sizes: readonly number[]): Promise<string> => {
  const rows: (string | number)[][] = [];
  for (const [index, size] of sizes.entries()) {
    const year = 2030 + index;
    const actions: Action[] = [];
    for (let number = 0; number < size; number += 1) {
      const startDate = addDays(`${year}-01-01`, Math.floor((number * 360) / size));
      actions.push(...seen(eventOn(2_000_000 + index * 100_000 + number, startDate, 1 + (number % 3), HERE), number));
    }
    await writeAll(api.settings, actions);
    for (const [name, as] of [
      ['province', OFFICER],
      ['country', CENTRAL_OFFICER],
    ] as const) {
      const { body, units, reads } = await ask(api, '/v1/reports/events', { year }, as);
      if (body.total.events !== size) throw new Error(`${body.total.events} events of the year instead of ${size}`);
      rows.push([name, size, units.toFixed(1), reads, (units / size).toFixed(3)]);
    }
  }
  return textTable(['report of a year', 'events', 'RCU', 'reads', 'RCU per event'], rows);
};

const ofOneEvent = async (api: Api, size: number): Promise<string> => {
  const event = await crowded(api, 950_000, size, 'people');
  const reports = Array.from({ length: REPORTS_EACH }, (_, producer) => putOutcome(event.id, outcomeOf(producer)));
  await writeAll(api.settings, reports);
  const { units, reads } = await ask(api, `/v1/events/${event.id}/report`, {});
  const list = await ask(api, `/v1/events/${event.id}/outcomes`, { limit: LIMIT });
  return textTable(
    ['of one event', 'registrations', 'reports', 'RCU', 'reads'],
    [
      ['its report', size, REPORTS_EACH, units.toFixed(1), reads],
      [`a page of ${LIMIT} outcomes`, size, REPORTS_EACH, list.units.toFixed(1), list.reads],
    ],
  );
};

/** What reading events costs: a month of a province, an organiser's list of registrations, the reports. */
export const events = async ({ quick }: { quick: boolean }): Promise<string> => {
  const others = quick ? [1_000, 5_000] : [1_000, 100_000];
  const crowds = quick ? [200, 1_000] : [200, 5_000];
  const ofYear = quick ? [50, 200] : [50, 1_000];
  const month = await months(others);
  const api = await startApi({ stream: false });
  try {
    return [
      `${MINE} events of one month in one province, in pages of ${LIMIT}, among others of other months and provinces: all rows`,
      'that the data layer writes, imported; eventually consistent reads through the handler.',
      '',
      month,
      '',
      `An organiser's list of registrations in pages of ${LIMIT}, half of them waiting; of products each is looked at as it is today.`,
      '',
      await registrations(api, crowds),
      '',
      'Reports, which read everything that they are about; of every other event of the year something was reported:',
      '',
      await years(api, ofYear),
      '',
      await ofOneEvent(api, Math.max(...crowds)),
    ].join('\n');
  } finally {
    await api.stop();
  }
};
