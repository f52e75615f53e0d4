// What a reported change does to a level. Counts are absolute, all else is a difference.
//
// - A count that arrives late leaves what was counted and then lets everything happen again that happened after it, in that
//   order and never below nothing; what is missing then was sold or lost without having been counted.
// - What happened before the last count is in that count already: it is recorded and changes nothing.
// - Goods leave in the order of their use-by days; what is past it cannot be sold.
import { LOTS_MAX, REPORT_MAX_AGE_HOURS } from '#shared/platform/limits.ts';
import { vietnamDay } from '#shared/platform/vietnam-day.ts';
import type { LotChange, MovementKind, StockMovement } from './ledger.ts';
import { QUANTITY_MAX } from './quantity.ts';
import { isSaleable, type Lot, quantityOf, type StockLevel } from './stock-level.ts';

/** The kinds that change a level; a discrepancy only records. */
export type ChangeKind = Exclude<MovementKind, 'discrepancy'>;

/**
 * A reported line. `quantity` and `expected` are thousandths; `expected` is the quantity that the caller believed to be
 * there, null or absent when they do not care. `parts` are the lots that a transfer brings.
 */
export type Change = {
  line: number;
  product: string;
  kind: ChangeKind;
  quantity: number;
  lot: string | null;
  useBy: string | null;
  occurredAt: string;
  clientOccurredAt?: string | undefined;
  expected?: number | null | undefined;
  reference?: string | undefined;
  reason?: string | undefined;
  counterpart?: string | undefined;
  /** The unit of the other point, for what arrives from there. */
  unit?: string | undefined;
  parts?: readonly LotChange[] | undefined;
};

/** What a line did, as far as it follows from the level: the ledger adds who, when and the line's id. */
export type AppliedMovement = Omit<StockMovement, 'id'>;

/** A limit that a level cannot exceed. */
type Limit = 'stock_too_large' | 'lots_too_many';

/** Why a change is not possible; `current` is the quantity in the way, in thousandths. */
export type ChangeError = {
  code: 'stock_insufficient' | 'stock_stale' | Limit;
  current: number;
  /** The quantity past its use-by day, in thousandths. */
  expired?: number;
};

/** Changes of this level after an instant, in the order in which they happened. */
export type Later = readonly { lots: readonly LotChange[] }[];

const ADDING: ReadonlySet<ChangeKind> = new Set(['receive', 'return', 'transfer-in']);

type Which = Pick<Change, 'lot' | 'useBy'>;

const isWhole = ({ lot, useBy }: Which): boolean => lot === null && useBy === null;

/** A lot's name alone matches every use-by day. */
const isMeant = ({ lot, useBy }: Which, one: Which): boolean =>
  (lot === null || one.lot === lot) && (useBy === null || one.useBy === useBy);

const meant = (lots: readonly Lot[], which: Which): Lot[] => lots.filter((one) => isMeant(which, one));

const sum = (lots: readonly { quantity: number }[]): number =>
  lots.reduce((total, { quantity }) => total + quantity, 0);

const isSameLot = (a: Which, b: Which): boolean => a.lot === b.lot && a.useBy === b.useBy;

const compare = (a: string | null, b: string | null): number => {
  if (a === b) return 0;
  if (a === null) return 1;
  return b === null || a < b ? -1 : 1;
};

/** In the order of leaving: by use-by day, then by name; goods without either come last. */
const inOrder = (lots: readonly Lot[]): Lot[] =>
  [...lots].sort((a, b) => compare(a.useBy, b.useBy) || compare(a.lot, b.lot));

/** So many lots that are sold out are remembered with their use-by day, for goods of them that come back. */
const EMPTY_LOTS_KEPT = 3;

const remembered = (lots: readonly Lot[]): Lot[] =>
  lots.filter(({ lot, useBy, quantity }) => quantity === 0 && lot !== null && useBy !== null).slice(-EMPTY_LOTS_KEPT);

