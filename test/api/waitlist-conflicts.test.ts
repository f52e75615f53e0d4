import { AsyncLocalStorage } from 'node:async_hooks';
import {
  DynamoDBClient,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createReader, type Item, numberOf, stringOf } from '#shared/data/table/reader.ts';
import { finishPendingWork } from '#shared/services/pending-work/finish-pending-work.ts';
import { type Api, type Ask, OFFICER, type Reply, startApi } from '#test/support/api.ts';
import {
  askToRegister,
  personRegistered,
  registrationNow,
  registrationsOf,
  rules,
  trainingClass,
} from '#test/support/registrations.ts';
import { expectProblem } from '#test/support/responses.ts';
import { expectRowsDerived } from '#test/support/table.ts';

let api: Api;
const START = new Date('2026-11-23T03:00:00.000Z');

beforeAll(async () => {
  api = await startApi({ stream: false });
});
beforeEach(() => {
  api.clock.now = START;
});
afterEach(async () => {
  release();
  vi.restoreAllMocks();
  await expectRowsDerived(api);
});
afterAll(() => api.stop());

/** A write on its way to the table: a transaction, or the count of tickets. `text` holds what it is about. */
type Write = { on: 'transaction' | 'count'; text: string; pass: () => Promise<unknown> };

type Send = (this: DynamoDBClient, command: unknown, ...others: unknown[]) => Promise<unknown>;
const realSend = DynamoDBClient.prototype.send as Send;
const putInPlace = (send: Send): void => {
  DynamoDBClient.prototype.send = send as typeof DynamoDBClient.prototype.send;
};
const release = (): void => putInPlace(realSend);

/** Every write goes through `handle`, until it is released. */
const intercept = (handle: (write: Write) => Promise<unknown>): void =>
  putInPlace(function (this: DynamoDBClient, command, ...others) {
    const pass = () => realSend.call(this, command, ...others);
    if (command instanceof TransactWriteItemsCommand)
      return handle({ on: 'transaction', text: JSON.stringify(command.input), pass });
    return command instanceof UpdateItemCommand
      ? handle({ on: 'count', text: JSON.stringify(command.input), pass })
      : pass();
  });

type AuditAction = `registration.${'create' | 'withdraw' | 'refuse' | 'approve'}` | 'event.edit';

/** When a first request has decided on `deed` and is about to write it, `happens` comes in between. */
const between = (operation: AuditAction, happens: () => Promise<unknown>): void => {
  let isOver = false;
  intercept(async ({ text, pass }) => {
    if (!isOver && text.includes(operation)) {
      isOver = true;
      await happens();
    }
    return pass();
  });
};

/** Holds whoever comes until it is opened. */
const gate = (): { passed: Promise<void>; open: () => void } => {
  let open = (): void => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
};

/** Who waits for the answer of a request whose process may stop. */
const caller = new AsyncLocalStorage<{ breakOff: () => void }>();

/** The process stops here, without another step; who called hears nothing any more. */
const stop = (): Promise<never> => {
  caller.getStore()?.breakOff();
  return new Promise(() => {});
};

/** The answer, or undefined where the process stopped. */
const heard = (ask: () => Promise<Reply>): Promise<Reply | undefined> =>
  new Promise((resolve, reject) => {
    caller.run({ breakOff: () => resolve(undefined) }, () => ask().then(resolve, reject));
  });

/** Sends until it is answered: what broke off or was too busy is sent again as it was. */
const answered = async (ask: () => Promise<Reply>): Promise<Reply> => {
  for (;;) {
    const reply = await heard(ask);
    if (reply && reply.status !== 503) return reply;
  }
};

/** A sequence of numbers from 0 to 1 that is the same each time. */
const dice = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

const named = (name: string): Error => Object.assign(new Error(name), { name });
const CONFLICTS: Record<Write['on'], () => Error> = {
  transaction: () =>
    new TransactionCanceledException({
      message: '',
      CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
      $metadata: {},
    }),
  count: () => named('TransactionConflictException'),
};

