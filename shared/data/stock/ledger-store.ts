import type { RequestKey } from '#shared/data/idempotency/idempotency-store.ts';
import { keys } from '#shared/data/table/keys.ts';
import { ARRIVAL_INDEX, type Item, type Reader, stringOf } from '#shared/data/table/reader.ts';
import type { Action } from '#shared/data/table/writer.ts';
import { LedgerEntry, type MovementKind, type StockMovement } from '#shared/domain/stock/ledger.ts';
import type { StockLevel } from '#shared/domain/stock/stock-level.ts';
import { madeAt } from '#shared/platform/ids.ts';
import { REPORT_MAX_AGE_HOURS, VOID_HOURS } from '#shared/platform/limits.ts';
import { type Day, VIETNAM_SHIFT_MS, vietnamDay } from '#shared/platform/vietnam-day.ts';
import { withContentHash } from './content-hash.ts';

/** The name under which a ledger entry that is there already is reported. */
export const LEDGER_GUARD = 'ledger';

/** Entries of the same millisecond are in the order of writing, at least within one level. */
const arrivalKey = ({ at, lines }: LedgerEntry, sk: string): string =>
  `${at}#${String(lines[0]?.sequence ?? 0).padStart(8, '0')}#${sk}`;

const parse = (item: Item): LedgerEntry => LedgerEntry.parse(JSON.parse(stringOf(item, 'doc')));

/**
 * The action that writes an entry once; the entry is also the audit event and the idempotency record of the change.
 * `group` is the first line of the stock transaction, `attempt` the number of earlier entries of that group.
 */
export const ledgerAction = (
  entry: LedgerEntry,
  request: RequestKey,
  { group, attempt }: { group: number; attempt: number },
): Action => {
  const { pk, sk } = keys.ledger(entry.salesPoint, request.keyHash, group, attempt);
  return {
    kind: 'put',
    item: withContentHash({
      pk: { S: pk },
      sk: { S: sk },
      [ARRIVAL_INDEX.sortKey]: { S: arrivalKey(entry, sk) },
      doc: { S: JSON.stringify(entry) },
    }),
    condition: { expression: 'attribute_not_exists(pk)' },
    guard: LEDGER_GUARD,
  };
};

/** What a request has written at a point, strongly consistent; nothing where it is new. */
export const readEntriesOf = async (
  reader: Reader,
  salesPoint: string,
  request: RequestKey,
): Promise<{ group: number; entry: LedgerEntry }[]> => {
  const pk = keys.ledger.partition(salesPoint);
  const range = { pk, from: `${request.keyHash}#`, to: `${request.keyHash}#~`, consistent: true };
  const found: { group: number; entry: LedgerEntry }[] = [];
  for (let after: string | undefined, more = true; more; ) {
    const page = await reader.query({ ...range, ...(after === undefined ? {} : { after }) });
    for (const item of page.items) {
      after = stringOf(item, 'sk');
      found.push({ group: Number(after.split('#')[1]), entry: parse(item) });
    }
    more = page.more;
  }
  return found;
};

/** Maximum difference of server clocks, in milliseconds. */
const CLOCK_SKEW_MS = 30_000;

const earlier = (instant: string, ms: number): string => new Date(Date.parse(instant) - ms).toISOString();

/** The lines without a gap that end at `last`, in the order of their numbers. */
const unbroken = (lines: readonly StockMovement[], last: number): StockMovement[] => {
  const byNumber = new Map(lines.map((line) => [line.sequence, line]));
  const run: StockMovement[] = [];
  for (let line = byNumber.get(last); line; line = byNumber.get(line.sequence - 1)) run.push(line);
  return run.reverse();
};

const readSince = async (reader: Reader, salesPoint: string, from: string): Promise<StockMovement[]> => {
  const pk = keys.ledger.partition(salesPoint);
  const found: StockMovement[] = [];
  for (let after: string | undefined, more = true; more; ) {
    const page = await reader.query({ pk, byArrival: true, from, ...(after === undefined ? {} : { after }) });
    for (const item of page.items) {
      after = stringOf(item, ARRIVAL_INDEX.sortKey);
      found.push(...parse(item).lines);
    }
    more = page.more;
  }
  return found;
};