/** Goods of a lot that is known by name have its use-by day, the nearest where there are several. */
const placed = (lots: readonly Lot[], part: LotChange): LotChange => {
  if (part.lot === null || part.useBy !== null) return part;
  const known = inOrder([...lots.filter(({ quantity }) => quantity > 0), ...remembered(lots)]);
  return { ...part, useBy: known.find(({ lot }) => lot === part.lot)?.useBy ?? null };
};

const add = (lots: readonly Lot[], parts: readonly LotChange[]): Lot[] => {
  const sums = lots.map((lot) => ({ ...lot }));
  for (const { lot, useBy, quantity } of parts) {
    const there = sums.find((one) => isSameLot(one, { lot, useBy }));
    if (there) there.quantity += quantity;
    else sums.push({ lot, useBy, quantity, countedAt: null });
  }
  return inOrder(sums);
};

const removeInOrder = (lots: readonly Lot[], quantity: number, may: (lot: Lot) => boolean): Lot[] => {
  let left = quantity;
  return inOrder(lots).map((lot) => {
    const removed = may(lot) ? Math.min(lot.quantity, left) : 0;
    left -= removed;
    return { ...lot, quantity: lot.quantity - removed };
  });
};

const NAMELESS = { lot: null, useBy: null };

/** Brings what is meant to a sum: a surplus goes to the named lot, or to the goods of no lot; too much leaves in order. */
const adjustTo = (lots: readonly Lot[], which: Which, target: number): Lot[] => {
  const there = sum(meant(lots, which));
  if (target < there) return removeInOrder(lots, there - target, (lot) => isMeant(which, lot));
  const place = isWhole(which) ? NAMELESS : placed(lots, { ...which, quantity: 0 });
  return add(lots, [{ ...place, quantity: target - there }]);
};

const changesBetween = (before: readonly Lot[], after: readonly Lot[]): LotChange[] => {
  const places = add(
    before.map((lot) => ({ ...lot, quantity: -lot.quantity })),
    after,
  );
  return places.filter(({ quantity }) => quantity !== 0).map(({ lot, useBy, quantity }) => ({ lot, useBy, quantity }));
};

/** A lot's own count is stored as long as an older report can still arrive. */
const pruned = (lots: readonly Lot[], at: string): Lot[] => {
  const horizon = new Date(Date.parse(at) - REPORT_MAX_AGE_HOURS * 3_600_000).toISOString();
  const aged = lots.map((lot) =>
    lot.countedAt !== null && lot.countedAt < horizon ? { ...lot, countedAt: null } : lot,
  );
  const counted = aged
    .filter(({ quantity, countedAt }) => quantity === 0 && countedAt !== null)
    .sort((a, b) => compare(b.countedAt, a.countedAt))
    .slice(0, LOTS_MAX);
  const kept = new Set([...remembered(aged), ...counted]);
  return aged.filter((lot) => lot.quantity > 0 || kept.has(lot));
};

const inStock = (lots: readonly Lot[]): number => lots.filter(({ quantity }) => quantity > 0).length;

/** The lots that match and have goods, or had goods at their last count. */
const counting = (lots: readonly Lot[], which: Which): Lot[] =>
  meant(lots, which).filter(({ quantity, countedAt }) => quantity > 0 || countedAt !== null);

const isCountedAfter = ({ countedAt }: Lot, { occurredAt }: Change): boolean =>
  countedAt !== null && occurredAt < countedAt;

/** A count of the whole level covers all earlier changes; a count of a lot covers changes that can only concern that lot. */
const isCoveredByCount = (level: StockLevel, change: Change): boolean => {
  if (level.countedAt !== null && change.occurredAt < level.countedAt) return true;
  if (isWhole(change) && (change.kind === 'count' || ADDING.has(change.kind))) return false;
  const lots = counting(level.lots, change);
  return lots.length > 0 && lots.every((lot) => isCountedAfter(lot, change));
};

/** Whether the decision needs the later changes: for a count that is not the latest one. */
export const needsLater = (level: StockLevel, change: Change): boolean =>
  change.kind === 'count' &&
  level.changedAt !== null &&
  change.occurredAt < level.changedAt &&
  !isCoveredByCount(level, change);

