// Shelves as docs/adr/0011 describes them, written anew and plainly: nothing is pruned, every entry is kept, quantities are
// thousandths. What the service does is held against it.

export type Pile = { lot: string | null; useBy: string | null };
export type Heap = Pile & { quantity: number };
type Kind = 'count' | 'receive' | 'sell' | 'return' | 'waste' | 'transfer-out' | 'transfer-in';

/** A line as somebody reports it; `brings` are the heaps that a transfer brings. */
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

export type Shelf = { heaps: (Heap & { countedAt: string | null })[]; countedAt: string | null; entries: Entry[] };

export const emptyShelf = (): Shelf => ({ heaps: [], countedAt: null, entries: [] });

export const total = (heaps: readonly { quantity: number }[]): number =>
  heaps.reduce((sum, { quantity }) => sum + quantity, 0);

/** What of a shelf has goods, first to end first. */
export const goods = ({ heaps }: Shelf): Heap[] =>
  heaps.filter(({ quantity }) => quantity > 0).map(({ lot, useBy, quantity }) => ({ lot, useBy, quantity }));

const END = '\uffff';
const byEnd = (a: Pile, b: Pile): number => {
  const [one, two] = [a, b].map(({ lot, useBy }) => `${useBy ?? END} ${lot ?? END}`) as [string, string];
  return one < two ? -1 : one > two ? 1 : 0;
};

const isNamed = ({ lot, useBy }: Pile): boolean => lot !== null || useBy !== null;
const names = (name: Pile, heap: Pile): boolean =>
  (name.lot === null || name.lot === heap.lot) && (name.useBy === null || name.useBy === heap.useBy);

const dayInVietnam = (instant: string): string =>
  new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().slice(0, 10);

/** The three emptied lots that end last are remembered. */
const remembered = (shelf: Shelf): Shelf['heaps'] =>
  shelf.heaps.filter(({ lot, useBy, quantity }) => quantity === 0 && lot !== null && useBy !== null).slice(-3);

/** A lot's name alone means the lot of that name that ends first. */
const dated = (shelf: Shelf, { lot, useBy }: Pile): Pile => {
  if (lot === null || useBy !== null) return { lot, useBy };
  const known = shelf.heaps.filter((heap) => heap.quantity > 0 || remembered(shelf).includes(heap));
  return { lot, useBy: known.find((heap) => heap.lot === lot)?.useBy ?? null };
};

/** Puts goods on a shelf. */
const put = (shelf: Shelf, { lot, useBy, quantity }: Heap): Heap => {
  let heap = shelf.heaps.find((one) => one.lot === lot && one.useBy === useBy);
  if (!heap) {
    heap = { lot, useBy, quantity: 0, countedAt: null };
    shelf.heaps.push(heap);
    shelf.heaps.sort(byEnd);
  }
  heap.quantity += quantity;
  return { lot, useBy, quantity };
};

/** Takes goods off a shelf, first to end first. */
const remove = (shelf: Shelf, quantity: number, may: (heap: Shelf['heaps'][number]) => boolean): Heap[] => {
  const moved: Heap[] = [];
  for (const heap of shelf.heaps.filter(may)) {
    const taken = Math.min(heap.quantity, quantity + total(moved));
    heap.quantity -= taken;
    if (taken > 0) moved.push({ lot: heap.lot, useBy: heap.useBy, quantity: -taken });
  }
  return moved;
};

const arrives = (kind: Kind): boolean => kind === 'receive' || kind === 'return' || kind === 'transfer-in';

const wasCountedLater = (heap: { countedAt: string | null }, told: Reported): boolean =>
  heap.countedAt !== null && told.occurredAt < heap.countedAt;

/** A count of everything has all that was before it; counts of lots have it where nothing but those lots is meant. */
const isInACount = (shelf: Shelf, told: Reported): boolean => {
  if (shelf.countedAt !== null && told.occurredAt < shelf.countedAt) return true;
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
  const today = goods(shelf);
  const mine = (heap: Pile): boolean => names(told, heap);
  for (const { lot, useBy, quantity } of since) put(shelf, { lot, useBy, quantity: -quantity });
  for (const heap of shelf.heaps) heap.quantity = Math.max(0, heap.quantity);
  const surplus = told.quantity - total(shelf.heaps.filter(mine));
  if (surplus < 0) remove(shelf, -surplus, mine);
  else put(shelf, { ...(isNamed(told) ? dated(shelf, told) : { lot: null, useBy: null }), quantity: surplus });
  let missing = 0;
  for (const heap of since) {
    if (heap.quantity > 0) put(shelf, heap);
    else {
      const own = remove(shelf, -heap.quantity, ({ lot, useBy }) => lot === heap.lot && useBy === heap.useBy);
      const others = remove(shelf, -heap.quantity + total(own), mine);
      missing += -heap.quantity + total(own) + total(others);
    }
  }
  const moved = [...today.map((heap) => ({ ...heap, quantity: -heap.quantity })), ...goods(shelf)].reduce<Heap[]>(
    (sums, heap) => {
      const there = sums.find(({ lot, useBy }) => lot === heap.lot && useBy === heap.useBy);
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
export const happen = (shelf: Shelf, told: Reported): Entry[] | undefined => {
  const { kind, quantity, occurredAt, lot, useBy } = told;
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
  if (isInACount(shelf, told)) entry.applied = false;
  else if (kind === 'count') Object.assign(entry, count(shelf, told));
  else if (arrives(kind))
    entry.moved = (told.brings ?? [{ ...dated(shelf, told), quantity }]).map((heap) => put(shelf, heap));
  else {
    const day = dayInVietnam(occurredAt);
    const may = (heap: Heap) => names(told, heap) && (kind !== 'sell' || heap.useBy === null || heap.useBy >= day);
    if (total(shelf.heaps.filter(may)) < quantity) return undefined;
    const uncounted = (heap: Shelf['heaps'][number]) => may(heap) && !wasCountedLater(heap, told);
    const suffices = total(shelf.heaps.filter(uncounted)) >= quantity;
    entry.moved = remove(shelf, quantity, suffices ? uncounted : may);
  }
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
