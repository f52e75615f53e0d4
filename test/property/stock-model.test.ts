import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, type Reply, startApi } from '#test/support/api.ts';
import {
  type Line,
  ledger,
  levels,
  POINT_MEMBER,
  report,
  soldProduct,
  stockedPoint,
  transfer,
} from '#test/support/stock.ts';
import {
  compared,
  type Entry,
  emptyShelf,
  goods,
  type Heap,
  happen,
  hasOtherDay,
  inOrderOfEffect,
  type Pile,
  type Reported,
  type Shelf,
  total,
} from '#test/support/stock-model.ts';
import { expectRowsDerived } from '#test/support/table.ts';

// Eight phones report on two products at two points, late, twice and out of order; what comes of it is held against the
// plain model in test/support/stock-model.ts.

const START = Date.parse('2026-11-23T15:00:00.000Z');
const MINUTE = 60_000;
const PHONES = 8;
/** A failure is shown as short as it has become by then. */
const SHRINK_MS = { interruptAfterTimeLimit: 500_000, markInterruptAsFailure: true };

let api: Api;
let pieces: string;
let kilos: string;
beforeAll(async () => {
  api = await startApi({ stream: false });
  pieces = await soldProduct(api, { unit: 'hũ 500 g' });
  kilos = await soldProduct(api, { unit: 'kg' });
});
afterAll(() => api.stop());

const text = (thousandths: number): string => String(thousandths / 1_000);
const instant = (ms: number): string => new Date(ms).toISOString();

type Wish = {
  product: 0 | 1;
  kind: Reported['kind'];
  quantity: number;
  pile: Pile;
  minutesAgo: number;
  expects: 'nothing' | 'rightly' | 'wrongly';
};
/** A request as it was sent; `to` is there where it is a transfer. */
type Sent = { key: string; at: number; to?: number; mode: 'each' | 'atomic'; lines: (Reported & { product: 0 | 1 })[] };

type World = {
  points: [string, string];
  /** By point, then by product. */
  shelves: [[Shelf, Shelf], [Shelf, Shelf]];
  sent: Sent[];
  /** Which lines of a key are in the ledger. */
  applied: Map<string, Set<number>>;
};

const productOf = (which: 0 | 1): string => (which === 0 ? pieces : kilos);
const name = ({ lot, useBy, ageUnknown }: Pile): string =>
  [
    ageUnknown ? ' of unknown age' : '',
    lot === null ? '' : ` lot ${lot}`,
    useBy === null ? '' : ` of ${useBy.slice(5)}`,
  ].join('');
/** Only a count may find nothing. */
const wished = ({ kind, quantity }: Wish, isTransfer: boolean): number =>
  quantity === 0 && (isTransfer || kind !== 'count') ? 1_000 : quantity;

const showWish = (wish: Wish, isTransfer: boolean): string => {
  const { kind, product, pile, minutesAgo, expects } = wish;
  return [
    `${isTransfer ? 'move' : kind} ${text(wished(wish, isTransfer))} ${product === 0 ? 'pieces' : 'kilos'}${name(pile)}`,
    minutesAgo === 0 ? '' : ` ${minutesAgo} minutes ago`,
    expects === 'nothing' ? '' : `, expecting ${expects}`,
  ].join('');
};

const body = ({ lines, to }: Sent): Line[] =>
  lines.map(({ product, kind, quantity, lot, useBy, ageUnknown, occurredAt, expected }, index) => ({
    product: productOf(product),
    quantity: text(quantity),
    occurredAt,
    reference: `line ${index}`,
    ...(to === undefined ? { kind } : {}),
    ...(lot === null ? {} : { lot }),
    ...(useBy === null ? {} : { useBy }),
    ...(ageUnknown ? { ageUnknown } : {}),
    ...(expected === undefined ? {} : { expectedQuantity: expected === null ? null : text(expected) }),
  }));

