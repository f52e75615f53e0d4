// Shelves as docs/adr/0011 and 0030 describe them, written anew and plainly: nothing is pruned, every entry is kept, quantities are
// thousandths. What the service does is held against it.

export type Pile = { lot: string | null; useBy: string | null; ageUnknown?: true | undefined };
export type Heap = Pile & { quantity: number };
type Kind = 'count' | 'receive' | 'sell' | 'return' | 'waste' | 'transfer-out' | 'transfer-in' | 'void';

/** A line as somebody reports it; `brings` are the heaps that a transfer brings, or that a void gives back or takes. */
export type Reported = Pile & {
  kind: Kind;
  quantity: number;
  occurredAt: string;
  expected?: number | null | undefined;
  brings?: readonly Heap[] | undefined;
};

/** What the ledger says of a line. */
export type Entry = Pile & {
  kind: Kind | 'discrepancy';
  quantity: number;
  occurredAt: string;
  before: number;
  after: number;
  applied: boolean;
  missing: number;
  moved: Heap[];
};

export type Shelf = {
  heaps: (Heap & { countedAt: string | null })[];
  countedAt: string | null;
  entries: Entry[];
  lastSold: { pile: Pile; at: string } | null;
};

export const emptyShelf = (): Shelf => ({ heaps: [], countedAt: null, entries: [], lastSold: null });

export const total = (heaps: readonly { quantity: number }[]): number =>
  heaps.reduce((sum, { quantity }) => sum + quantity, 0);

const pileOf = ({ lot, useBy, ageUnknown }: Pile): Pile => ({ lot, useBy, ...(ageUnknown ? { ageUnknown } : {}) });

/** Labels are equal without case and blanks, whatever dash they are written with. */
const label = (lot: string | null): string | null =>
  lot === null ? null : lot.toUpperCase().replaceAll(' ', '').replaceAll('–', '-');

/** What of a shelf has goods, first to end first. */
export const goods = ({ heaps }: Shelf): Heap[] =>
  heaps.filter(({ quantity }) => quantity > 0).map(({ quantity, ...heap }) => ({ ...pileOf(heap), quantity }));

const END = '\uffff';
const byEnd = (a: Pile, b: Pile): number => {
  const [one, two] = [a, b].map(
    ({ lot, useBy, ageUnknown }) => `${useBy ?? END} ${lot ?? END} ${ageUnknown ? 1 : 0}`,
  ) as [string, string];
  return one < two ? -1 : one > two ? 1 : 0;
};

const isNamed = ({ lot, useBy, ageUnknown }: Pile): boolean => lot !== null || useBy !== null || !!ageUnknown;
const names = (name: Pile, heap: Pile): boolean =>
  (name.lot === null || label(name.lot) === label(heap.lot)) &&
  (name.useBy === null || name.useBy === heap.useBy) &&
  (!name.ageUnknown || !!heap.ageUnknown);
const isSame = (a: Pile, b: Pile): boolean =>
  label(a.lot) === label(b.lot) && a.useBy === b.useBy && !a.ageUnknown === !b.ageUnknown;
/** A label as the shelf has it; otherwise as it is told, or as it is given. */
const spelled = (shelf: Shelf, told: Pile, pile: Pile): Pile => {
  const known = [...shelf.heaps, told].find(({ lot }) => lot !== null && label(lot) === label(pile.lot));
  return { ...pile, lot: known?.lot ?? pile.lot };
};

const dayInVietnam = (instant: string): string =>
  new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().slice(0, 10);

/** The three emptied lots that end last are remembered. */
const remembered = (shelf: Shelf): Shelf['heaps'] =>
  shelf.heaps.filter(({ useBy, quantity }) => quantity === 0 && useBy !== null).slice(-3);

/** The heaps that the shelf knows: what has goods or is remembered, as far as its age is known. */
const known = (shelf: Shelf): Shelf['heaps'] => {
  const sold = remembered(shelf);
  return shelf.heaps.filter((heap) => !heap.ageUnknown && (heap.quantity > 0 || sold.includes(heap)));
};

const hasDays = (shelf: Shelf): boolean =>
  known(shelf).some(({ useBy }) => useBy !== null) || (shelf.lastSold !== null && shelf.lastSold.pile.useBy !== null);