type Met = Record<'throttled' | 'conflict' | 'lost' | 'stopped before' | 'stopped behind', number>;

/** Two of five writes are throttled, conflict, lose their answer after they took effect, or are where a process stops. */
const storm = (seed: number): Met => {
  const waitlist = dice(seed);
  const met: Met = { throttled: 0, conflict: 0, lost: 0, 'stopped before': 0, 'stopped behind': 0 };
  intercept(async ({ on, pass }) => {
    const chance = waitlist();
    if (chance < 0.12) {
      met.throttled += 1;
      throw named('ThrottlingException');
    }
    if (chance < 0.24) {
      met.conflict += 1;
      throw CONFLICTS[on]();
    }
    if (chance < 0.28) {
      met['stopped before'] += 1;
      return stop();
    }
    const answer = await pass();
    if (chance < 0.36) {
      met.lost += 1;
      throw named('TimeoutError');
    }
    if (chance < 0.4) {
      met['stopped behind'] += 1;
      return stop();
    }
    return answer;
  });
  // Pauses are full jitter: nearly nothing of the longest.
  vi.spyOn(Math, 'random').mockReturnValue(0.05);
  return met;
};

const times = <T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));
/** One after another, so that the order is known. */
const inTurn = async <T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> => {
  const made: T[] = [];
  for (let index = 0; index < count; index += 1) made.push(await make(index));
  return made;
};

const keyed = (key: string): Pick<Ask, 'headers'> => ({ headers: { 'idempotency-key': key } });
const registers = (event: string, as: string, key = `register ${as}`) =>
  askToRegister(api, event, { name: `Học viên ${as}` }, { as, ...keyed(`${key} ${event}`) });
const decides = (verb: 'withdraw' | 'refuse' | 'approve', id: string) =>
  api.ask('POST', `/v1/registrations/${id}/${verb}`, {
    as: OFFICER,
    body: { reason: 'Theo đề nghị' },
    ...keyed(`${verb} ${id}`),
  });
const withdrawn = async (id: string): Promise<void> => {
  const reply = await decides('withdraw', id);
  expect(reply.status, reply.text).toBe(200);
};

/** Changes the number of places of what the officer sees now. */
const offers = async (event: string, capacity: number, approval = false): Promise<Reply> => {
  const { etag = '' } = (await api.ask('GET', `/v1/me/events/${event}`, { as: OFFICER })).headers;
  const registration = rules({ audience: 'people', minStars: null, capacity, approval });
  return api.ask('PATCH', `/v1/events/${event}`, {
    as: OFFICER,
    headers: { 'if-match': etag },
    body: { registration },
  });
};

const minutesLater = (minutes: number): void => {
  api.clock.now = new Date(api.clock.now.getTime() + minutes * 60_000);
};
const job = () => finishPendingWork(api.context('system:schedules'));
/** The job as often as it takes until tickets without a registration are void. */
const jobTwice = async (): Promise<void> => {
  await job();
  minutesLater(10);
  await job();
};

type Row = { id: string; ticket: number; status: string; waitingPlace: number | null; contact: { name: string } };
const rowsOf = (event: string): Promise<Row[]> => registrationsOf(api, event);
const isLive = ({ status }: Row): boolean => status !== 'withdrawn' && status !== 'refused';
const isInside = ({ status }: Row): boolean => status === 'confirmed' || status === 'pending';
const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** The tickets of an event as they are stored, past everything that reads them. */
const stored = async (event: string) => {
  const reader = createReader(api.settings);
  const waitlist = await reader.get({ pk: event, sk: 'roll' }, { consistent: true });
  const rows: Item[] = [];
  for (let after: string | undefined, more = true; more; ) {
    const page = await reader.query({
      pk: `registrations#${event}`,
      consistent: true,
      ...(after === undefined ? {} : { after }),
    });
    rows.push(...page.items);
    const last = page.items.at(-1);
    after = last && stringOf(last, 'sk');
    more = page.more;
  }
  const lastQueueNumber = rows.map((row) => ({ ticket: Number(stringOf(row, 'sk')), isReleased: 'released' in row }));
  return {
    given: waitlist ? numberOf(waitlist, 'tickets') : 0,
    admittedUpTo: waitlist ? numberOf(waitlist, 'boundary') : 0,
    found: lastQueueNumber.map(({ ticket }) => ticket),
    released: lastQueueNumber.filter(({ isReleased }) => isReleased).map(({ ticket }) => ticket),
  };
};