type NumberedLevel = Pick<StockLevel, 'salesPoint' | 'product' | 'lines'>;

const laterOn = (
  lines: readonly StockMovement[],
  level: NumberedLevel,
  instant: string,
): StockMovement[] | undefined => {
  const known = unbroken(
    lines.filter(({ product }) => product === level.product),
    level.lines,
  );
  const previousAt = known[0]?.previousAt;
  const isWhole = previousAt === null || (previousAt !== undefined && previousAt < earlier(instant, CLOCK_SKEW_MS));
  return isWhole ? laterLines(known, instant) : undefined;
};

/**
 * The lines of a level that happened after an instant and count, in the order in which they happened; undefined while the
 * index lags behind the ledger.
 */
export type History = (level: NumberedLevel, instant: string) => Promise<StockMovement[] | undefined>;

/**
 * What happened at points after `earliest`, read once for all the levels of a request. Nothing arrives before it happens, so
 * the read begins there, whatever the size of the ledger. The lines' numbers, and what each tells of its predecessor,
 * show whether any is missing; then it is read once more.
 */
export const historyOf = (reader: Reader, earliest: string): History => {
  const from = earlier(earliest, 2 * CLOCK_SKEW_MS);
  const reads = new Map<string, Promise<StockMovement[]>>();
  const read = (salesPoint: string): Promise<StockMovement[]> => {
    const lines = readSince(reader, salesPoint, from);
    reads.set(salesPoint, lines);
    return lines;
  };
  return async (level, instant) => {
    const known = reads.get(level.salesPoint);
    const later = known && laterOn(await known, level, instant);
    return later ?? laterOn(await read(level.salesPoint), level, instant);
  };
};

/** Those lines of one level that happened after an instant and count, in the order in which they happened. */
export const laterLines = (lines: readonly StockMovement[], instant: string): StockMovement[] =>
  lines
    .filter(({ occurredAt, applied }) => applied && occurredAt > instant)
    .sort((a, b) => (a.occurredAt < b.occurredAt ? -1 : a.occurredAt > b.occurredAt ? 1 : a.sequence - b.sequence));

/** A position in a ledger: an entry, and the number of its lines that were shown. */
export type LedgerPosition = { arrived: string; skip: number };

/** A line with what its entry says of it. */
export type LedgerRecord = { entry: LedgerEntry; line: StockMovement };

/** Which lines of a ledger are meant: of a product, of a kind, and of a Vietnamese day. */
export type LedgerFilter = {
  product?: string | undefined;
  kind?: MovementKind | undefined;
  day?: Day | undefined;
};

const HOUR_MS = 3_600_000;
/** What happened on a day arrives up to a day later, and is voided up to another day later. */
const LATEST_ARRIVAL_MS = (24 + REPORT_MAX_AGE_HOURS + VOID_HOURS) * HOUR_MS + CLOCK_SKEW_MS;

/** The arrivals among which the lines of a day are. */
const arrivalsOf = (day: Day): { from: string; to: string } => {
  const begin = Date.parse(`${day}T00:00:00.000Z`) - VIETNAM_SHIFT_MS;
  return { from: new Date(begin).toISOString(), to: new Date(begin + LATEST_ARRIVAL_MS).toISOString() };
};

const isWanted = ({ product, kind, day }: LedgerFilter, line: StockMovement): boolean =>
  (product === undefined || line.product === product) &&
  (kind === undefined || line.kind === kind) &&
  (day === undefined || vietnamDay(new Date(line.occurredAt)) === day);