/** Where goods belong that come back or are found: to their lot, the only one, the one sold last, or nobody knows. */
const home = (shelf: Shelf, told: Pile): Pile => {
  if (told.useBy !== null || told.ageUnknown) return pileOf(told);
  const mine = known(shelf).filter((heap) => names(told, heap));
  const [first] = mine;
  const unknown: Pile = { lot: told.lot, useBy: null, ...(hasDays(shelf) ? { ageUnknown: true } : {}) };
  if (told.lot !== null) return first ? pileOf(first) : unknown;
  if (!hasDays(shelf)) return { lot: null, useBy: null };
  if (first && mine.length === 1) return pileOf(first);
  return shelf.lastSold ? shelf.lastSold.pile : unknown;
};

/** The lot has goods of other days, and none of the day that is told. */
export const hasOtherDay = (shelf: Shelf, told: Reported): boolean =>
  (told.kind === 'count' || arrives(told.kind)) &&
  (told.brings ?? [told]).some(({ lot, useBy }) => {
    const days = shelf.heaps.filter(
      (heap) => label(heap.lot) === label(lot) && heap.quantity > 0 && heap.useBy !== null,
    );
    return lot !== null && useBy !== null && days.length > 0 && days.every((heap) => heap.useBy !== useBy);
  });

/** A lot's name alone means the lot of that name that ends first. */
const dated = (shelf: Shelf, told: Pile): Pile => {
  if (told.lot === null || told.useBy !== null || told.ageUnknown) return pileOf(told);
  const heaps = shelf.heaps.filter((heap) => heap.quantity > 0 || remembered(shelf).includes(heap));
  return { lot: told.lot, useBy: heaps.find((heap) => label(heap.lot) === label(told.lot))?.useBy ?? null };
};

/** Puts goods on a shelf. */
const put = (shelf: Shelf, { quantity, ...pile }: Heap): Heap => {
  let heap = shelf.heaps.find((one) => isSame(one, pile));
  if (!heap) {
    heap = { ...pileOf(spelled(shelf, pile, pile)), quantity: 0, countedAt: null };
    shelf.heaps.push(heap);
    shelf.heaps.sort(byEnd);
  }
  heap.quantity += quantity;
  return { ...pileOf(heap), quantity };
};

/** Takes goods off a shelf, first to end first. */
const remove = (shelf: Shelf, quantity: number, may: (heap: Shelf['heaps'][number]) => boolean): Heap[] => {
  const moved: Heap[] = [];
  for (const heap of shelf.heaps.filter(may)) {
    const taken = Math.min(heap.quantity, quantity + total(moved));
    heap.quantity -= taken;
    if (taken > 0) moved.push({ ...pileOf(heap), quantity: -taken });
  }
  return moved;
};

const arrives = (kind: Kind): boolean => kind === 'receive' || kind === 'return' || kind === 'transfer-in';

const wasCountedLater = (heap: { countedAt: string | null }, told: Reported): boolean =>
  heap.countedAt !== null && told.occurredAt < heap.countedAt;

/** A count of everything has all that was before it; counts of lots have it where nothing but those lots is meant. */
const isInACount = (shelf: Shelf, told: Reported): boolean => {
  if (shelf.countedAt !== null && told.occurredAt < shelf.countedAt) return true;
  if (told.kind === 'void')
    return shelf.heaps.some((heap) => wasCountedLater(heap, told) && told.brings?.some((one) => isSame(one, heap)));
  if (!isNamed(told) && (told.kind === 'count' || arrives(told.kind))) return false;
  const mine = shelf.heaps.filter((heap) => names(told, heap) && (heap.quantity > 0 || heap.countedAt !== null));
  return mine.length > 0 && mine.every((heap) => wasCountedLater(heap, told));
};

/** Goes back to the instant of the count, puts right what lay there then, and lets the rest happen again. */
const count = (shelf: Shelf, told: Reported): { moved: Heap[]; missing: number } => {
  const since = shelf.entries
    .filter(({ applied, occurredAt }) => applied && occurredAt > told.occurredAt)
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => Date.parse(a.entry.occurredAt) - Date.parse(b.entry.occurredAt) || a.index - b.index)
    .flatMap(({ entry }) => entry.moved.filter((heap) => names(told, heap)));
  const found = home(shelf, told);
  const today = goods(shelf);
  const mine = (heap: Pile): boolean => names(told, heap);
  for (const heap of since) put(shelf, { ...spelled(shelf, told, heap), quantity: -heap.quantity });
  for (const heap of shelf.heaps) heap.quantity = Math.max(0, heap.quantity);
  const surplus = told.quantity - total(shelf.heaps.filter(mine));
  if (surplus < 0) remove(shelf, -surplus, mine);
  else put(shelf, { ...found, quantity: surplus });
  let missing = 0;
  for (const heap of since) {
    if (heap.quantity > 0) put(shelf, { ...spelled(shelf, told, heap), quantity: heap.quantity });
    else {
      const own = remove(shelf, -heap.quantity, (one) => isSame(one, heap));
      const others = remove(shelf, -heap.quantity + total(own), mine);
      missing += -heap.quantity + total(own) + total(others);
    }
  }
  const moved = [...today.map((heap) => ({ ...heap, quantity: -heap.quantity })), ...goods(shelf)].reduce<Heap[]>(
    (sums, heap) => {
      const there = sums.find((one) => isSame(one, heap));
      if (there) there.quantity += heap.quantity;
      else sums.push({ ...heap });
      return sums;
    },
    [],
  );
  if (isNamed(told)) {
    for (const heap of shelf.heaps) if (mine(heap)) heap.countedAt = told.occurredAt;
  } else {
    shelf.countedAt = told.occurredAt;
    for (const heap of shelf.heaps)
      if (heap.countedAt !== null && heap.countedAt <= told.occurredAt) heap.countedAt = null;
  }
  return { moved: moved.filter(({ quantity }) => quantity !== 0), missing };
};