/** Up to the boundary stand as many tickets as there are places, not counting those that were given back. */
const expectAdmittedUpTo = async (event: string, capacity: number): Promise<void> => {
  const { admittedUpTo: boundary, released } = await stored(event);
  expect(boundary - released.filter((ticket) => ticket <= boundary).length).toBe(capacity);
  expect(released).not.toContain(boundary);
};

/** Nothing is missing: the first ones in the order of tickets are in, all others wait at their places. */
const expectFull = async (event: string, capacity: number): Promise<Row[]> => {
  await expectAdmittedUpTo(event, capacity);
  const { given, found } = await stored(event);
  expect(found).toEqual(upTo(given));
  const rows = await rowsOf(event);
  const lastQueueNumber = rows.map(({ ticket }) => ticket);
  expect(lastQueueNumber).toEqual([...new Set(lastQueueNumber)].toSorted((a, b) => a - b));
  const standing = rows.filter(isLive);
  expect(standing.map((row) => [row.ticket, isInside(row), row.waitingPlace])).toEqual(
    standing.map(({ ticket }, index) => [ticket, index < capacity, index < capacity ? null : index - capacity + 1]),
  );
  return rows;
};

/** A class with so many places; the people register in turn. Returns their registrations in that order. */
const taken = async (capacity: number, people: number, over: { approval?: boolean } = {}) => {
  const { id: event } = await trainingClass(api, { capacity, ...over });
  const ids: string[] = await inTurn(
    people,
    async (index) => (await personRegistered(api, event, `person-${index}`)).id,
  );
  const id = (index: number): string => ids[index] ?? '';
  const inside = async () => (await rowsOf(event)).filter(isInside).map((row) => ids.indexOf(row.id));
  return { event, ids, id, inside };
};

/** Looks as long as `work` goes on: there are never more tickets in than places, and who was in stays in. */
const watched = async <T>(event: string, capacity: number, work: Promise<T>): Promise<T> => {
  let isOver = false;
  const wereIn = new Set<string>();
  const watch = async (): Promise<void> => {
    while (!isOver) {
      const reply = await api.ask('GET', `/v1/events/${event}/registrations`, { as: OFFICER, query: { limit: 100 } });
      for (const row of reply.body.items as Row[]) {
        if (wereIn.has(row.id)) expect(row.status).not.toBe('waiting');
        if (isInside(row)) wereIn.add(row.id);
      }
      const { admittedUpTo: boundary, found, released } = await stored(event);
      const inside = found.filter((ticket) => ticket <= boundary && !released.includes(ticket));
      expect(inside.length).toBeLessThanOrEqual(capacity);
    }
  };
  const done = work.finally(() => {
    isOver = true;
  });
  // Both to their end: what goes on behind a failure would strike the next test.
  const [, seen] = await Promise.allSettled([done, watch()]);
  if (seen.status === 'rejected') throw seen.reason;
  return done;
};

