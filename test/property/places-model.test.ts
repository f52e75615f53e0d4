import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { finishPendingWork } from '#shared/services/pending-work/finish-pending-work.ts';
import { type Api, type Ask, OFFICER, type Reply, startApi } from '#test/support/api.ts';
import { FAULTS, type FaultKind, type Injection, type Trouble, troubleFor } from '#test/support/faults.ts';
import {
  approve,
  assignBooth,
  emptyHall,
  type Hall,
  holderOf,
  refuse,
  releaseBooth,
  resize,
  runJob,
  type Turn,
  takeTurn,
  turnOf,
  visibleState,
  waitingPlace,
  waitingPlaceAtMost,
  withdraw,
} from '#test/support/places-model.ts';
import { registrationNow, registrationsOf, rules, trainingClass } from '#test/support/registrations.ts';
import { expectRowsDerived } from '#test/support/table.ts';

// People register, leave and come again at one event, while officers decide, give booths and change the number of places, and
// while writes fail at any step; what comes of it is held against the plain model in test/support/places-model.ts.

const START = Date.parse('2026-11-23T03:00:00.000Z');
const MINUTE = 60_000;
const PEOPLE = 6;
/** A failure is shown as short as it has become by then. */
const SHRINK_MS = { interruptAfterTimeLimit: 500_000, markInterruptAsFailure: true };

let api: Api;
let trouble: Trouble;
beforeAll(async () => {
  api = await startApi({ stream: false });
  trouble = troubleFor(api);
});
beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  // Pauses between attempts are full jitter: nothing of the longest.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(async () => {
  trouble.stop();
  await api.stop();
});

type Wish =
  | { kind: 'register' | 'withdraw' | 'refuse' | 'approve'; person: number }
  | { kind: 'give'; person: number; booth: string }
  | { kind: 'take'; booth: string }
  | { kind: 'resize'; capacity: number };

/**
 * A request as it was sent, and the answer that every repetition with its key must give: a conflict or an outage is none. What
 * is put, patched or deleted goes by no key and is judged anew.
 */
type Sent = { wish: Wish; key: string; registration: string; answer?: string };

type World = {
  event: string;
  hall: Hall;
  ids: Map<Turn, string>;
  sent: Sent[];
  /** Who was seen with a place. */
  wereIn: Set<string>;
};

const reached = new Set<string>();

const personOf = ({ event }: World, person: number): string => `${event}-${person}`;
const nameOf = (person: number): string => `Học viên ${person}`;

const requestOf = async (world: World, { wish, key, registration }: Sent): Promise<[string, string, Ask]> => {
  const { event } = world;
  const headers = { 'idempotency-key': key };
  const path = `/v1/registrations/${registration}/${wish.kind}`;
  switch (wish.kind) {
    case 'register':
      return [
        'POST',
        `/v1/events/${event}/registrations`,
        { as: personOf(world, wish.person), body: { name: nameOf(wish.person) }, headers },
      ];
    case 'withdraw':
      return ['POST', path, { as: personOf(world, wish.person), body: {}, headers }];
    case 'refuse':
      return ['POST', path, { as: OFFICER, body: { reason: 'Trùng nội dung' }, headers }];
    case 'approve':
      return ['POST', path, { as: OFFICER, body: {}, headers }];
    case 'give':
      return ['PUT', `/v1/events/${event}/booths/${wish.booth}`, { as: OFFICER, body: { registration } }];
    case 'take':
      return ['DELETE', `/v1/events/${event}/booths/${wish.booth}`, { as: OFFICER }];
    case 'resize': {
      const { etag = '' } = (await api.ask('GET', `/v1/me/events/${event}`, { as: OFFICER })).headers;
      const approval = world.hall.needsApproval;
      const registration = rules({ audience: 'people', minStars: null, capacity: wish.capacity, approval });
      return ['PATCH', `/v1/events/${event}`, { as: OFFICER, body: { registration }, headers: { 'if-match': etag } }];
    }
  }
};

