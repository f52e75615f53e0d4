// What a reported change does to a level. Counts are absolute, all else is a difference.
//
// - A count that arrives late leaves what was counted and then lets everything happen again that happened after it, in that
//   order and never below nothing; what is missing then was sold or lost without having been counted.
// - What happened before the last count is in that count already: it is recorded and changes nothing.
// - Goods leave in the order of their use-by days; what is past it cannot be sold.
// - Goods that come back, or are found by a count, without a lot belong to the only lot or the lot that was sold last. If
//   neither is known, or their lot is unknown, their age is, and they are not sold beside goods with a use-by day.
// - Lot names are compared as labels. Both rules hold from the line `lotRulesFrom` of a level on (ADR 0030).
import { LOTS_MAX, REPORT_MAX_AGE_HOURS } from '#shared/platform/limits.ts';
import { vietnamDay } from '#shared/platform/vietnam-day.ts';
import type { LotChange, MovementKind, StockMovement } from './ledger.ts';
import { lotKey } from './lot-name.ts';
import { QUANTITY_MAX } from './quantity.ts';
import { isDated, isOffered, knownLots, type Lot, quantityOf, type StockLevel, soldOutLots } from './stock-level.ts';

/** The kinds that change a level; a discrepancy only records. */
export type ChangeKind = Exclude<MovementKind, 'discrepancy'>;

/**
 * A reported line. `quantity` and `expected` are thousandths; `expected` is the quantity that the caller believed to be
 * there, null or absent when they do not care. `parts` are the lots that a transfer brings, or a `void` takes back.
 */
export type Change = {
  line: number;
  product: string;
  kind: ChangeKind;
  quantity: number;
  lot: string | null;
  useBy: string | null;
  /** Means goods of unknown age only. */
  ageUnknown?: true | undefined;
  occurredAt: string;
  clientOccurredAt?: string | undefined;
  expected?: number | null | undefined;
  reference?: string | undefined;
  reason?: string | undefined;
  counterpart?: string | undefined;
  priceVnd?: number | undefined;
  /** The line that a `void` takes back, and when that line arrived. */
  voids?: string | undefined;
  voidedAt?: string | undefined;
  /** The unit of the other point, for what arrives from there. */
  unit?: string | undefined;
  parts?: readonly LotChange[] | undefined;
  /** The quantities as they were written. */
  written?: { quantity: string; expectedQuantity: string | undefined } | undefined;
};

/** What a line did, as far as it follows from the level: the ledger adds who, when and the line's id. */
export type AppliedMovement = Omit<StockMovement, 'id'>;

/** A limit that a level cannot exceed. */
type Limit = 'stock_too_large' | 'lots_too_many';

/** Why a change is not possible; `current` is the quantity in the way, in thousandths. */
export type ChangeError = {
  code: 'stock_insufficient' | 'stock_stale' | 'stock_counted_since' | 'lot_has_other_day' | Limit;
  current: number;
  /** The quantities past their use-by day, and of unknown age beside dated goods, in thousandths. */
  expired?: number;
  unknown?: number;
  /** The use-by day that the lot has. */
  useBy?: string;
};

/** Changes of this level after an instant, in the order in which they happened. */
export type Later = readonly { lots: readonly LotChange[] }[];

const NAMELESS = { lot: null, useBy: null };

const ADDING: ReadonlySet<ChangeKind> = new Set(['receive', 'return', 'transfer-in']);

type Which = Pick<Change, 'lot' | 'useBy' | 'ageUnknown'>;

const isWhole = ({ lot, useBy, ageUnknown }: Which): boolean => lot === null && useBy === null && !ageUnknown;

/** A lot's name alone matches every use-by day. */
const isMeant = ({ lot, useBy, ageUnknown }: Which, one: Which): boolean =>
  (lot === null || one.lot === lot) && (useBy === null || one.useBy === useBy) && (!ageUnknown || !!one.ageUnknown);

const meant = (lots: readonly Lot[], which: Which): Lot[] => lots.filter((one) => isMeant(which, one));

const sum = (lots: readonly { quantity: number }[]): number =>
  lots.reduce((total, { quantity }) => total + quantity, 0);