describe('five hundred people at once, for forty places, while writes fail in every way', () => {
  it('are forty who are in and 460 who wait in order; of those who leave each lets in the next', async () => {
    const { id: event } = await trainingClass(api, { capacity: 40 });
    const met = storm(2026);
    const rush = () => times(500, (index) => answered(() => registers(event, `person-${index}`)));
    const replies = await watched(event, 40, rush());
    expect(Math.min(...Object.values(met))).toBeGreaterThan(20);
    // Nobody ever saw anything but this and what asks to be sent again.
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    await expectAdmittedUpTo(event, 40);
    const again = await rush();
    expect(again.map(({ text }) => text)).toEqual(replies.map(({ text }) => text));
    release();

    const early = new Map((await rowsOf(event)).map((row) => [row.id, row]));
    expect(early.size).toBe(500);
    expect([...early.values()].filter(isInside).length).toBeLessThanOrEqual(40);
    for (const { body } of replies) {
      expect(early.get(body.id)?.ticket).toBe(body.ticket);
      if (body.status === 'confirmed') expect(early.get(body.id)?.status).toBe('confirmed');
      else expect([body.status, body.ticket > 40]).toEqual(['waiting', true]);
    }

    await job();
    minutesLater(9);
    await job();
    expect((await stored(event)).found.length).toBeLessThan((await stored(event)).given);
    minutesLater(1);
    await job();
    await job();
    const full = await expectFull(event, 40);
    expect(full.map(({ status }) => status)).toEqual(upTo(500).map((at) => (at <= 40 ? 'confirmed' : 'waiting')));
    for (const row of full) if (early.get(row.id)?.status === 'confirmed') expect(row.status).toBe('confirmed');
    for (const at of [0, 39]) expect((await registrationNow(api, full[at]?.id ?? '')).waitingPlace).toBeNull();
    // Whoever asks alone is told a place that is not better than it is.
    for (const at of [40, 41, 499])
      expect((await registrationNow(api, full[at]?.id ?? '')).waitingPlace).toBeGreaterThanOrEqual(at - 39);

    storm(11);
    const leaving = [...full.slice(5, 35), ...full.slice(40, 44), ...full.slice(60, 76)];
    const left = await watched(
      event,
      40,
      Promise.all(leaving.map(({ id }) => answered(() => decides('withdraw', id)))),
    );
    release();
    expect(new Set(left.map(({ status }) => status))).toEqual(new Set([200]));
    const after = (await expectFull(event, 40)).filter(isLive);
    expect(idsOf(after)).toEqual(idsOf(full.filter((row) => !leaving.includes(row))));
  });
});