/** Takes what left a lot, from the others of what is meant where that lot has too little; what nothing is left of is missing. */
const removeAgain = (lots: readonly Lot[], part: LotChange): { lots: Lot[]; missing: number } => {
  const quantity = -part.quantity;
  const own = Math.min(quantity, sum(lots.filter((lot) => isSameLot(lot, part))));
  const rest = removeInOrder(
    removeInOrder(lots, own, (lot) => isSameLot(lot, part)),
    quantity - own,
    () => true,
  );
  return { lots: rest, missing: Math.max(0, quantity - sum(lots)) };
};

/** The lots at the instant of a count, set to the counted quantity, with the later changes applied again. */
const recount = (lots: readonly Lot[], change: Change, later: Later): { lots: Lot[]; missing: number } => {
  const since = later.flatMap((line) => line.lots.filter((part) => isMeant(change, part)));
  const before = add(
    lots,
    since.map((part) => ({ ...part, quantity: -part.quantity })),
  ).map((lot) => ({ ...lot, quantity: Math.max(0, lot.quantity) }));
  let recounted = { lots: adjustTo(before, change, change.quantity), missing: 0 };
  for (const part of since) {
    const { missing } = recounted;
    const again =
      part.quantity < 0 ? removeAgain(recounted.lots, part) : { lots: add(recounted.lots, [part]), missing: 0 };
    recounted = { lots: again.lots, missing: missing + again.missing };
  }
  return recounted;
};

const counted = (level: StockLevel, change: Change, later: Later): { level: StockLevel; missing: number } => {
  const recounted = recount(meant(level.lots, change), change, later);
  const lots = inOrder([...level.lots.filter((lot) => !isMeant(change, lot)), ...recounted.lots]);
  const { missing } = recounted;
  if (isWhole(change)) {
    const own = lots.map((lot) =>
      lot.countedAt !== null && lot.countedAt <= change.occurredAt ? { ...lot, countedAt: null } : lot,
    );
    return { level: { ...level, lots: own, countedAt: change.occurredAt }, missing };
  }
  const own = lots.map((lot) => (isMeant(change, lot) ? { ...lot, countedAt: change.occurredAt } : lot));
  return { level: { ...level, lots: own }, missing };
};

const moved = (level: StockLevel, change: Change): StockLevel | ChangeError => {
  const { lot, useBy, quantity } = change;
  if (ADDING.has(change.kind))
    return { ...level, lots: add(level.lots, change.parts ?? [placed(level.lots, { lot, useBy, quantity })]) };
  const day = vietnamDay(new Date(change.occurredAt));
  const may = (one: Lot): boolean => isMeant(change, one) && (change.kind !== 'sell' || isSaleable(one, day));
  const uncounted = (one: Lot): boolean => may(one) && !isCountedAfter(one, change);
  const there = sum(level.lots.filter(may));
  if (there < quantity) {
    const expired = sum(meant(level.lots, change)) - there;
    return { code: 'stock_insufficient', current: there, expired };
  }
  // Goods found by a lot's count are not taken for earlier changes as long as other lots have enough.
  const enough = sum(level.lots.filter(uncounted)) >= quantity;
  return { ...level, lots: removeInOrder(level.lots, quantity, enough ? uncounted : may) };
};

const latest = (a: string | null, b: string): string => (a !== null && a > b ? a : b);

const exceededLimit = (
  before: readonly Lot[],
  after: { lots: readonly Lot[]; quantity: number },
): Limit | undefined => {
  if (after.quantity > QUANTITY_MAX) return 'stock_too_large';
  const lots = inStock(after.lots);
  return lots > LOTS_MAX && lots > inStock(before) ? 'lots_too_many' : undefined;
};

/** What a change does to a level: one line, or two where a late count left something unexplained. */
type Applied = { level: StockLevel; lines: AppliedMovement[]; exceeded?: Limit };

/**
 * Applies one change that arrived at `at` (an instant); `later` is what happened after it where `needsLater` says so. A
 * change that would exceed a limit of the level leaves it as it is; `exceeded` names that limit.
 */