const send = ({ points }: World, sent: Sent): Promise<Reply> => {
  const { key, mode, at, to } = sent;
  const from = points[at as 0 | 1];
  const how = { key: `${from} ${key}`, mode };
  return to === undefined
    ? report(api, from, body(sent), how)
    : transfer(api, from, points[to as 0 | 1], body(sent), how);
};

const clone = (world: World): World['shelves'] => structuredClone(world.shelves);
const shelfOf = (shelves: World['shelves'], point: number, product: 0 | 1): Shelf => shelves[point as 0 | 1][product];

type Verdict = { line: number; status: 200 | 409 | 422 };

/** What becomes of the open lines of a request; the shelves are changed by those that are taken. */
const judge = (shelves: World['shelves'], { at, to, lines }: Sent, open: readonly number[]): Verdict[] => {
  const arrived = clone({ shelves } as World);
  const verdicts: Verdict[] = [];
  const numbered = open.map((line) => ({ ...(lines[line] as Sent['lines'][number]), line }));
  for (const product of [0, 1] as const) {
    const mine = numbered.filter((one) => one.product === product);
    const refused = new Map<number, Verdict>();
    // What cannot arrive must not leave: without it everything is judged again.
    for (let again = true; again; ) {
      const trial = clone({ shelves } as World);
      const taken: Verdict[] = [];
      const coming: (Reported & { line: number; left: boolean })[] = [];
      for (const seen of inOrderOfEffect(mine.filter(({ line }) => !refused.has(line)))) {
        const { line, quantity, expected } = seen;
        const isWhole = product === 1 || quantity % 1_000 === 0;
        const isExpected = typeof expected !== 'number' || expected === compared(shelfOf(arrived, at, product), seen);
        const isOther = isWhole && isExpected && hasOtherDay(shelfOf(trial, at, product), seen);
        const entries = isWhole && isExpected && !isOther ? happen(shelfOf(trial, at, product), seen) : undefined;
        if (!entries) refused.set(line, { line, status: isWhole && !isOther ? 409 : 422 });
        else taken.push({ line, status: 200 });
        const brings = entries?.[0]?.moved.map((heap) => ({ ...heap, quantity: -heap.quantity }));
        const left = entries?.[0]?.applied === true;
        if (to !== undefined && entries)
          coming.push({ ...seen, kind: 'transfer-in', brings: left ? brings : undefined, left });
      }
      again = false;
      if (to !== undefined) {
        for (const seen of inOrderOfEffect(coming)) {
          const isOther = hasOtherDay(shelfOf(trial, to, product), seen);
          const [entry] = (isOther ? undefined : happen(shelfOf(trial, to, product), seen)) ?? [];
          if (entry?.applied === seen.left) continue;
          refused.set(seen.line, { line: seen.line, status: isOther ? 422 : 409 });
          again = true;
        }
      }
      if (again) continue;
      for (const point of [0, 1] as const) shelves[point][product] = trial[point][product];
      verdicts.push(...taken);
    }
    verdicts.push(...refused.values());
  }
  return verdicts.sort((a, b) => a.line - b.line);
};

const entriesOf = (lines: Record<string, unknown>[]) =>
  lines.map(({ kind, quantity, before, after, applied, discrepancy, lots, sequence }) => ({
    kind,
    quantity,
    before,
    after,
    applied,
    discrepancy,
    lots,
    sequence,
  }));
const heapText = ({ quantity, ...pile }: Heap) => ({ ...pile, quantity: text(quantity) });
const expectedEntries = (entries: readonly Entry[]) =>
  entries.map(({ kind, quantity, before, after, applied, missing, moved }, index) => ({
    kind,
    quantity: text(quantity),
    before: text(before),
    after: text(after),
    applied,
    discrepancy: missing === 0 ? null : text(missing),
    lots: moved.map(heapText),
    sequence: index + 1,
  }));