describe('a process that stops between the ticket and the registration', () => {
  const cutOff = async (event: string, as: string, where: 'before' | 'behind'): Promise<void> => {
    intercept(async ({ on, text, pass }) => {
      if (where === 'before' && text.includes('registration.create')) return stop();
      const answer = await pass();
      return where === 'behind' && on === 'count' ? stop() : answer;
    });
    expect(await heard(() => registers(event, as))).toBeUndefined();
    release();
  };

  it.each(['before', 'behind'] as const)('leaves a place that the job gives to the next (%s)', async (where) => {
    const { event, id, inside } = await taken(2, 1);
    await cutOff(event, 'lost', where);
    const next = await personRegistered(api, event, 'next');
    expect([next.ticket, next.status]).toEqual([3, 'waiting']);
    expect((await registrationNow(api, next.id)).waitingPlace).toBe(1);
    await job();
    minutesLater(9);
    await job();
    expect(await inside()).toEqual([0]);
    minutesLater(1);
    await job();
    expect(idsOf((await expectFull(event, 2)).filter(isInside))).toEqual([id(0), next.id]);
  });

  it('takes nothing from anybody while it waited, and is no place for the next one afterwards', async () => {
    const { event, id, inside } = await taken(2, 3);
    await cutOff(event, 'lost', 'before');
    await personRegistered(api, event, 'last');
    await jobTwice();
    expect(await inside()).toEqual([0, 1]);
    expect((await rowsOf(event)).map(({ waitingPlace }) => waitingPlace)).toEqual([null, null, 1, 2]);
    await withdrawn(id(0));
    await withdrawn(id(1));
    const rows = await expectFull(event, 2);
    expect(rows.filter(isInside).map(({ ticket }) => ticket)).toEqual([3, 5]);
  });

  it('is let in before the job has seen that nobody comes, and still leaves no place empty', async () => {
    const { event, id } = await taken(1, 1);
    await cutOff(event, 'lost', 'before');
    const next = await personRegistered(api, event, 'next');
    await withdrawn(id(0));
    expect((await registrationNow(api, next.id)).status).toBe('waiting');
    await jobTwice();
    expect(idsOf((await expectFull(event, 1)).filter(isInside))).toEqual([next.id]);
  });

  it('is one whose caller may send it again: that is a new ticket, at the end', async () => {
    const { event } = await taken(3, 1);
    await cutOff(event, 'lost', 'before');
    await personRegistered(api, event, 'other');
    const again = await registers(event, 'lost');
    expect([again.status, again.body.ticket, again.body.status]).toEqual([201, 4, 'waiting']);
    await jobTwice();
    expect((await expectFull(event, 3)).every(isInside)).toBe(true);
  });

  it('may be the job itself: the next run does the rest, and no place is given twice', async () => {
    const { event } = await taken(3, 1);
    for (const as of ['lost-1', 'lost-2', 'lost-3']) await cutOff(event, as, 'before');
    await inTurn(4, (index) => personRegistered(api, event, `late-${index}`));
    await job();
    minutesLater(10);
    let writes = 0;
    intercept(async ({ pass }) => {
      writes += 1;
      if (writes === 2) throw named('ValidationException');
      return pass();
    });
    await expect(job()).rejects.toThrow();
    release();
    await expectAdmittedUpTo(event, 3);
    await Promise.all([job(), job(), job()]);
    const rows = await expectFull(event, 3);
    expect(rows.filter(isInside).map(({ ticket }) => ticket)).toEqual([1, 5, 6]);
  });

  it('may only be slow: ten that come when the job has given their places away take new tickets', async () => {
    const { event, ids } = await taken(5, 1);
    const [allHeld, isOver] = [gate(), gate()];
    let held = 0;
    intercept(async ({ text, pass }) => {
      if (text.includes('registration.create') && text.includes('slow-') && held < 10) {
        held += 1;
        if (held === 10) allHeld.open();
        await isOver.passed;
      }
      return pass();
    });
    const slow = times(10, (index) => registers(event, `slow-${index}`));
    await allHeld.passed;
    const quick = await inTurn(3, (index) => personRegistered(api, event, `quick-${index}`));
    await jobTwice();
    isOver.open();
    const replies = await slow;
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 201));
    await jobTwice();
    const rows = await expectFull(event, 5);
    expect(idsOf(rows.slice(0, 4))).toEqual([...ids, ...idsOf(quick)]);
    for (const { body } of replies) {
      const row = rows.find(({ id }) => id === body.id);
      expect([row?.ticket, row?.status]).toEqual([body.ticket, body.status]);
    }
  });

  it('meets the job at the very same ticket: one of the two has it', async () => {
    const { event } = await taken(2, 2);
    await cutOff(event, 'lost', 'before');
    await job();
    minutesLater(10);
    // The job has found nothing under the ticket and is about to make it void, when the other one leaves and lets it in.
    let isOver = false;
    intercept(async ({ text, pass }) => {
      if (!isOver && text.includes('released')) {
        isOver = true;
        await withdrawn((await rowsOf(event))[0]?.id ?? '');
      }
      return pass();
    });
    await job();
    expect((await personRegistered(api, event, 'next')).status).toBe('confirmed');
    await expectFull(event, 2);
  });
});

