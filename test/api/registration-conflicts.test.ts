import {
  DynamoDBClient,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createReader } from '#shared/data/table/reader.ts';
import { finishPendingWork } from '#shared/services/pending-work/finish-pending-work.ts';
import { type Api, OFFICER, type Reply, startApi } from '#test/support/api.ts';
import {
  askToRegister,
  fair,
  personRegistered,
  productRegistered,
  registrationsOf,
  starredProduct,
  trainingClass,
} from '#test/support/registrations.ts';
import { expectProblem } from '#test/support/responses.ts';
import { expectRowsDerived } from '#test/support/table.ts';

let api: Api;

beforeAll(async () => {
  api = await startApi({ stream: false });
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => api.stop());

const realSend = DynamoDBClient.prototype.send;
const named = (name: string): Error => Object.assign(new Error(name), { name });
const conflict = () =>
  new TransactionCanceledException({
    message: '',
    CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
    $metadata: {},
  });

/** A sequence of numbers from 0 to 1 that is the same each time. */
const dice = (seed: number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

type Storm = { refused: number; conflicts: number; lost: number; stop: () => void };

/** Every third write meets throttling, a conflict, or loses its answer after it took effect. */
const storm = (seed: number): Storm => {
  const random = dice(seed);
  const met: Storm = { refused: 0, conflicts: 0, lost: 0, stop: () => mock.restore() };
  const mock = mockClient(DynamoDBClient);
  const strike = async (conflicting: Error, pass: () => Promise<unknown>): Promise<unknown> => {
    const chance = random();
    if (chance < 0.12) {
      met.refused += 1;
      throw named('ThrottlingException');
    }
    if (chance < 0.24) {
      met.conflicts += 1;
      throw conflicting;
    }
    const answer = await pass();
    if (chance < 0.32) {
      met.lost += 1;
      throw named('TimeoutError');
    }
    return answer;
  };
  const through = (client: unknown, command: unknown): Promise<unknown> =>
    (realSend as unknown as (this: unknown, command: unknown) => Promise<unknown>).call(client, command);
  mock
    .on(TransactWriteItemsCommand)
    .callsFake((input, client) => strike(conflict(), () => through(client(), new TransactWriteItemsCommand(input))));
  mock
    .on(UpdateItemCommand)
    .callsFake((input, client) =>
      strike(named('TransactionConflictException'), () => through(client(), new UpdateItemCommand(input))),
    );
  return met;
};

const times = <T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

const ASKED_AT_MOST = 5;

/** Asks until the answer is settled: an outage asks to be asked again, but not without end. */
const outcomes = async (ask: () => Promise<Reply>): Promise<Reply> => {
  for (let asked = 1; ; asked += 1) {
    const reply = await ask();
    if (reply.status !== 503 || asked === ASKED_AT_MOST) return reply;
  }
};

/** The recurring job as often as it takes to find tickets that got no registration. */
const jobRuns = async (): Promise<void> => {
  await finishPendingWork(api.context('system:schedules'));
  api.clock.now = new Date(api.clock.now.getTime() + 11 * 60_000);
  await finishPendingWork(api.context('system:schedules'));
};

const expectRows = async (): Promise<void> => {
  await expectRowsDerived(api);
};

// biome-ignore lint/suspicious/noExplicitAny: rows of answers.
type Rows = any[];
const inOf = (rows: Rows) => rows.filter(({ status }) => status === 'confirmed');
const waitingOf = (rows: Rows) => rows.filter(({ status }) => status === 'waiting');

const expectOrder = (rows: Rows, capacity: number): void => {
  const queueNumbers = rows.map(({ ticket }) => ticket);
  expect(queueNumbers).toEqual(queueNumbers.toSorted((a, b) => a - b));
  expect(new Set(queueNumbers).size).toBe(queueNumbers.length);
  const [taken, waiting] = [inOf(rows), waitingOf(rows)];
  expect(taken.length).toBe(Math.min(capacity, taken.length + waiting.length));
  const lastIn = Math.max(0, ...taken.map(({ ticket }) => ticket));
  for (const { ticket } of waiting) expect(ticket).toBeGreaterThan(lastIn);
  expect(waiting.map(({ waitingPlace }) => waitingPlace)).toEqual(waiting.map((_, index) => index + 1));
};

describe('five hundred who register at once for forty places, while writes fail and conflict', () => {
  it('are forty who are in and 460 who wait in the order of their tickets; withdrawals let in the next ones', async () => {
    const { id: event } = await trainingClass(api);
    const met = storm(7);
    vi.spyOn(Math, 'random').mockReturnValue(0.05);
    const ask = (index: number) => () =>
      askToRegister(
        api,
        event,
        { name: `Học viên ${index}` },
        { as: `person-${index}`, headers: { 'idempotency-key': `key-${index}` } },
      );
    const replies = await times(500, (index) => outcomes(ask(index)));
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 201));
    expect([met.refused, met.conflicts, met.lost].every((count) => count > 20)).toBe(true);
    const again = await times(500, (index) => outcomes(ask(index)));
    expect(again.map(({ text }) => text)).toEqual(replies.map(({ text }) => text));
    met.stop();

    const before = await registrationsOf(api, event);
    expect(inOf(before).length).toBeLessThanOrEqual(40);
    await jobRuns();
    const rows = await registrationsOf(api, event);
    expectOrder(rows, 40);
    expect([rows.length, inOf(rows).length, waitingOf(rows).length]).toEqual([500, 40, 460]);

    const visible = new Map(rows.map((row) => [row.id, row]));
    for (const { body } of replies) {
      const row = visible.get(body.id);
      expect(row.ticket).toBe(body.ticket);
      // Who was told to be in is in; who was told to wait may have come in.
      if (body.status === 'confirmed') expect(row.status).toBe('confirmed');
    }
    await expectRows();

    const leaving = [...inOf(rows).slice(0, 25), ...waitingOf(rows).slice(10, 30)];
    const second = storm(11);
    const left = await Promise.all(
      leaving.map(({ id }) =>
        outcomes(() =>
          api.ask('POST', `/v1/registrations/${id}/withdraw`, {
            as: OFFICER,
            body: { reason: 'Không đến được' },
            headers: { 'idempotency-key': `leave-${id}` },
          }),
        ),
      ),
    );
    second.stop();
    expect(new Set(left.map(({ status }) => status))).toEqual(new Set([200]));
    const gone = new Set(leaving.map(({ id }) => id));
    const after = await registrationsOf(api, event);
    expectOrder(after, 40);
    expect(inOf(after).map(({ id }) => id)).toEqual(
      [...inOf(rows).filter(({ id }) => !gone.has(id)), ...waitingOf(rows).filter(({ id }) => !gone.has(id))]
        .slice(0, 40)
        .map(({ id }) => id),
    );
    await expectRows();
  }, 120_000);
});