/** The status that the rules give; the hall is changed where they let it happen. */
const judge = (hall: Hall, wish: Wish): number => {
  switch (wish.kind) {
    case 'register':
      if (turnOf(hall, wish.person)?.state === 'live') return 409;
      takeTurn(hall, wish.person);
      return 201;
    case 'withdraw':
      return withdraw(hall, wish.person) ? 200 : 409;
    case 'refuse':
      return refuse(hall, wish.person) ? 200 : 409;
    case 'approve':
      return approve(hall, wish.person) ? 200 : 409;
    case 'give':
      return assignBooth(hall, wish.person, wish.booth) ? 200 : 409;
    case 'take':
      return releaseBooth(hall, wish.booth) ? 204 : 404;
    case 'resize':
      return resize(hall, wish.capacity) ? 200 : 409;
  }
};

/** How many tickets a request has taken: counts that were not struck before they took effect. */
const queueNumbersOf = (calls: readonly FaultKind['on'][], injection: Injection | undefined): number => {
  const counts = calls.filter((call) => call === 'count').length;
  if (injection?.kind.on !== 'count' || injection.kind.lost) return counts;
  const struck = injection.lasting ? Math.max(0, counts - injection.at) : Number(counts > injection.at);
  return counts - struck;
};

/** Whether a request did what it should although nobody was told: without a key nothing finds its answer. */
const isDoneUnseen = (method: string, calls: readonly FaultKind['on'][], injection: Injection | undefined): boolean =>
  method !== 'POST' &&
  injection?.kind.on === 'write' &&
  injection.kind.lost === true &&
  calls.filter((call) => call === 'write').length > injection.at;

const tell = ({ status, text }: Pick<Reply, 'status' | 'text'>): string => `${status} ${text}`;

/** Sends a request, for the first time or again, perhaps into trouble, and holds the answer against what the rules say. */
const sendAndJudge = async (world: World, sent: Sent, injection?: Injection): Promise<void> => {
  const { hall, ids } = world;
  const { wish } = sent;
  const [method, path, ask] = await requestOf(world, sent);
  const { reply, calls, transactions } = await trouble.ask(method, path, ask, injection);
  if (sent.answer !== undefined) {
    expect(tell(reply)).toBe(sent.answer);
    expect([reply.headers['idempotency-replayed'], transactions.length]).toEqual(['true', 0]);
    reached.add('replayed');
    return;
  }
  const isCutOff = reply.status === 503;
  if (isCutOff) expect(injection?.lasting).toBe(true);
  const isRegistered = reply.status === 201;
  const nobodys = queueNumbersOf(calls, injection) - Number(isRegistered);
  for (let turn = 0; turn < nobodys; turn += 1) takeTurn(hall, null);
  reached.add(nobodys > 0 ? `${reply.status} and a gap` : `${wish.kind} ${reply.status}`);
  if (isCutOff) {
    if (isDoneUnseen(method, calls, injection)) judge(hall, wish);
    return;
  }
  expect(reply.status, reply.text).toBe(judge(hall, wish));
  if (method === 'POST' && reply.status !== 409) sent.answer = tell(reply);
  const turn = 'person' in wish ? turnOf(hall, wish.person) : undefined;
  if (isRegistered && turn) {
    ids.set(turn, reply.body.id);
    expect(reply.body).toMatchObject({ ticket: hall.turns.length, status: visibleState(hall, turn) });
  }
};

/** Holds the organiser's list, what one person sees, and what must never be against the hall. */
const expectHall = async ({ event, hall, ids, wereIn }: World): Promise<void> => {
  const rows = await registrationsOf(api, event);
  const wanted = hall.turns.flatMap((turn, index) =>
    turn.person === null
      ? []
      : [
          {
            id: ids.get(turn),
            ticket: index + 1,
            name: nameOf(turn.person),
            status: visibleState(hall, turn),
            approved: turn.isApproved,
            booth: turn.booth,
            waitingPlace: waitingPlace(hall, turn),
          },
        ],
  );
  expect(
    rows.map(({ id, ticket, contact, status, approval, booth, waitingPlace }) => ({
      id,
      ticket,
      name: contact.name,
      status,
      approved: approval === 'given',
      booth,
      waitingPlace,
    })),
  ).toEqual(wanted);

  const inside = rows.filter(({ status }) => status === 'confirmed' || status === 'pending');
  expect(inside.length).toBeLessThanOrEqual(hall.capacity);
  for (const { id, status } of rows) if (wereIn.has(id)) expect(status).not.toBe('waiting');
  for (const { id } of inside) wereIn.add(id);
  const booths = rows.flatMap(({ booth }) => booth ?? []);
  expect(new Set(booths).size).toBe(booths.length);
};