/** Holds the levels of both points against the shelves. */
const expectShelves = async ({ points, shelves }: Pick<World, 'points' | 'shelves'>): Promise<void> => {
  for (const at of [0, 1] as const) {
    const found = await levels(api, points[at]);
    for (const product of [0, 1] as const) {
      const shelf = shelfOf(shelves, at, product);
      const level = found.find((one) => one.product === productOf(product));
      if (shelf.entries.length === 0) expect(level).toBeUndefined();
      else
        expect(level).toMatchObject({
          quantity: text(total(shelf.heaps)),
          lots: goods(shelf).map(heapText),
          countedAt: shelf.countedAt,
        });
    }
  }
};

const ofProduct = (lines: Record<string, unknown>[], product: 0 | 1) =>
  lines.filter((line) => line.product === productOf(product)).sort((a, b) => Number(a.sequence) - Number(b.sequence));

const expectLedger = async ({ points, shelves }: World): Promise<void> => {
  for (const at of [0, 1] as const) {
    const lines = await ledger(api, points[at]);
    for (const product of [0, 1] as const)
      expect(entriesOf(ofProduct(lines, product))).toEqual(expectedEntries(shelfOf(shelves, at, product).entries));
  }
};

const begin = async (): Promise<World> => {
  api.clock.now = new Date(START);
  return {
    points: [await stockedPoint(api), await stockedPoint(api)],
    shelves: [
      [emptyShelf(), emptyShelf()],
      [emptyShelf(), emptyShelf()],
    ],
    sent: [],
    applied: new Map(),
  };
};

type Command = fc.AsyncCommand<World, World>;
const reached = new Set<string>();

/** Sends a request, for the first time or again, and holds the answer against what the rules say. */
const sendAndJudge = async (world: World, sent: Sent): Promise<void> => {
  const before = world.applied.get(sent.key) ?? new Set<number>();
  const open = sent.lines.map((_, line) => line).filter((line) => !before.has(line));
  const shelves = clone(world);
  const verdicts = judge(shelves, sent, open);
  const isRefused = sent.mode === 'atomic' && verdicts.some(({ status }) => status !== 200);
  const reply = await send(world, sent);
  for (const { status } of verdicts) reached.add(String(status));
  if (isRefused) {
    const status = verdicts.some((one) => one.status === 422) ? 422 : 409;
    expect(reply.status, reply.text).toBe(status);
    return;
  }
  expect(reply.status, reply.text).toBe(sent.mode === 'atomic' ? 200 : 207);
  const statuses = sent.lines.map((_, line) => verdicts.find((one) => one.line === line)?.status ?? 200);
  expect(reply.body.results.map(({ line, status }: Verdict) => [line, status])).toEqual([...statuses.entries()]);
  expect(reply.headers['idempotency-replayed']).toBe(before.size > 0 ? 'true' : undefined);
  world.shelves = shelves;
  world.applied.set(sent.key, new Set(statuses.flatMap((status, line) => (status === 200 ? [line] : []))));
};

const reportedOf = (world: World, wishes: readonly Wish[], at: number, isTransfer: boolean): Sent['lines'] =>
  wishes.map((wish) => {
    const { product, kind, pile, minutesAgo, expects } = wish;
    const there = compared(shelfOf(world.shelves, at, product), pile);
    const seen: Sent['lines'][number] = {
      product,
      kind: isTransfer ? 'transfer-out' : kind,
      quantity: wished(wish, isTransfer),
      ...pile,
      occurredAt: instant(api.clock.now.getTime() - minutesAgo * MINUTE),
    };
    return expects === 'nothing' ? seen : { ...seen, expected: expects === 'rightly' ? there : there + 1_000 };
  });