describe('two hundred who leave at once', () => {
  const leave = (id: string) =>
    api.ask('POST', `/v1/registrations/${id}/withdraw`, { as: OFFICER, body: { reason: 'Bận việc' } });
  const registered = (event: string, count: number) =>
    times(count, async (index) => (await personRegistered(api, event, `u-${index}`)) as { id: string; status: string });

  /** All leave at once and none is told to send again; returns how many transactions that took. */
  const leaveAtOnce = async (rows: { id: string }[]): Promise<number> => {
    const mock = mockClient(DynamoDBClient);
    let sent = 0;
    mock.on(TransactWriteItemsCommand).callsFake((input, client) => {
      sent += 1;
      return (realSend as unknown as (this: unknown, command: unknown) => Promise<unknown>).call(
        client(),
        new TransactWriteItemsCommand(input),
      );
    });
    const left = await Promise.all(rows.map(({ id }) => leave(id)));
    mock.restore();
    expect(left.filter(({ status }) => status !== 200)).toEqual([]);
    return sent;
  };

  it('while they wait write once each', async () => {
    const { id: event } = await trainingClass(api, { capacity: 10 });
    await registered(event, 215);
    const leaving = waitingOf(await registrationsOf(api, event)).slice(0, 200);
    expect(await leaveAtOnce(leaving)).toBe(200);
    const after = await registrationsOf(api, event);
    expectOrder(after, 10);
    expect([inOf(after).length, waitingOf(after).length]).toEqual([10, 5]);
    await expectRows();
  }, 60_000);

  it('from inside where nobody waits write once each, and their places are free', async () => {
    const { id: event } = await trainingClass(api, { capacity: 200 });
    expect(await leaveAtOnce(await registered(event, 200))).toBe(200);
    const next = await times(201, async (index) => personRegistered(api, event, `v-${index}`));
    expect(next.filter(({ status }) => status === 'confirmed')).toHaveLength(200);
    expect(next.filter(({ status }) => status === 'waiting')).toHaveLength(1);
  }, 60_000);

  it('of whom five were inside are met by those five only', async () => {
    const { id: event } = await trainingClass(api, { capacity: 10 });
    await registered(event, 230);
    const rows = await registrationsOf(api, event);
    const leaving = [...inOf(rows).slice(0, 5), ...waitingOf(rows).slice(20, 215)];
    expect(await leaveAtOnce(leaving)).toBeLessThan(200 + 5 * 5);
    const after = await registrationsOf(api, event);
    expectOrder(after, 10);
    expect([inOf(after).length, waitingOf(after).length]).toEqual([10, 20]);
  }, 60_000);

  it('from the front of the queue while places are added leave none of them empty', async () => {
    const { id: event } = await trainingClass(api, { capacity: 1 });
    await registered(event, 60);
    const front = waitingOf(await registrationsOf(api, event)).slice(0, 30);
    const { headers, body } = await api.ask('GET', `/v1/me/events/${event}`, { as: OFFICER });
    const { open: _, ...rules } = body.registration;
    const [more, ...left] = await Promise.all([
      api.ask('PATCH', `/v1/events/${event}`, {
        as: OFFICER,
        headers: { 'if-match': headers.etag ?? '' },
        body: { registration: { ...rules, capacity: 20 } },
      }),
      ...front.map(({ id }) => leave(id)),
    ]);
    expect([more?.status, ...left.map(({ status }) => status)]).toEqual([200, ...front.map(() => 200)]);
    expectOrder(await registrationsOf(api, event), 20);
  }, 60_000);
});