/** What a person is told of the own registration, alone and among all of the own. */
const expectOwn = async (world: World, person: number): Promise<void> => {
  const { event, hall, ids } = world;
  const as = personOf(world, person);
  const mine = hall.turns.filter((turn) => turn.person === person);
  const { body } = await api.ask('GET', '/v1/me/registrations', { as });
  // Of one millisecond the order is by chance.
  expect(new Map(body.items.map(({ id, status }: { id: string; status: string }) => [id, status]))).toEqual(
    new Map(mine.map((turn) => [ids.get(turn), visibleState(hall, turn)])),
  );
  const last = mine.at(-1);
  if (!last) return;
  const now = await registrationNow(api, ids.get(last) ?? '', as);
  expect(now).toMatchObject({ event: { id: event }, status: visibleState(hall, last), booth: last.booth });
  const place = waitingPlace(hall, last);
  if (place === null) expect(now.waitingPlace).toBeNull();
  else {
    expect(now.waitingPlace).toBeGreaterThanOrEqual(place);
    expect(now.waitingPlace).toBeLessThanOrEqual(waitingPlaceAtMost(hall, last));
  }
};

/** The people whom a wish moves. */
const meant = ({ hall }: World, wish: Wish): number | undefined =>
  'person' in wish ? wish.person : wish.kind === 'take' ? (holderOf(hall, wish.booth)?.person ?? undefined) : undefined;

type Command = fc.AsyncCommand<World, World>;

const WORDS: Record<Wish['kind'], string> = {
  register: 'registers',
  withdraw: 'withdraws',
  refuse: 'is refused',
  approve: 'is approved',
  give: 'gets booth',
  take: 'free again: booth',
  resize: 'places are now',
};

const showTrouble = (injection: Injection | undefined): string =>
  injection ? `, ${injection.kind.name} ${injection.lasting ? 'from' : 'at'} ${injection.kind.on} ${injection.at}` : '';

class Request implements Command {
  readonly wish: Wish;
  readonly injection: Injection | undefined;
  constructor(wish: Wish, injection: Injection | undefined) {
    this.wish = wish;
    this.injection = injection;
  }
  /** Only of a registration that was made something can be asked. */
  check = ({ hall }: World): boolean =>
    this.wish.kind === 'register' || !('person' in this.wish) || turnOf(hall, this.wish.person) !== undefined;
  async run(world: World): Promise<void> {
    const { wish } = this;
    const turn = 'person' in wish ? turnOf(world.hall, wish.person) : undefined;
    const registration = (turn && world.ids.get(turn)) ?? '';
    const sent: Sent = { wish, key: `${world.event} no. ${world.sent.length}`, registration };
    world.sent.push(sent);
    const moved = meant(world, wish);
    await sendAndJudge(world, sent, this.injection);
    await expectHall(world);
    if (moved !== undefined) await expectOwn(world, moved);
  }
  // Of the wish alone: while a failure is made shorter, the same command runs in many histories.
  toString(): string {
    const { wish } = this;
    const what = 'booth' in wish ? ` ${wish.booth}` : 'capacity' in wish ? ` ${wish.capacity}` : '';
    return `\n  ${'person' in wish ? `${wish.person} ` : ''}${WORDS[wish.kind]}${what}${showTrouble(this.injection)}`;
  }
}

