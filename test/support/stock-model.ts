// Shelves as docs/adr/0011 describes them, written anew and plainly: nothing is pruned, every entry is kept, quantities are
// thousandths. What the service does is held against it.

export type Pile = { lot: string | null; useBy: string | null };
export type Heap = Pile & { quantity: number };
type Kind = 'count' | 'receive' | 'sell' | 'return' | 'waste' | 'transfer-out' | 'transfer-in';

/** A line as somebody reports it; `brings` are the heaps that a transfer brings. */
export type Told = Pile & {
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
const remove = (shelf: Shelf, quantity: number, may: (heap: Heap) => boolean): Heap[] => {
  const moved: Heap[] = [];
  for (const heap of shelf.heaps.filter(may)) {
    const taken = Math.min(heap.quantity, quantity + total(moved));
    heap.quantity -= taken;
    if (taken > 0) moved.push({ lot: heap.lot, useBy: heap.useBy, quantity: -taken });
  }
  return moved;
};

const isInACount = (shelf: Shelf, told: Told): boolean =>
  (shelf.countedAt !== null && told.occurredAt < shelf.countedAt) ||
  (isNamed(told) &&
    shelf.heaps.some((heap) => names(told, heap) && heap.countedAt !== null && told.occurredAt < heap.countedAt));

const count = (shelf: Shelf, told: Told): { moved: Heap[]; missing: number } => {
  const since = shelf.entries
    .filter(({ applied, occurredAt }) => applied && occurredAt > told.occurredAt)
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => Date.parse(a.entry.occurredAt) - Date.parse(b.entry.occurredAt) || a.index - b.index);
  let left = told.quantity;
  let missing = 0;
  for (const { entry } of since) {
    left += total(entry.moved.filter((heap) => names(told, heap)));
    missing += Math.max(0, -left);
    left = Math.max(0, left);
  }
  const mine = shelf.heaps.filter((heap) => names(told, heap));
  const surplus = left - total(mine);
  let moved: Heap[] = [];
  if (surplus < 0) moved = remove(shelf, -surplus, (heap) => names(told, heap));
  else {
    const place = isNamed(told) ? (mine.at(-1) ?? told) : { lot: null, useBy: null };
    const added = put(shelf, { lot: place.lot, useBy: place.useBy, quantity: surplus });
    if (surplus > 0) moved = [added];
  }
  if (isNamed(told)) {
    for (const heap of shelf.heaps) if (names(told, heap)) heap.countedAt = told.occurredAt;
  } else {
    shelf.countedAt = told.occurredAt;
    for (const heap of shelf.heaps)
      if (heap.countedAt !== null && heap.countedAt <= told.occurredAt) heap.countedAt = null;
  }
  return { moved, missing };
};

const arrives = (kind: Kind): boolean => kind === 'receive' || kind === 'return' || kind === 'transfer-in';

/** Lets one line happen; undefined where there is not enough, and then nothing has happened. */
export const happen = (shelf: Shelf, told: Told): Entry[] | undefined => {
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
  else if (arrives(kind)) entry.moved = (told.brings ?? [{ lot, useBy, quantity }]).map((heap) => put(shelf, heap));
  else {
    const day = dayInVietnam(occurredAt);
    const may = (heap: Heap) => names(told, heap) && (kind !== 'sell' || heap.useBy === null || heap.useBy >= day);
    if (total(shelf.heaps.filter(may)) < quantity) return undefined;
    entry.moved = remove(shelf, quantity, may);
  }
  entry.after = total(shelf.heaps);
  entry.moved.sort(byEnd);
  shelf.heaps = shelf.heaps.filter((heap) => heap.quantity > 0 || heap.countedAt !== null);
  const { missing, after } = entry;
  const entries = [entry];
  if (missing > 0)
    entries.push({ ...entry, kind: 'discrepancy', quantity: missing, missing: 0, before: after, moved: [] });
  shelf.entries.push(...entries);
  return entries;
};

/** What a caller who names `expected` compares it with. */
export const compared = (shelf: Shelf, pile: Pile): number => total(shelf.heaps.filter((heap) => names(pile, heap)));

const rank = ({ kind }: Told): number => (kind === 'count' ? 0 : arrives(kind) ? 1 : 2);

/** In one request: counts, what comes, what goes; of these the earliest first. */
export const inOrderOfEffect = <T extends Told>(lines: readonly T[]): T[] =>
  lines
    .map((line, index) => ({ line, index }))
    .sort(
      (a, b) =>
        rank(a.line) - rank(b.line) ||
        Date.parse(a.line.occurredAt) - Date.parse(b.line.occurredAt) ||
        a.index - b.index,
    )
    .map(({ line }) => line);