describe('a ticket whose registration never came', () => {
  const takeNone = async (event: string): Promise<void> => {
    const mock = mockClient(DynamoDBClient);
    mock
      .on(UpdateItemCommand)
      .callsFake((input, client) =>
        (realSend as unknown as (this: unknown, command: unknown) => Promise<unknown>).call(
          client(),
          new UpdateItemCommand(input),
        ),
      );
    mock.on(TransactWriteItemsCommand).rejects(named('a crash'));
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    expect((await askToRegister(api, event, { name: 'Người biến mất' }, { as: 'lost-one' })).status).toBe(500);
    mock.restore();
    vi.restoreAllMocks();
  };

  it('is void ten minutes after a run has seen it, and the next one comes in', async () => {
    const { id: event } = await trainingClass(api, { capacity: 2 });
    const first = await personRegistered(api, event, 'p-1');
    await takeNone(event);
    const third = await personRegistered(api, event, 'p-3');
    expect([first.status, third.status]).toEqual(['confirmed', 'waiting']);
    await finishPendingWork(api.context('system:schedules'));
    api.clock.now = new Date(api.clock.now.getTime() + 9 * 60_000);
    await finishPendingWork(api.context('system:schedules'));
    expect((await registrationsOf(api, event)).map(({ status }) => status)).toEqual(['confirmed', 'waiting']);
    api.clock.now = new Date(api.clock.now.getTime() + 2 * 60_000);
    await finishPendingWork(api.context('system:schedules'));
    expect((await registrationsOf(api, event)).map(({ status }) => status)).toEqual(['confirmed', 'confirmed']);
  });

  it('that comes after all finds itself void and takes another one', async () => {
    const { id: event } = await trainingClass(api, { capacity: 2 });
    await personRegistered(api, event, 'q-1');
    const mock = mockClient(DynamoDBClient);
    let isHeld = false;
    const through = (client: unknown, command: unknown): Promise<unknown> =>
      (realSend as unknown as (this: unknown, command: unknown) => Promise<unknown>).call(client, command);
    mock.on(UpdateItemCommand).callsFake((input, client) => through(client(), new UpdateItemCommand(input)));
    mock.on(TransactWriteItemsCommand).callsFake(async (input, client) => {
      const command = new TransactWriteItemsCommand(input);
      const isRegistration = JSON.stringify(input).includes('registration.create');
      if (isRegistration && !isHeld) {
        isHeld = true;
        await jobRuns();
      }
      return through(client(), command);
    });
    const late = await personRegistered(api, event, 'q-2');
    mock.restore();
    expect([late.ticket, late.status]).toEqual([3, 'confirmed']);
    expect((await personRegistered(api, event, 'q-3')).status).toBe('waiting');
    expect((await registrationsOf(api, event)).map(({ ticket }) => ticket)).toEqual([1, 3, 4]);
  });

  it('stays no mark once nobody can register any more, and the roll opens again with the window', async () => {
    const { id: event } = await trainingClass(api);
    const reader = createReader(api.settings);
    const marked = async () => (await reader.get({ pk: 'unfinished', sk: event }, { consistent: true })) !== undefined;
    await personRegistered(api, event, 'r-1');
    expect(await marked()).toBe(true);
    await jobRuns();
    expect(await marked()).toBe(true);
    const now = api.clock.now;
    try {
      api.clock.now = new Date('2026-12-06T03:00:00Z');
      await jobRuns();
      expect(await marked()).toBe(false);
      const { headers } = await api.ask('GET', `/v1/me/events/${event}`, { as: OFFICER });
      const { body } = await api.ask('GET', `/v1/me/events/${event}`, { as: OFFICER });
      const longer = await api.ask('PATCH', `/v1/events/${event}`, {
        as: OFFICER,
        headers: { 'if-match': headers.etag ?? '' },
        body: { registration: { from: '2026-11-01', to: '2026-12-09', capacity: 40, audience: 'people' } },
      });
      expect(longer.status, longer.text + JSON.stringify(body.registration)).toBe(200);
      expect((await personRegistered(api, event, 'r-2')).ticket).toBe(2);
      expect(await marked()).toBe(true);
    } finally {
      api.clock.now = now;
    }
  });
});