class Again implements Command {
  readonly back: number;
  constructor(back: number) {
    this.back = back;
  }
  private which = ({ sent }: World): Sent | undefined => sent.at(-1 - this.back);
  /** A verb that was not answered is meant for the registration of then: another one may have come since. */
  check = (world: World): boolean => {
    const sent = this.which(world);
    if (!sent) return false;
    const { wish } = sent;
    if (sent.answer !== undefined || wish.kind === 'register' || !('person' in wish)) return true;
    const turn = turnOf(world.hall, wish.person);
    return turn !== undefined && world.ids.get(turn) === sent.registration;
  };
  async run(world: World): Promise<void> {
    const sent = this.which(world);
    if (sent) await sendAndJudge(world, sent);
    await expectHall(world);
  }
  toString = (): string => `\n  the ${['last', 'last but one', 'third last', 'fourth last'][this.back]} request again`;
}

class Job implements Command {
  check = (): boolean => true;
  async run(world: World): Promise<void> {
    await finishPendingWork(api.context('system:schedules'));
    runJob(world.hall, api.clock.now.getTime());
    if (world.hall.turns.some(({ state }) => state === 'void')) reached.add('void');
    await expectHall(world);
  }
  toString = (): string => '\n  the job runs';
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

const LOST_COUNT: FaultKind = {
  name: 'a lost answer',
  on: 'count',
  lost: true,
  error: () => Object.assign(new Error('TimeoutError'), { name: 'TimeoutError' }),
};

const injections = (kinds: readonly FaultKind[]): fc.Arbitrary<Injection> =>
  fc
    .record({ kind: fc.constantFrom(...kinds), at: fc.constantFrom(0, 0, 1, 2), lasting: fc.boolean() })
    .map(({ kind, at, lasting }) => ({ kind, at, ...(lasting ? { lasting } : {}) }));
const troubles = fc.oneof(
  { weight: 1, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: injections([...FAULTS.filter(({ on }) => on !== 'read'), LOST_COUNT]) },
);
const person = fc.nat({ max: PEOPLE - 1 });
const booth = fc.constantFrom('A1', 'A2', 'A3');
const verbs = fc.constantFrom<'withdraw' | 'refuse' | 'approve'>('withdraw', 'withdraw', 'refuse', 'approve');

const requests = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('register' as const), person }) },
  { weight: 4, arbitrary: fc.record({ kind: verbs, person }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('give' as const), person, booth }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('take' as const), booth }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('resize' as const), capacity: fc.integer({ min: 1, max: 5 }) }),
  },
);
const request = fc.tuple(requests, troubles).map(([wish, injection]) => new Request(wish, injection));

const begin = async (capacity: number, approval: boolean): Promise<World> => {
  api.clock.now = new Date(START);
  const { id: event } = await trainingClass(api, { capacity, approval });
  return { event, hall: emptyHall(capacity, approval), ids: new Map(), sent: [], wereIn: new Set() };
};

it('gives places, turns and booths as a plain model of the rules does, whatever write fails and whoever asks again', async () => {
  const commands = fc.commands(
    [
      request,
      request,
      request,
      request,
      fc.nat({ max: 3 }).map((back) => new Again(back)),
      fc.constant(new Job()),
      fc.constantFrom(4, 11).map((minutes) => new Wait(minutes)),
    ],
    { maxCommands: 50, size: 'max' },
  );
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.boolean(), commands, async (capacity, approval, history) => {
      const world = await begin(capacity, approval);
      await fc.asyncModelRun(() => ({ model: world, real: world }), history);
    }),
    { seed: 20_261_123, numRuns: 80, ...SHRINK_MS },
  );
  await expectRowsDerived(api);
  expect([...reached].sort()).toEqual(
    expect.arrayContaining([
      '201 and a gap',
      '503 and a gap',
      'approve 200',
      'give 200',
      'give 409',
      'refuse 200',
      'register 201',
      'register 409',
      'register 503',
      'replayed',
      'resize 200',
      'resize 409',
      'take 204',
      'void',
      'withdraw 200',
      'withdraw 409',
      'withdraw 503',
    ]),
  );
});