export const applyChange = (level: StockLevel, change: Change, at: string, later: Later): Applied | ChangeError => {
  const { expected: _, parts: __, ...fields } = change;
  const before = quantityOf(level);
  const line = { ...fields, unit: level.unit, sequence: level.lines + 1, previousAt: level.reportedAt, before };
  const hashedFrom = level.hashedFrom ?? line.sequence;
  const unapplied = (): Applied => ({
    level: { ...level, reportedAt: at, lines: level.lines + 1, hashedFrom },
    lines: [{ ...line, after: before, applied: false, lots: [] }],
  });
  if (isCoveredByCount(level, change)) return unapplied();
  const done = change.kind === 'count' ? counted(level, change, later) : { level: moved(level, change), missing: 0 };
  if ('code' in done.level) return done.level;
  const after = quantityOf(done.level);
  const kept = pruned(done.level.lots, at);
  const exceeded = exceededLimit(level.lots, { lots: kept, quantity: after });
  if (exceeded) return { ...unapplied(), exceeded };
  const lots = changesBetween(level.lots, done.level.lots);
  const first: AppliedMovement = { ...line, after, applied: true, lots };
  const next: StockLevel = {
    ...done.level,
    lots: kept,
    changedAt: latest(level.changedAt, change.occurredAt),
    reportedAt: at,
    lines: level.lines + 1,
    hashedFrom,
  };
  if (done.missing === 0) return { level: next, lines: [first] };
  const { reference: ___, reason: ____, ...bare } = first;
  return {
    level: { ...next, lines: next.lines + 1 },
    lines: [
      { ...first, missing: done.missing },
      {
        ...bare,
        kind: 'discrepancy',
        quantity: done.missing,
        sequence: level.lines + 2,
        previousAt: at,
        before: after,
        after,
        lots: [],
      },
    ],
  };
};

/** The quantity that `expected` is compared with: the lot's where one is named, otherwise the level's. */
const expectedOf = (level: StockLevel, change: Change): number => sum(meant(level.lots, change));

const rank = ({ kind }: Change): number => (kind === 'count' ? 0 : ADDING.has(kind) ? 1 : 2);

/** Counts first, then arrivals, then departures, so that the sum of the lines on one product must suffice. */
const inOrderOfEffect = (changes: readonly Change[]): Change[] =>
  [...changes].sort((a, b) => rank(a) - rank(b) || compare(a.occurredAt, b.occurredAt) || a.line - b.line);

/** The result of several changes of one level. */
export type Decision = {
  level: StockLevel;
  lines: AppliedMovement[];
  refused: { change: Change; error: ChangeError }[];
};

/**
 * Decides on all lines of a request on one level at once. `expected` is compared with the level on arrival; a refused line
 * changes nothing, and the others are judged without it. For a caller who may not read the level, a change that exceeds a
 * limit of it is recorded and not applied: a refusal would show where the level stands.
 */
export const decideChanges = (
  level: StockLevel,
  changes: readonly Change[],
  at: string,
  laterThan: (instant: string) => Later,
  { mayReadLevel }: { mayReadLevel: boolean },
): Decision => {
  const decision: Decision = { level, lines: [], refused: [] };
  for (const change of inOrderOfEffect(changes)) {
    const current = expectedOf(level, change);
    if (change.expected !== undefined && change.expected !== null && change.expected !== current) {
      decision.refused.push({ change, error: { code: 'stock_stale', current } });
      continue;
    }
    const later = needsLater(decision.level, change) ? laterThan(change.occurredAt) : [];
    const outcome = applyChange(decision.level, change, at, later);
    if ('code' in outcome) {
      decision.refused.push({ change, error: outcome });
      continue;
    }
    if (outcome.exceeded && mayReadLevel) {
      decision.refused.push({ change, error: { code: outcome.exceeded, current: quantityOf(decision.level) } });
      continue;
    }
    decision.level = outcome.level;
    decision.lines.push(...outcome.lines);
  }
  return decision;
};