/** Lets one line happen; undefined where there is not enough, and then nothing has happened. */
export const happen = (shelf: Shelf, sent: Reported): Entry[] | undefined => {
  const { kind, quantity, occurredAt, lot, useBy } = sent;
  const told = { ...sent, ...spelled(shelf, sent, sent) };
  const before = total(shelf.heaps);
  const entry: Entry = {
    kind,
    quantity,
    occurredAt,
    lot,
    useBy,
    before,
    after: before,
    applied: true,
    missing: 0,
    moved: [],
  };
  const isCounted = isInACount(shelf, told);
  const have = (pile: Pile): number => total(shelf.heaps.filter((heap) => isSame(heap, pile)));
  if (kind === 'void' && (isCounted || told.brings?.some((heap) => have(heap) + heap.quantity < 0))) return undefined;
  if (isCounted) entry.applied = false;
  else if (kind === 'void') entry.moved = (told.brings ?? []).map((heap) => put(shelf, heap));
  else if (kind === 'count') Object.assign(entry, count(shelf, told));
  else if (arrives(kind))
    entry.moved = (told.brings ?? [{ ...(kind === 'return' ? home(shelf, told) : dated(shelf, told)), quantity }]).map(
      (heap) => put(shelf, heap),
    );
  else {
    const day = dayInVietnam(occurredAt);
    const hides = hasDays(shelf);
    const isOffered = (heap: Heap) => (heap.useBy === null ? !(heap.ageUnknown && hides) : heap.useBy >= day);
    const may = (heap: Heap) => names(told, heap) && (kind !== 'sell' || isOffered(heap));
    if (total(shelf.heaps.filter(may)) < quantity) return undefined;
    const uncounted = (heap: Shelf['heaps'][number]) => may(heap) && !wasCountedLater(heap, told);
    const suffices = total(shelf.heaps.filter(uncounted)) >= quantity;
    entry.moved = remove(shelf, quantity, suffices ? uncounted : may);
  }
  const last = entry.moved.at(-1);
  if (kind === 'sell' && last && (shelf.lastSold === null || shelf.lastSold.at <= occurredAt))
    shelf.lastSold = { pile: pileOf(last), at: occurredAt };
  entry.after = total(shelf.heaps);
  entry.moved.sort(byEnd);
  const kept = remembered(shelf);
  shelf.heaps = shelf.heaps.filter((heap) => heap.quantity > 0 || heap.countedAt !== null || kept.includes(heap));
  const { missing, after } = entry;
  const entries = [entry];
  if (missing > 0)
    entries.push({ ...entry, kind: 'discrepancy', quantity: missing, missing: 0, before: after, moved: [] });
  shelf.entries.push(...entries);
  return entries;
};

/** What a caller who names `expected` compares it with. */
export const compared = (shelf: Shelf, pile: Pile): number => total(shelf.heaps.filter((heap) => names(pile, heap)));

const rank = ({ kind }: Reported): number => (kind === 'count' ? 0 : arrives(kind) ? 1 : 2);

/** In one request: counts, what comes, what goes; of these the earliest first. */
export const inOrderOfEffect = <T extends Reported>(lines: readonly T[]): T[] =>
  lines
    .map((line, index) => ({ line, index }))
    .sort(
      (a, b) =>
        rank(a.line) - rank(b.line) ||
        Date.parse(a.line.occurredAt) - Date.parse(b.line.occurredAt) ||
        a.index - b.index,
    )
    .map(({ line }) => line);