class Request implements Command {
  readonly wish: { phone: number; at: 0 | 1; isTransfer: boolean; mode: Sent['mode']; wishes: Wish[] };
  constructor(wish: Request['wish']) {
    this.wish = wish;
  }
  check = (): boolean => true;
  async run(world: World): Promise<void> {
    const { phone, at, isTransfer, mode, wishes } = this.wish;
    const key = `phone ${phone} no. ${world.sent.length}`;
    const lines = reportedOf(world, wishes, at, isTransfer);
    const sent: Sent = { key, at, mode, lines, ...(isTransfer ? { to: 1 - at } : {}) };
    world.sent.push(sent);
    await sendAndJudge(world, sent);
    await expectShelves(world);
  }
  // Of the wish alone: while a failure is made shorter, the same command runs in many histories.
  toString(): string {
    const { phone, at, isTransfer, mode, wishes } = this.wish;
    const way = isTransfer ? `${'AB'[at]} to ${'BA'[at]}` : 'AB'[at];
    return `\n  phone ${phone}, ${way}, ${mode}: ${wishes.map((one) => showWish(one, isTransfer)).join('; ')}`;
  }
}

class Again implements Command {
  readonly which: number;
  constructor(which: number) {
    this.which = which;
  }
  check = ({ sent }: World): boolean => sent.length > this.which;
  async run(world: World): Promise<void> {
    reached.add('again');
    await sendAndJudge(world, world.sent[this.which] as Sent);
    await expectShelves(world);
  }
  toString = (): string => `\n  request no. ${this.which} again`;
}

const VOIDABLE = ['receive', 'sell', 'return', 'waste'];

class Void implements Command {
  readonly wish: { at: 0 | 1; which: number };
  constructor(wish: Void['wish']) {
    this.wish = wish;
  }
  check = (): boolean => true;
  async run(world: World): Promise<void> {
    const { at, which } = this.wish;
    const lines = await ledger(api, world.points[at]);
    const mine = lines.filter(({ kind, applied }) => applied === true && VOIDABLE.includes(String(kind)));
    const line = mine[which % Math.max(1, mine.length)];
    if (!line) return;
    const product = line.product === pieces ? 0 : 1;
    const shelves = clone(world);
    const shelf = shelfOf(shelves, at, product);
    const entry = shelf.entries[Number(line.sequence) - 1];
    if (!entry) throw new Error('a line that the model does not have');
    const isOld = api.clock.now.getTime() - Date.parse(String(line.arrivedAt)) > 24 * 60 * MINUTE;
    const isVoided = lines.some(({ voids }) => voids === line.id);
    const told = {
      ...entry,
      kind: 'void' as const,
      brings: entry.moved.map((heap) => ({ ...heap, quantity: -heap.quantity })),
    };
    const isTaken = !isOld && !isVoided && happen(shelf, told) !== undefined;
    const reply = await api.ask('POST', `/v1/sales-points/${world.points[at]}/stock-changes/${line.id}/void`, {
      as: POINT_MEMBER,
      headers: { 'idempotency-key': `void ${world.sent.length} ${reached.size} ${lines.length} ${line.id}` },
      body: {},
    });
    expect(reply.status, reply.text).toBe(isTaken ? 200 : isOld ? 422 : 409);
    reached.add(isTaken ? 'voided' : 'not voided');
    if (isTaken) world.shelves = shelves;
    await expectShelves(world);
  }
  toString = (): string => `\n  void of line no. ${this.wish.which} at ${'AB'[this.wish.at]}`;
}

class Wait implements Command {
  readonly minutes: number;
  constructor(minutes: number) {
    this.minutes = minutes;
  }
  check = (): boolean => true;
  async run(): Promise<void> {
    api.clock.now = new Date(api.clock.now.getTime() + this.minutes * MINUTE);
  }
  toString = (): string => `\n  ${this.minutes} minutes later`;
}