const isSameLot = (a: Which, b: Which): boolean =>
  a.lot === b.lot && a.useBy === b.useBy && !a.ageUnknown === !b.ageUnknown;

const placeOf = ({ lot, useBy, ageUnknown }: Which): Which => ({ lot, useBy, ...(ageUnknown ? { ageUnknown } : {}) });

const compare = (a: string | null, b: string | null): number => {
  if (a === b) return 0;
  if (a === null) return 1;
  return b === null || a < b ? -1 : 1;
};

/** In the order of leaving: by use-by day, then by name; goods without either come last, of unknown age after others. */
const inOrder = (lots: readonly Lot[]): Lot[] =>
  [...lots].sort(
    (a, b) => compare(a.useBy, b.useBy) || compare(a.lot, b.lot) || Number(!!a.ageUnknown) - Number(!!b.ageUnknown),
  );

/** Under the earlier rules only lots with a name were remembered. */
const rememberedNames = (lots: readonly Lot[]): Lot[] => soldOutLots(lots.filter(({ lot }) => lot !== null));

/** Goods of a lot that is known by name have its use-by day, the nearest where there are several. */
const placed = (lots: readonly Lot[], part: LotChange): LotChange => {
  if (part.lot === null || part.useBy !== null) return part;
  const known = inOrder([...lots.filter(({ quantity }) => quantity > 0), ...rememberedNames(lots)]);
  return { ...part, useBy: known.find(({ lot }) => lot === part.lot)?.useBy ?? null };
};

const hasLotRules = ({ lines, lotRulesFrom }: StockLevel): boolean => lines + 1 >= (lotRulesFrom ?? 0);

/** The lot of goods that come back or are found by a count. */
const homeOf = (level: StockLevel, which: Which): Which => {
  if (which.useBy !== null || which.ageUnknown) return placeOf(which);
  const known = knownLots(level);
  if (which.lot !== null) {
    const lot = known.find((one) => one.lot === which.lot);
    if (lot) return placeOf(lot);
    return { ...NAMELESS, lot: which.lot, ...(isDated(level) ? { ageUnknown: true } : {}) };
  }
  if (!isDated(level)) return NAMELESS;
  const [only, another] = known;
  if (only && !another) return placeOf(only);
  return level.lastSold ? placeOf(level.lastSold) : { ...NAMELESS, ageUnknown: true };
};