describe('two at once', () => {
  it('who are in leave: exactly two come in', async () => {
    const { event, id, inside } = await taken(3, 8);
    between('registration.withdraw', () => withdrawn(id(1)));
    await withdrawn(id(0));
    expect(await inside()).toEqual([2, 3, 4]);
    await expectFull(event, 3);
  });

  it('leave, one who is in and the first that waits: the second that waits comes in', async () => {
    const { event, id, inside } = await taken(2, 5);
    between('registration.withdraw', () => withdrawn(id(2)));
    await withdrawn(id(0));
    expect(await inside()).toEqual([1, 3]);
    await expectFull(event, 2);
  });

  it('leave, the first that waits and one who is in, who lets it in meanwhile: the second that waits comes in', async () => {
    const { event, id, inside } = await taken(2, 5);
    between('registration.withdraw', () => withdrawn(id(0)));
    await withdrawn(id(2));
    expect(await inside()).toEqual([1, 3]);
    await expectFull(event, 2);
  });

  it('are a withdrawal and a refusal of the same registration: one of them counts, and one place is free', async () => {
    const { event, id, inside } = await taken(2, 4, { approval: true });
    between('registration.withdraw', async () => expect((await decides('refuse', id(0))).status).toBe(200));
    expectProblem(await decides('withdraw', id(0)), 409, 'state_conflict');
    expect(await inside()).toEqual([1, 2]);
    await expectFull(event, 2);
  });

  it('are more places and a withdrawal: as many come in as both make room for', async () => {
    const { event, id, inside } = await taken(2, 9);
    between('event.edit', () => withdrawn(id(1)));
    expect((await offers(event, 5)).status).toBe(200);
    expect(await inside()).toEqual([0, 2, 3, 4, 5]);
    between('registration.withdraw', async () => expect((await offers(event, 7)).status).toBe(200));
    await withdrawn(id(0));
    expect(await inside()).toEqual([2, 3, 4, 5, 6, 7, 8]);
    await expectFull(event, 7);
  });

  it('are more places and a withdrawal of one who would come in: the one behind comes in', async () => {
    const { event, id, inside } = await taken(2, 6);
    between('event.edit', () => withdrawn(id(3)));
    expect((await offers(event, 4)).status).toBe(200);
    expect(await inside()).toEqual([0, 1, 2, 4]);
    await expectFull(event, 4);
  });

  it('are a withdrawal where nobody waits and a rush in which the first that waits leaves: the second comes in', async () => {
    const { event, id, inside } = await taken(3, 2);
    let rush: Row[] = [];
    between('registration.withdraw', async () => {
      rush = await inTurn(3, (index) => personRegistered(api, event, `rush-${index}`));
      await withdrawn(rush[1]?.id ?? '');
    });
    await withdrawn(id(0));
    expect(await inside()).toHaveLength(3);
    const rows = await expectFull(event, 3);
    expect(idsOf(rows.filter(isInside))).toEqual([id(1), rush[0]?.id, rush[2]?.id]);
  });

  it('are withdrawals where nobody waits, and a change of the places: all of them are free for who comes', async () => {
    const { event, id } = await taken(6, 4);
    between('event.edit', () => Promise.all([withdrawn(id(0)), withdrawn(id(1))]));
    expect((await offers(event, 5)).status).toBe(200);
    const late = await inTurn(4, (index) => personRegistered(api, event, `late-${index}`));
    expect(late.map(({ status }) => status)).toEqual(['confirmed', 'confirmed', 'confirmed', 'waiting']);
    await expectFull(event, 5);
  });

  it('are fewer places and a registration that takes one of them: there are no fewer places', async () => {
    const { event, inside } = await taken(5, 3);
    between('event.edit', () => personRegistered(api, event, 'meanwhile'));
    expectProblem(await offers(event, 3), 409, 'state_conflict');
    expect(await inside()).toHaveLength(4);
    await expectFull(event, 5);
    expect((await offers(event, 4)).status).toBe(200);
    expect((await personRegistered(api, event, 'too-late')).status).toBe('waiting');
    await expectFull(event, 4);
  });

  it('are registrations of one person: one of them counts, and the other leaves no place empty', async () => {
    const { event } = await taken(2, 1);
    let second: Reply | undefined;
    between('registration.create', async () => {
      second = await registers(event, 'twice', 'another key');
    });
    expectProblem(await registers(event, 'twice'), 409, 'already_exists');
    expect([second?.status, second?.body.ticket]).toEqual([201, 3]);
    // Without the job: what was taken in vain is given back at once.
    const rows = await expectFull(event, 2);
    expect(rows.map(({ ticket, status }) => [ticket, status])).toEqual([
      [1, 'confirmed'],
      [3, 'confirmed'],
    ]);
  });

  it('are twenty registrations of one person, with keys and without: one of them counts', async () => {
    const { event } = await taken(2, 1);
    const replies = await times(20, (index) =>
      index % 2 === 0
        ? registers(event, 'many', `key ${index % 8}`)
        : askToRegister(api, event, { name: 'Học viên' }, { as: 'many' }),
    );
    const ids = new Set(replies.filter(({ status }) => status === 201).map(({ body }) => body.id));
    expect(ids.size).toBe(1);
    for (const reply of replies) if (reply.status !== 201) expectProblem(reply, 409, 'already_exists');
    const rows = await expectFull(event, 2);
    expect(rows.map(isInside)).toEqual([true, true]);
  });

  it('are a withdrawal and another registration of the same person: the new one is at the end', async () => {
    const { event, id, inside } = await taken(2, 4);
    let again: Reply | undefined;
    between('registration.create', async () => {
      await withdrawn(id(0));
      again = await registers(event, 'person-0', 'again');
    });
    // The one that is held in between is of somebody else, and goes on behind.
    const other = await registers(event, 'person-9');
    expect([other.body.ticket, again?.body.ticket, again?.body.status]).toEqual([5, 6, 'waiting']);
    expect(await inside()).toEqual([1, 2]);
    const rows = await expectFull(event, 2);
    expect(rows.map(({ status }) => status)).toEqual([
      'withdrawn',
      'confirmed',
      'confirmed',
      'waiting',
      'waiting',
      'waiting',
    ]);
  });
});

