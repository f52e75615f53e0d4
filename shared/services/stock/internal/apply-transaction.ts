import type { RequestKey } from '#shared/data/idempotency/idempotency-store.ts';
import { loadRecall } from '#shared/data/products/product-store.ts';
import { type History, laterLines, ledgerAction, readEntriesOf } from '#shared/data/stock/ledger-store.ts';
import { type Stored, unchanged } from '#shared/data/table/document.ts';
import type { Action } from '#shared/data/table/writer.ts';
import { isBeyondClock } from '#shared/domain/client-clock.ts';
import type { SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import { type Change, decideChanges, needsLater } from '#shared/domain/stock/apply-change.ts';
import type { LedgerEntry, StockMovement } from '#shared/domain/stock/ledger.ts';
import * as messages from '#shared/domain/stock/messages.ts';
import { unitFault } from '#shared/domain/stock/quantity.ts';
import type { StockLevel } from '#shared/domain/stock/stock-level.ts';
import { newId } from '#shared/platform/ids.ts';
import { REPORT_MAX_AGE_HOURS, RESTOCK_QUANTITY_MAX, VOID_HOURS } from '#shared/platform/limits.ts';
import { keyMismatch, Problem } from '#shared/platform/problem.ts';
import { loadSalesPoint } from '#shared/services/access/documents.ts';
import { forbidden } from '#shared/services/access/forbidden-or-not-found.ts';
import { ConcurrentWriteError } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { retryOnConflict } from '#shared/services/kernel/retry-on-conflict.ts';
import { commitLevels, type LevelWrite } from './commit-levels.ts';
import {
  appliedLines,
  countedSince,
  type LineFault,
  type LineOutcome,
  levelFault,
  lineFault,
  requireNoFaults,
} from './line-outcome.ts';
import { type OpenedLevel, openLevel } from './open-level.ts';
import { resumeShelfTask } from './shelf-rows.ts';

const HOUR_MS = 3_600_000;
const THOUSANDTHS = 1_000;
/** An item of the table holds 400 KB. */
const ENTRY_MAX_BYTES = 350_000;

const tooLarge = (): Problem =>
  new Problem('rule_violated', undefined, {
    faults: [
      {
        pointer: '/lines',
        code: 'too_large',
        detail: messages.tooManyLots,
      },
    ],
  });

/** What a request wants of one transaction: changes at a point, which arrive at `to` where it is a transfer. */
export type StockTransaction = {
  /** Its first line, which names it in the ledger. */
  group: number;
  from: Stored<SalesPoint>;
  to?: Stored<SalesPoint> | undefined;
  changes: Change[];
  /**
   * Whether the caller is a member of the point. If not, the level has to allow the producer's restocking, and nothing that
   * the caller reads may depend on how much there is.
   */
  isOwn: boolean;
  /** All lines or none. */
  together: boolean;
};

/** What became of a unit's lines, and whether any of them had been settled by an earlier request with the same key. */
export type TransactionResult = { outcomes: LineOutcome[]; replayed: boolean };

const requestKey = ({ requestKey: key }: Context): RequestKey => {
  if (!key) throw new Error('a change of stock needs an idempotency key');
  return key;
};

/** What the request has written at a point already; 422 where its key came before with another body. */
export const readAppliedAt = async (context: Context, salesPoint: string) => {
  const key = requestKey(context);
  const applied = await readEntriesOf(context.reader, salesPoint, key);
  if (applied.some(({ entry }) => entry.fingerprint !== key.fingerprint)) throw keyMismatch();
  return applied;
};
export type AppliedEntries = Awaited<ReturnType<typeof readAppliedAt>>;

const whenFaults = ({ line, occurredAt, voidedAt }: Change, now: Date): LineFault[] => {
  if (voidedAt !== undefined) {
    if (now.getTime() - Date.parse(voidedAt) <= VOID_HOURS * HOUR_MS) return [];
    return [lineFault(line, 'occurredAt', 'void_too_late', messages.voidTooLate(VOID_HOURS))];
  }
  const age = now.getTime() - Date.parse(occurredAt);
  if (isBeyondClock(occurredAt, now)) {
    const serverTime = now.toISOString();
    return [
      { ...lineFault(line, 'occurredAt', 'occurred_in_future', messages.occurredInFuture(serverTime)), serverTime },
    ];
  }
  if (age <= REPORT_MAX_AGE_HOURS * HOUR_MS) return [];
  return [lineFault(line, 'occurredAt', 'occurred_too_long_ago', messages.occurredTooLongAgo(REPORT_MAX_AGE_HOURS))];
};

const unitsDiffer = (line: number, from: string, to: string): LineFault =>
  lineFault(line, 'product', 'units_differ', messages.unitsDiffer(from, to));

const unitFaults = ({ line, written, unit: given = undefined }: Change, unit: string): LineFault[] => {
  if (given !== undefined && given !== unit) return [unitsDiffer(line, given, unit)];
  return (['quantity', 'expectedQuantity'] as const).flatMap((field) => {
    const text = written?.[field];
    const fault = text === undefined ? undefined : unitFault({ text }, unit);
    return fault ? [lineFault(line, field, 'quantity_not_whole', fault)] : [];
  });
};

const deliveryFaults = ({ line, quantity }: Change): LineFault[] =>
  quantity <= RESTOCK_QUANTITY_MAX * THOUSANDTHS
    ? []
    : [lineFault(line, 'quantity', 'delivery_too_large', messages.deliveryTooLarge(RESTOCK_QUANTITY_MAX))];

/** The first fault that does not depend on how much there is. */
const inputFaults = (change: Change, unit: string, isOwn: boolean): LineFault[] =>
  [...unitFaults(change, unit), ...(isOwn ? [] : deliveryFaults(change))].slice(0, 1);

const notPublished = ({ line }: Change): LineFault =>
  lineFault(line, 'product', 'product_not_published', messages.productNotPublished);

/** Sales of a recalled product; one from before the recall is only reported late. */
const recallFaults = async (context: Context, product: string, changes: readonly Change[]): Promise<LineFault[]> => {
  const sales = changes.filter(({ kind }) => kind === 'sell');
  const recall = sales.length > 0 ? await loadRecall(context.reader, product) : undefined;
  if (!recall) return [];
  return sales
    .filter(({ occurredAt }) => occurredAt >= recall.at)
    .map(({ line }) => ({
      ...lineFault(line, 'product', 'product_recalled', messages.productRecalled(recall.reason)),
      status: 'state_conflict',
    }));
};

/** Voids of a line that another void has taken back. */
const voidFaults = async (
  level: StockLevel,
  changes: readonly Change[],
  history: History,
): Promise<LineFault[] | undefined> => {
  const faults: LineFault[] = [];
  for (const { line, voids, occurredAt } of changes) {
    if (voids === undefined) continue;
    const since = await history(level, new Date(Date.parse(occurredAt) - 1).toISOString());
    if (!since) return undefined;
    if (since.some((one) => one.voids === voids))
      faults.push({
        ...lineFault(line, 'voids', 'already_voided', messages.lineVoidedAlready),
        status: 'state_conflict',
      });
  }
  return faults;
};

const byProduct = (changes: readonly Change[]): Map<string, Change[]> => {
  const groups = new Map<string, Change[]>();
  for (const change of changes) groups.set(change.product, [...(groups.get(change.product) ?? []), change]);
  return groups;
};

/** What is decided at one point: the levels after it with what they were, the ledger's lines, and what was refused. */
type Decided = { levels: { opened: OpenedLevel; after: StockLevel }[]; lines: StockMovement[]; faults: LineFault[] };

const decideAt = async (
  context: Context,
  salesPoint: string,
  isOwn: boolean,
  changes: Change[],
  history: History,
): Promise<Decided> => {
  const at = context.now.toISOString();
  const decideOn = async ([product, all]: [string, Change[]]): Promise<Decided> => {
    const isMoved = all.every(({ kind }) => kind === 'transfer-in');
    const [opened, recalled] = await Promise.all([
      openLevel(context, salesPoint, product, { isMoved }),
      recallFaults(context, product, all),
    ]);
    if (!opened) return { levels: [], lines: [], faults: all.map(notPublished) };
    const { level } = opened;
    if (!isOwn && !level.settings.producerMayRestock) throw forbidden();
    const voided = await voidFaults(level, all, history);
    if (!voided) throw new ConcurrentWriteError('the ledger is read before it is complete');
    const faults = [...voided, ...recalled, ...all.flatMap((change) => inputFaults(change, level.unit, isOwn))];
    const possible = all.filter((change) => !faults.some(({ line }) => line === change.line));
    const late = possible.filter((change) => needsLater(level, change)).map(({ occurredAt }) => occurredAt);
    const [since] = late.sort();
    const known = since === undefined ? [] : await history(level, since);
    if (!known) throw new ConcurrentWriteError('the ledger is read before it is complete');
    const decision = decideChanges(level, possible, at, (instant) => laterLines(known, instant), {
      mayReadLevel: isOwn,
    });
    return {
      levels: decision.lines.length === 0 ? [] : [{ opened, after: decision.level }],
      lines: decision.lines.map((line) => ({ id: newId('stockChange', context.now), ...line })),
      faults: [...faults, ...decision.refused.map(({ change, error }) => levelFault(change, error))],
    };
  };
  const decided = await Promise.all([...byProduct(changes)].map(decideOn));
  return {
    levels: decided.flatMap(({ levels }) => levels),
    lines: decided.flatMap(({ lines }) => lines),
    faults: decided.flatMap(({ faults }) => faults),
  };
};

/** What arrives at the other point: the very lots that left, or those that were named where a count had covered it. */
const arriving = (from: string, lines: readonly StockMovement[]): Change[] =>
  lines.map((left) => ({
    line: left.line,
    unit: left.unit,
    product: left.product,
    kind: 'transfer-in',
    quantity: left.quantity,
    lot: left.lot,
    useBy: left.useBy,
    ageUnknown: left.ageUnknown,
    occurredAt: left.occurredAt,
    clientOccurredAt: left.clientOccurredAt,
    reference: left.reference,
    reason: left.reason,
    counterpart: from,
    parts: left.applied ? left.lots.map((part) => ({ ...part, quantity: -part.quantity })) : undefined,
  }));

const oneSided = (left: Decided, arrived: Decided): LineFault[] =>
  left.lines
    .filter(({ line, applied }) => arrived.lines.some((one) => one.line === line && one.applied !== applied))
    .map(({ line }) => countedSince(line));

const decideTransaction = async (
  context: Context,
  { from, to, isOwn }: StockTransaction,
  open: Change[],
  history: History,
): Promise<{ there: Decided; arrived: Decided | undefined; faults: LineFault[] }> => {
  const faults: LineFault[] = [];
  for (let left = open; ; ) {
    const there = await decideAt(context, from.value.id, isOwn, left, history);
    faults.push(...there.faults);
    if (!to) return { there, arrived: undefined, faults };
    const arrived = await decideAt(context, to.value.id, isOwn, arriving(from.value.id, there.lines), history);
    const refused = [...arrived.faults, ...oneSided(there, arrived)];
    // What cannot arrive must not leave either.
    if (refused.length === 0) return { there, arrived, faults };
    faults.push(...refused);
    const gone = new Set(faults.map(({ line }) => line));
    left = left.filter(({ line }) => !gone.has(line));
  }
};

const writeActions = (
  context: Context,
  point: Stored<SalesPoint>,
  { levels, lines }: Decided,
  place: { group: number; attempt: number },
): { levels: LevelWrite[]; actions: Action[]; entry: LedgerEntry } => {
  const key = requestKey(context);
  const entry: LedgerEntry = {
    salesPoint: point.value.id,
    at: context.now.toISOString(),
    by: context.caller.subject,
    requestId: context.requestId,
    fingerprint: key.fingerprint,
    lines,
  };
  if (Buffer.byteLength(JSON.stringify(entry)) > ENTRY_MAX_BYTES) throw tooLarge();
  const isNew = levels.some(({ opened }) => !opened.before);
  return {
    entry,
    levels: levels.map(({ opened, after }) => ({ point, opened, after })),
    actions: [
      // A level that nobody has seen yet is in line with no later change of its point.
      ...(isNew ? [unchanged(point)] : []),
      ledgerAction(entry, key, place),
    ],
  };
};

const outcomesOf = (entries: readonly LedgerEntry[], arrivals: readonly LedgerEntry[]): LineOutcome[] =>
  appliedLines(
    entries.flatMap((entry) => entry.lines.map((line) => ({ entry, line }))),
    arrivals.flatMap((entry) => entry.lines.map((line) => ({ entry, line }))),
  );

/** The name of the shelf task of one entry of a request: a retry finds it. */
const shelfTaskOf = (context: Context, from: Stored<SalesPoint>, group: number, attempt: number): string =>
  `${from.value.id}#${requestKey(context).keyHash}#${group}#${attempt}`;

const attempt = async (
  context: Context,
  unit: StockTransaction,
  history: History,
  known: AppliedEntries | undefined,
): Promise<TransactionResult> => {
  const { from, to, group } = unit;
  const applied = (known ?? (await readAppliedAt(context, from.value.id))).filter((one) => one.group === group);
  await Promise.all(applied.map((_, index) => resumeShelfTask(context, shelfTaskOf(context, from, group, index))));
  const done = new Set(applied.flatMap(({ entry }) => entry.lines.map(({ line }) => line)));
  // After a lost race also because the key may have come to the other point by a transfer from elsewhere.
  const isAskedThere = to && (done.size > 0 || !known);
  const arrivals = isAskedThere ? (await readAppliedAt(context, to.value.id)).filter((one) => one.group === group) : [];
  const before = outcomesOf(
    applied.map(({ entry }) => entry),
    arrivals.map(({ entry }) => entry),
  );
  const open = unit.changes.filter(({ line }) => !done.has(line));
  const untimely = open.flatMap((change) => whenFaults(change, context.now));
  const timely = open.filter(({ line }) => !untimely.some((fault) => fault.line === line));
  const { there, arrived, faults: found } = await decideTransaction(context, unit, timely, history);
  const faults = [...untimely, ...found];
  if (unit.together) requireNoFaults(faults);
  const replayed = done.size > 0;
  const refused = faults.map((fault) => ({ line: fault.line, fault }));
  if (there.lines.length === 0) return { outcomes: [...before, ...refused], replayed };
  const place = { group, attempt: applied.length };
  const left = writeActions(context, from, there, place);
  const came = to && arrived ? writeActions(context, to, arrived, place) : undefined;
  await commitLevels(
    context,
    [...left.levels, ...(came?.levels ?? [])],
    {
      also: [...left.actions, ...(came?.actions ?? [])],
      auditEvents: [],
      task: shelfTaskOf(context, from, group, place.attempt),
    },
    null,
  );
  const now = outcomesOf([left.entry], came ? [came.entry] : []);
  return { outcomes: [...before, ...now, ...refused], replayed };
};

/**
 * Decides on a unit and writes it in one transaction: the levels, if they still have the versions that were read, and one
 * ledger entry at each point. Lines that an earlier request with the same key applied are returned as replayed and not written
 * again. After a conflict with another write it decides again on the new state. When its time ends it throws
 * `dependency_unavailable`; a retry with the same key is safe.
 */
export const applyTransaction = (
  context: Context,
  unit: StockTransaction,
  history: History,
  known: AppliedEntries,
): Promise<TransactionResult> =>
  retryOnConflict(context, async (lost) => {
    if (lost === 0) return attempt(context, unit, history, known);
    const [from, to] = await Promise.all([
      loadSalesPoint(context, unit.from.value.id),
      unit.to && loadSalesPoint(context, unit.to.value.id),
    ]);
    return attempt(context, { ...unit, from, to }, history, undefined);
  });