const PILES: Pile[] = [
  { lot: null, useBy: null },
  { lot: null, useBy: null },
  { lot: null, useBy: null },
  { lot: 'A', useBy: '2026-11-23' },
  { lot: 'A', useBy: null },
  { lot: 'B', useBy: '2026-11-24' },
  { lot: null, useBy: '2026-11-24' },
  { lot: 'a', useBy: null },
  { lot: 'A', useBy: '2026-11-25' },
  { lot: 'C – 1', useBy: null },
  { lot: 'c-1', useBy: '2026-11-22' },
  { lot: null, useBy: null, ageUnknown: true },
];
const REPORTS = ['count', 'count', 'receive', 'receive', 'sell', 'sell', 'return', 'waste'] as const;
const wish: fc.Arbitrary<Wish> = fc.record({
  product: fc.constantFrom<0 | 1>(0, 1),
  kind: fc.constantFrom<Reported['kind']>(...REPORTS),
  quantity: fc.constantFrom(0, 1_000, 2_000, 3_000, 5_000, 9_000, 2_500, 125),
  pile: fc.constantFrom(...PILES),
  minutesAgo: fc.constantFrom(0, 0, 0, 1, 2, 3, 6, 40, 130),
  expects: fc.constantFrom<Wish['expects']>('nothing', 'nothing', 'nothing', 'nothing', 'rightly', 'wrongly'),
});
const requests = fc.record({
  phone: fc.nat({ max: PHONES - 1 }),
  at: fc.constantFrom<0 | 1>(0, 1),
  isTransfer: fc.constantFrom(false, false, false, true),
  mode: fc.constantFrom<Sent['mode']>('each', 'atomic'),
  wishes: fc.array(wish, { minLength: 1, maxLength: 3 }),
});

it('one after another, the phones leave what a plain model of the rules leaves, with every line, refusal and repetition', async () => {
  const commands = fc.commands(
    [
      requests.map((one) => new Request(one)),
      requests.map((one) => new Request(one)),
      requests.map((one) => new Request(one)),
      fc.nat({ max: 12 }).map((which) => new Again(which)),
      fc.record({ at: fc.constantFrom<0 | 1>(0, 1), which: fc.nat({ max: 20 }) }).map((one) => new Void(one)),
      fc.constantFrom(1, 2, 3, 40, 200).map((minutes) => new Wait(minutes)),
    ],
    { maxCommands: 60, size: 'max' },
  );
  await fc.assert(
    fc.asyncProperty(commands, async (history) => {
      const world = await begin();
      await fc.asyncModelRun(() => ({ model: world, real: world }), history);
      await expectLedger(world);
    }),
    { seed: 20_261_123, numRuns: 36, ...SHRINK_MS },
  );
  await expectRowsDerived(api);
  expect([...reached].sort()).toEqual(['200', '409', '422', 'again', 'not voided', 'voided']);
});

/** The replay of two ledgers: every line as the model has it when they are taken up in the order of their numbers. */
const replay = (lines: [Record<string, unknown>[], Record<string, unknown>[]]): World['shelves'] => {
  const shelves: World['shelves'] = [
    [emptyShelf(), emptyShelf()],
    [emptyShelf(), emptyShelf()],
  ];
  for (const at of [0, 1] as const)
    for (const product of [0, 1] as const) {
      const shelf = shelfOf(shelves, at, product);
      const mine = ofProduct(lines[at], product);
      for (const line of mine.filter(({ kind }) => kind !== 'discrepancy')) {
        const lots = line.lots as (Pile & { quantity: string })[];
        const heaps = lots.map(({ quantity, ...pile }) => ({ ...pile, quantity: Number(quantity) * 1_000 }));
        const seen = {
          kind: line.kind as Reported['kind'],
          quantity: Number(line.quantity) * 1_000,
          lot: line.lot as string | null,
          useBy: line.useBy as string | null,
          ...(line.ageUnknown ? { ageUnknown: true as const } : {}),
          occurredAt: line.occurredAt as string,
          // Which lots came is the other point's to tell; that they are the same is judged apart.
          ...(line.kind === 'transfer-in' && line.applied ? { brings: heaps } : {}),
        };
        expect(happen(shelf, seen), JSON.stringify(line)).toBeDefined();
      }
      expect(entriesOf(mine)).toEqual(expectedEntries(shelf.entries));
    }
  return shelves;
};