const add = (lots: readonly Lot[], parts: readonly LotChange[]): Lot[] => {
  const sums = lots.map((lot) => ({ ...lot }));
  for (const part of parts) {
    const there = sums.find((one) => isSameLot(one, part));
    if (there) there.quantity += part.quantity;
    else sums.push({ ...placeOf(part), quantity: part.quantity, countedAt: null });
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

/** Under the earlier rules a surplus went to the named lot, or to the goods of no lot. */
const earlierHomeOf = (lots: readonly Lot[], which: Which): Which =>
  isWhole(which) ? NAMELESS : placed(lots, { ...which, quantity: 0 });

/** Brings what is meant to a sum: a surplus goes to its home, too much leaves in order. */
const adjustTo = (lots: readonly Lot[], which: Which, target: number, home: Which | undefined): Lot[] => {
  const there = sum(meant(lots, which));
  if (target < there) return removeInOrder(lots, there - target, (lot) => isMeant(which, lot));
  return add(lots, [{ ...(home ?? earlierHomeOf(lots, which)), quantity: target - there }]);
};

const changesBetween = (before: readonly Lot[], after: readonly Lot[]): LotChange[] => {
  const places = add(
    before.map((lot) => ({ ...lot, quantity: -lot.quantity })),
    after,
  );
  return places.filter(({ quantity }) => quantity !== 0).map((part) => ({ ...placeOf(part), quantity: part.quantity }));
};

/** A lot's own count is stored as long as an older report can still arrive. */
const pruned = (lots: readonly Lot[], at: string, remembered: (lots: readonly Lot[]) => Lot[]): Lot[] => {
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
const isCovered = (level: StockLevel, change: Change): boolean => {
  if (level.countedAt !== null && change.occurredAt < level.countedAt) return true;
  if (change.kind === 'void') {
    const { parts = [] } = change;
    return level.lots.some((lot) => isCountedAfter(lot, change) && parts.some((part) => isSameLot(part, lot)));
  }
  if (isWhole(change) && (change.kind === 'count' || ADDING.has(change.kind))) return false;
  const lots = counting(level.lots, change);
  return lots.length > 0 && lots.every((lot) => isCountedAfter(lot, change));
};

/** The lots of earlier rules with the spellings of one label as one lot, under the first spelling. */
const joinedLots = (lots: readonly Lot[], spelled: <T extends Which>(one: T) => T): Lot[] => {
  const joined: Lot[] = [];
  for (const lot of lots.map(spelled)) {
    const there = joined.find((one) => isSameLot(one, lot));
    if (!there) joined.push({ ...lot });
    else {
      there.quantity += lot.quantity;
      const isCounted = there.countedAt !== null && lot.countedAt !== null;
      there.countedAt = isCounted && compare(lot.countedAt, there.countedAt) < 0 ? lot.countedAt : there.countedAt;
      if (!isCounted) there.countedAt = null;
    }
  }
  return inOrder(joined);
};

type Prepared = { level: StockLevel; change: Change; later: Later };

/** What is decided on, with each label in one spelling: that of the level, or the first one. */
const inOneSpelling = (level: StockLevel, change: Change, later: Later): Prepared => {
  if (!hasLotRules(level)) return { level, change, later };
  const spellings = new Map<string, string>();
  const spelled = <T extends Which>(one: T): T => {
    if (one.lot === null) return one;
    const key = lotKey(one.lot);
    const spelling = spellings.get(key) ?? one.lot;
    spellings.set(key, spelling);
    return spelling === one.lot ? one : { ...one, lot: spelling };
  };
  const lots = joinedLots(level.lots, spelled);
  const parts = change.parts?.map(spelled);
  return {
    level: { ...level, lots },
    change: { ...spelled(change), parts },
    later: later.map((line) => ({ lots: line.lots.map(spelled) })),
  };
};

const isLate = ({ level, change }: Prepared): boolean =>
  level.changedAt !== null && change.occurredAt < level.changedAt && !isCovered(level, change);

/** Whether the decision needs the later changes: for a count that is not the latest one. */
export const needsLater = (level: StockLevel, change: Change): boolean =>
  change.kind === 'count' && isLate(inOneSpelling(level, change, []));

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
const recount = (
  lots: readonly Lot[],
  change: Change,
  later: Later,
  home: Which | undefined,
): { lots: Lot[]; missing: number } => {
  const since = later.flatMap((line) => line.lots.filter((part) => isMeant(change, part)));
  const before = add(
    lots,
    since.map((part) => ({ ...part, quantity: -part.quantity })),
  ).map((lot) => ({ ...lot, quantity: Math.max(0, lot.quantity) }));
  let recounted = { lots: adjustTo(before, change, change.quantity, home), missing: 0 };
  for (const part of since) {
    const { missing } = recounted;
    const again =
      part.quantity < 0 ? removeAgain(recounted.lots, part) : { lots: add(recounted.lots, [part]), missing: 0 };
    recounted = { lots: again.lots, missing: missing + again.missing };
  }
  return recounted;
};

const counted = (level: StockLevel, change: Change, later: Later): { level: StockLevel; missing: number } => {
  const home = hasLotRules(level) ? homeOf(level, change) : undefined;
  const recounted = recount(meant(level.lots, change), change, later, home);
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

const arrivalOf = (level: StockLevel, change: Change): readonly LotChange[] => {
  const { quantity, parts } = change;
  if (parts) return parts;
  if (change.kind === 'return' && hasLotRules(level)) return [{ ...homeOf(level, change), quantity }];
  return [placed(level.lots, { ...placeOf(change), quantity })];
};

/** The lot that a sale sold last, as the level remembers it. */
const lastSoldOf = (before: StockLevel, after: readonly Lot[], { occurredAt }: Change): StockLevel['lastSold'] => {
  const [last] = changesBetween(before.lots, after).reverse();
  const isLatest = before.lastSold === undefined || before.lastSold.at <= occurredAt;
  return hasLotRules(before) && last && isLatest ? { ...placeOf(last), at: occurredAt } : before.lastSold;
};

/** Takes back what a line did to each lot, as far as its goods are still there. */
const takenBack = (level: StockLevel, parts: readonly LotChange[]): StockLevel | ChangeError => {
  const lots = add(level.lots, parts);
  const short = lots.find(({ quantity }) => quantity < 0);
  if (!short) return { ...level, lots };
  return { code: 'stock_insufficient', current: sum(level.lots.filter((lot) => isSameLot(lot, short))) };
};

const moved = (level: StockLevel, change: Change): StockLevel | ChangeError => {
  const { quantity } = change;
  if (change.kind === 'void') return takenBack(level, change.parts ?? []);
  if (ADDING.has(change.kind)) return { ...level, lots: add(level.lots, arrivalOf(level, change)) };
  const day = vietnamDay(new Date(change.occurredAt));
  const isSold = change.kind === 'sell';
  const may = (one: Lot): boolean => isMeant(change, one) && (!isSold || isOffered(level, one, day));
  const uncounted = (one: Lot): boolean => may(one) && !isCountedAfter(one, change);
  const there = sum(level.lots.filter(may));
  if (there < quantity) {
    const left = meant(level.lots, change).filter((one) => !may(one));
    const unknown = sum(left.filter(({ ageUnknown }) => ageUnknown));
    return { code: 'stock_insufficient', current: there, expired: sum(left) - unknown, unknown };
  }
  // Goods found by a lot's count are not taken for earlier changes as long as other lots have enough.
  const enough = sum(level.lots.filter(uncounted)) >= quantity;
  const lots = removeInOrder(level.lots, quantity, enough ? uncounted : may);
  const lastSold = isSold ? lastSoldOf(level, lots, change) : level.lastSold;
  return { ...level, lots, ...(lastSold ? { lastSold } : {}) };
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
export const applyChange = (known: StockLevel, sent: Change, at: string, since: Later): Applied | ChangeError => {
  const { expected: _, parts: __, written: ___, voidedAt: ____, ...fields } = sent;
  const { level, change, later } = inOneSpelling(known, sent, since);
  const before = quantityOf(level);
  const line = { ...fields, unit: level.unit, sequence: level.lines + 1, previousAt: level.reportedAt, before };
  const begun = {
    hashedFrom: level.hashedFrom ?? line.sequence,
    lotRulesFrom: level.lotRulesFrom ?? line.sequence,
  };
  const unapplied = (): Applied => ({
    level: { ...level, reportedAt: at, lines: level.lines + 1, ...begun },
    lines: [{ ...line, after: before, applied: false, lots: [] }],
  });
  if (isCovered(level, change))
    return change.kind === 'void' ? { code: 'stock_counted_since', current: before } : unapplied();
  const done = change.kind === 'count' ? counted(level, change, later) : { level: moved(level, change), missing: 0 };
  if ('code' in done.level) return done.level;
  const after = quantityOf(done.level);
  const kept = pruned(done.level.lots, at, hasLotRules(level) ? soldOutLots : rememberedNames);
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
    ...begun,
  };
  if (done.missing === 0) return { level: next, lines: [first] };
  const { reference: _____, reason: ______, clientOccurredAt: _______, ...bare } = first;
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
const expectedOf = (known: StockLevel, sent: Change): number => {
  const { level, change } = inOneSpelling(known, sent, []);
  return sum(meant(level.lots, change));
};

/** The use-by day of a lot in stock that a change names with another one; undefined if there is none. */
const otherDayOf = (known: StockLevel, sent: Change): string | undefined => {
  const { level, change } = inOneSpelling(known, sent, []);
  if (change.kind !== 'count' && !ADDING.has(change.kind)) return undefined;
  const named = (change.parts ?? [change]).filter(({ lot, useBy }) => lot !== null && useBy !== null);
  for (const { lot, useBy } of named) {
    const days = level.lots.flatMap((one) => (one.lot === lot && one.quantity > 0 && one.useBy) || []);
    if (days.length > 0 && !days.includes(useBy ?? '')) return days[0];
  }
  return undefined;
};

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
    const otherDay = mayReadLevel ? otherDayOf(decision.level, change) : undefined;
    if (otherDay !== undefined) {
      decision.refused.push({ change, error: { code: 'lot_has_other_day', current, useBy: otherDay } });
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