describe('at once', () => {
  it('one product or one person registers once, whatever the keys; what was taken in vain is free again', async () => {
    const { id: event } = await fair(api, { capacity: 2 });
    const { product } = await starredProduct(api);
    const replies = await times(20, () => askToRegister(api, event, { product }));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    for (const reply of replies) if (reply.status !== 201) expectProblem(reply, 409, 'already_exists');
    const { product: second } = await starredProduct(api);
    expect((await productRegistered(api, event, second)).status).toBe('confirmed');
    const { product: third } = await starredProduct(api);
    expect((await productRegistered(api, event, third)).status).toBe('waiting');
  });

  it('one request that is sent fifty times with one key is one registration with one answer', async () => {
    const { id: event } = await trainingClass(api, { capacity: 3 });
    const replies = await times(50, () =>
      askToRegister(api, event, { name: 'Một người' }, { as: 'once', headers: { 'idempotency-key': 'the-one' } }),
    );
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(await registrationsOf(api, event)).toHaveLength(1);
  });

  it('one booth goes to one of many, and one registration gets one of many booths', async () => {
    const { id: event } = await fair(api);
    const ids: string[] = [];
    for (let index = 0; index < 6; index += 1) {
      const { product } = await starredProduct(api);
      ids.push((await productRegistered(api, event, product)).id);
    }
    const assign = (booth: string, registration: string) =>
      api.ask('PUT', `/v1/events/${event}/booths/${booth}`, { as: OFFICER, body: { registration } });
    const rush = await Promise.all(ids.map((id) => assign('A1', id)));
    expect(rush.filter(({ status }) => status === 200)).toHaveLength(1);
    const [homeless = ''] = ids.filter((_, index) => rush[index]?.status !== 200);
    const choice = await Promise.all(['A2', 'A3', 'A2', 'A3'].map((booth) => assign(booth, homeless)));
    const given = (await registrationsOf(api, event)).map(({ booth }) => booth).filter((booth) => booth !== null);
    expect(given).toHaveLength(2);
    expect(new Set(given).size).toBe(2);
    expect(choice.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(1);
  });

  it('a withdrawal and a registration leave no place empty', async () => {
    const { id: event } = await trainingClass(api, { capacity: 5 });
    const ids = await times(5, async (index) => (await personRegistered(api, event, `s-${index}`)).id as string);
    const [left] = await Promise.all([
      Promise.all(
        ids
          .slice(0, 3)
          .map((id) =>
            api.ask('POST', `/v1/registrations/${id}/withdraw`, { as: OFFICER, body: { reason: 'Bận việc' } }),
          ),
      ),
      times(8, (index) => personRegistered(api, event, `t-${index}`)),
    ]);
    expect(left.map(({ status }) => status)).toEqual([200, 200, 200]);
    expectOrder(
      (await registrationsOf(api, event)).filter(({ status }) => status !== 'withdrawn'),
      5,
    );
  });
});