/** All lines that happened at a sales point on a day, latest arrival first. */
export const readDay = async (reader: Reader, salesPoint: string, day: Day): Promise<StockMovement[]> => {
  const lines: StockMovement[] = [];
  let after: LedgerPosition | undefined;
  do {
    const page: Awaited<ReturnType<typeof readLedgerPage>> = await readLedgerPage(reader, salesPoint, {
      day,
      limit: 1_000,
      after,
    });
    lines.push(...page.records.map(({ line }) => line));
    after = page.next;
  } while (after);
  return lines;
};

/**
 * A page of a sales point's ledger, latest arrival first; a filter skips the other lines, and a page reads at most a
 * megabyte, so it can be short.
 */
export const readLedgerPage = async (
  reader: Reader,
  salesPoint: string,
  asked: LedgerFilter & { limit: number; after?: LedgerPosition | undefined },
): Promise<{ records: LedgerRecord[]; next?: LedgerPosition }> => {
  const { limit, after } = asked;
  const isFiltered = asked.product !== undefined || asked.kind !== undefined || asked.day !== undefined;
  const pk = keys.ledger.partition(salesPoint);
  const page = await reader.query({
    pk,
    byArrival: true,
    descending: true,
    ...(asked.day === undefined ? {} : arrivalsOf(asked.day)),
    ...(after ? { to: after.arrived } : {}),
    // One extra entry for the position, one to learn whether there are more.
    ...(isFiltered ? {} : { limit: limit + 2 }),
  });
  const records: LedgerRecord[] = [];
  let next: LedgerPosition | undefined;
  for (const item of page.items) {
    const arrived = stringOf(item, ARRIVAL_INDEX.sortKey);
    const entry = parse(item);
    const lines = entry.lines.toReversed();
    const from = arrived === after?.arrived ? after.skip : 0;
    for (const [index, line] of lines.entries()) {
      if (index < from || !isWanted(asked, line)) continue;
      if (records.length === limit) return { records, ...(next ? { next } : {}) };
      records.push({ entry, line });
      next = { arrived, skip: index + 1 };
    }
    if (records.length < limit) next = { arrived, skip: lines.length };
  }
  return { records, ...(page.more && next ? { next } : {}) };
};

const findArrived = async (
  reader: Reader,
  salesPoint: string,
  id: string,
  arrived: { from: string; to: string },
): Promise<LedgerRecord | undefined> => {
  const pk = keys.ledger.partition(salesPoint);
  for (let to = `${arrived.to}#~`, more = true; more; ) {
    const page = await reader.query({ pk, byArrival: true, descending: true, from: arrived.from, to });
    const records = page.items.map(parse).flatMap((entry) => entry.lines.map((line) => ({ entry, line })));
    const found = records.find(({ line }) => line.id === id);
    if (found) return found;
    const last = page.items.at(-1);
    more = page.more && last !== undefined;
    if (last) to = stringOf(last, ARRIVAL_INDEX.sortKey);
  }
  return undefined;
};

/**
 * The line with an id; undefined if there is none. Eventually consistent. An id names the instant of its arrival; where
 * the clock of the server was set back it is later, and the line is searched among those that can still be voided.
 */
export const findLine = async (
  reader: Reader,
  salesPoint: string,
  id: string,
  now: Date,
): Promise<LedgerRecord | undefined> => {
  const [made, at] = [madeAt(id), now.toISOString()];
  return (
    (await findArrived(reader, salesPoint, id, { from: earlier(made, CLOCK_SKEW_MS), to: made })) ??
    findArrived(reader, salesPoint, id, { from: earlier(at, VOID_HOURS * HOUR_MS + 2 * CLOCK_SKEW_MS), to: at })
  );
};

/** The instant of a sales point's last report; undefined without any. */
export const lastReportAt = async (reader: Reader, salesPoint: string): Promise<string | undefined> => {
  const pk = keys.ledger.partition(salesPoint);
  const { items } = await reader.query({ pk, byArrival: true, descending: true, limit: 1 });
  const [last] = items;
  return last && stringOf(last, ARRIVAL_INDEX.sortKey).slice(0, '2026-01-01T00:00:00.000Z'.length);
};