describe('an event that needs approval', () => {
  it('holds a place for who is undecided, and gives it to the next when it is refused', async () => {
    const { event, id } = await taken(2, 4, { approval: true });
    const statuses = async () => (await rowsOf(event)).map(({ status }) => status);
    expect(await statuses()).toEqual(['pending', 'pending', 'waiting', 'waiting']);
    between('registration.approve', async () => expect((await decides('refuse', id(0))).status).toBe(200));
    // Decided while it waited, and written when it had come in.
    expect((await decides('approve', id(2))).status).toBe(200);
    expect(await statuses()).toEqual(['refused', 'pending', 'confirmed', 'waiting']);
    await expectFull(event, 2);
  });

  it('refuses twelve and approves eight at once: the next twelve come in', async () => {
    const { event, id, inside } = await taken(20, 36, { approval: true });
    storm(5);
    const replies = await times(20, (index) => answered(() => decides(index < 12 ? 'refuse' : 'approve', id(index))));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    release();
    expect(await inside()).toEqual(upTo(20).map((at) => at + 11));
    await expectFull(event, 20);
  });
});

describe('everything at once', () => {
  it.each([1, 2, 3])('leaves every place to whom it belongs (storm %i)', async (seed) => {
    const { event, ids } = await taken(10, 40);
    const was = await rowsOf(event);
    storm(seed);
    const leaving = ids.filter((_, index) => index % 3 === 0);
    const back = leaving.slice(0, 4);
    const comes = (as: string, key: string) => answered(() => registers(event, as, `${seed} ${key}`));
    const work = Promise.all([
      ...leaving.map(async (id) => {
        const reply = await answered(() => decides('withdraw', id));
        if (!back.includes(id) || reply.status !== 200) return [reply];
        return [reply, await comes(`person-${ids.indexOf(id)}`, `back ${id}`)];
      }),
      ...upTo(15).map(async (index) => [await comes(`new-${index}`, `new ${index}`)]),
      (async () => [await answered(() => offers(event, 14))])(),
    ]);
    const replies = (await watched(event, 14, work)).flat();
    release();
    for (const reply of replies) expect([200, 201], reply.text).toContain(reply.status);
    await expectAdmittedUpTo(event, 14);
    await jobTwice();

    const rows = await expectFull(event, 14);
    const stay = idsOf(was).filter((id) => !leaving.includes(id));
    const standing = idsOf(rows.filter(isLive));
    expect(standing.slice(0, stay.length)).toEqual(stay);
    expect(standing).toHaveLength(stay.length + 4 + 15);
    for (const { status, body } of replies) {
      if (status !== 201) continue;
      const row = rows.find(({ id }) => id === body.id);
      expect(row?.ticket).toBe(body.ticket);
      expect(body.ticket).toBeGreaterThan(40);
      if (body.status === 'confirmed') expect(row?.status).toBe('confirmed');
    }
  });
});