type Side = Record<string, unknown> & { lots: { lot: unknown; useBy: unknown; quantity: string }[] };
const sidesOf = (lines: Record<string, unknown>[], kind: string): string[] =>
  (lines as Side[])
    .filter((line) => line.kind === kind)
    .map(({ product, requestId, reference, quantity, occurredAt, arrivedAt }) =>
      JSON.stringify([product, requestId, reference, quantity, occurredAt, arrivedAt]),
    )
    .sort();

/** What the phones do at once: each its own requests one after the other, some of them sent twice at the same moment. */
const scripts = fc.array(
  fc.array(fc.record({ request: requests, times: fc.constantFrom(1, 1, 2, 3) }), { minLength: 1, maxLength: 4 }),
  { minLength: PHONES, maxLength: PHONES },
);

const isNoDebt = (quantity: string): boolean => /^\d+(\.\d+)?$/.test(quantity);

it('all at once, what the phones are told to be taken is in the ledger once, and the ledger in its order explains every level', async () => {
  await fc.assert(
    fc.asyncProperty(scripts, async (history) => {
      const world = await begin();
      const taken = new Map<string, number>();
      let isOver = false;
      const phone = async (script: (typeof history)[number], number: number): Promise<void> => {
        for (const [index, { request, times }] of script.entries()) {
          const { at, isTransfer, mode, wishes } = request;
          const lines = reportedOf(
            world,
            wishes.map((one) => ({ ...one, expects: 'nothing' })),
            at,
            isTransfer,
          );
          const key = `phone ${number} no. ${index}`;
          const sent: Sent = { key, at, mode, lines, ...(isTransfer ? { to: 1 - at } : {}) };
          world.sent.push(sent);
          const replies = await Promise.all(
            Array.from({ length: times }, () => {
              api.clock.now = new Date(api.clock.now.getTime() + 1_000);
              return send(world, sent);
            }),
          );
          const applied = new Map<string, Set<string>>();
          for (const { status, text: told, body: answer } of replies) {
            expect([200, 207, 409, 422], told).toContain(status);
            for (const one of answer.results ?? []) {
              if (one.status !== 200) continue;
              const said = applied.get(String(one.line)) ?? new Set();
              applied.set(String(one.line), said.add(JSON.stringify(one)));
            }
          }
          for (const said of applied.values()) expect(said.size).toBe(1);
          taken.set(key, applied.size);
        }
      };
      const watch = async (): Promise<void> => {
        while (!isOver)
          for (const point of world.points)
            for (const { quantity, lots } of await levels(api, point))
              expect([quantity, ...lots.map((lot) => lot.quantity)].every(isNoDebt)).toBe(true);
      };
      const phones = Promise.all(history.map(phone)).finally(() => {
        isOver = true;
      });
      await Promise.all([phones, watch()]);

      const lines: Parameters<typeof replay>[0] = [
        await ledger(api, world.points[0]),
        await ledger(api, world.points[1]),
      ];
      for (const line of lines.flat()) expect(isNoDebt(String(line.before)) && isNoDebt(String(line.after))).toBe(true);
      await expectShelves({ points: world.points, shelves: replay(lines) });

      expect(sidesOf(lines[0], 'transfer-out')).toEqual(sidesOf(lines[1], 'transfer-in'));
      expect(sidesOf(lines[1], 'transfer-out')).toEqual(sidesOf(lines[0], 'transfer-in'));
      const reports = lines.flat().filter(({ kind }) => kind !== 'discrepancy' && kind !== 'transfer-in');
      expect(new Set(reports.map(({ id }) => id)).size).toBe(reports.length);
      expect(reports).toHaveLength([...taken.values()].reduce((sum, one) => sum + one, 0));
      expect(new Set(lines.flat().map(({ by }) => by))).toEqual(new Set(reports.length === 0 ? [] : [POINT_MEMBER]));
    }),
    { seed: 64, numRuns: 25, ...SHRINK_MS },
  );
  await expectRowsDerived(api);
});
