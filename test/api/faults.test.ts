import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createReader } from '#shared/data/table/reader.ts';
import { createWriter } from '#shared/data/table/writer.ts';
import { Problem } from '#shared/platform/problem.ts';
import { finishPendingWork } from '#shared/services/pending-work/finish-pending-work.ts';
import { type Api, OFFICER, OWNER, type Reply, settingsFor, startApi } from '#test/support/api.ts';
import { askOf, type Call } from '#test/support/case.ts';
import { BUILT, everyScene, publicCases, publicRoutes, type Shown, visible } from '#test/support/cases.ts';
import {
  changesBetween,
  FAULTS,
  type FaultKind,
  pointsOf,
  type Snapshot,
  type Trouble,
  tableOf,
  troubleFor,
  withoutNewIds,
} from '#test/support/faults.ts';
import { draft, publishedProduct } from '#test/support/journey.ts';
import { expectProblem } from '#test/support/responses.ts';
import { PERSONAL_NUMBER, SECRETS, withCertificate } from '#test/support/scenes.ts';

let api: Api;
let table: ReturnType<typeof tableOf>;
let trouble: Trouble;
let empty: Snapshot;
let logged: string[] = [];

beforeAll(async () => {
  api = await startApi({ stream: false });
  table = tableOf(api.settings);
  trouble = troubleFor(api);
  empty = await table.snapshot();
});
afterAll(async () => {
  trouble.stop();
  await api.stop();
});
beforeEach(() => {
  logged = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    logged.push(String(line));
    return true;
  });
  // Pauses between attempts are full jitter: nothing of the longest.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
  const text = logged.join('');
  for (const secret of [PERSONAL_NUMBER, ...Object.values(SECRETS)]) expect(text).not.toContain(secret);
});

const REQUEST_ID = { 'x-request-id': 'faults' };

const seen = (reply: Reply, before: Snapshot) => ({
  status: reply.status,
  text: withoutNewIds(reply.text, before),
  location: withoutNewIds(reply.headers.location ?? '', before),
});

const expectUnavailable = (reply: Reply): void => {
  expectProblem(reply, 503, 'dependency_unavailable');
  expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
};

const faultsOn = (on: FaultKind['on']): FaultKind[] => FAULTS.filter((kind) => kind.on === on);

describe.each(everyScene())('$title', ({ route, set }) => {
  let call: Call;
  let before: Snapshot;
  let clean: { reply: Reply; calls: FaultKind['on'][]; changes: string[] };
  const send = (injection?: Parameters<Trouble['ask']>[3]) =>
    trouble.ask(route.method, call.path, askOf(call, { headers: REQUEST_ID }), injection);
  /** What a request changed; the table is put back. One that sent no transaction changed nothing. */
  const changes = async ({ transactions }: { transactions: readonly unknown[] }): Promise<string[]> => {
    if (transactions.length === 0) return [];
    const after = await table.snapshot();
    await table.restore(before, after);
    return changesBetween(before, after);
  };
  /** Verbs that carry something to many products write more than once; each write is whole. */
  const writesOnce = () => clean.calls.filter((kind) => kind !== 'read').length <= 1;

  beforeAll(async () => {
    call = await set(api);
    before = await table.snapshot();
    const sent = await send();
    expect([200, 201, 204, 207], sent.reply.text).toContain(sent.reply.status);
    clean = { ...sent, changes: await changes(sent) };
  });
  afterAll(() => table.restore(empty));

  it('comes to the same answer and the same state when any one call to the table fails once', async () => {
    for (const { at, on } of pointsOf(clean.calls)) {
      for (const kind of faultsOn(on)) {
        const sent = await send({ at, kind });
        const which = `${kind.name} at ${on} ${at}`;
        expect([which, seen(sent.reply, before)]).toEqual([which, seen(clean.reply, before)]);
        expect([which, await changes(sent)]).toEqual([which, clean.changes]);
      }
    }
  });

  it('answers 503 with Retry-After and writes nothing, or all, when the table stays away', async () => {
    for (const { at, on } of pointsOf(clean.calls)) {
      for (const kind of faultsOn(on)) {
        const which = `${kind.name} from ${on} ${at} on`;
        const sent = await send({ at, kind, lasting: true });
        expect([which, sent.reply.status], sent.reply.text).toEqual([which, 503]);
        expectUnavailable(sent.reply);
        const left = await changes(sent);
        if (on === 'write' && kind.lost)
          expect([which, writesOnce() ? left : []]).toEqual([which, writesOnce() ? clean.changes : []]);
        else if (writesOnce()) expect([which, left]).toEqual([which, []]);
      }
    }
  });
});

describe('a public read', () => {
  const routes = publicRoutes.filter(({ operationId }) => !BUILT.has(operationId));
  let made: Shown;
  beforeAll(async () => {
    made = await visible(api);
  });
  // An event that takes registrations is something that the recurring job works on.
  afterAll(() => table.restore(empty));

  it.each(routes)(
    '$operationId is answered alike after a passing fault, and with 503 during a lasting one',
    async (route) => {
      const { path, query } = publicCases[route.operationId]?.(made) ?? { path: '' };
      const ask = { ...(query ? { query } : {}), headers: REQUEST_ID };
      const clean = await trouble.ask('GET', path, ask);
      expect(clean.reply.status, clean.reply.text).toBe(200);
      for (const { at } of pointsOf(clean.calls)) {
        for (const kind of faultsOn('read')) {
          expect((await trouble.ask('GET', path, ask, { at, kind })).reply).toEqual(clean.reply);
          expectUnavailable((await trouble.ask('GET', path, ask, { at, kind, lasting: true })).reply);
        }
      }
    },
  );
});

describe('a change that reaches many products', () => {
  afterEach(() => table.restore(empty));
  const PRODUCTS = 4;
  const VERBS = [
    { name: 'suspending', method: 'POST', action: '/suspend', body: { reason: 'Hàng giả' }, suspended: false },
    { name: 'verifying again', method: 'POST', action: '/verify', body: {}, suspended: true },
    { name: 'renaming', method: 'PATCH', action: '', body: { name: 'Hợp tác xã đổi tên' }, suspended: false },
  ] as const;

  const sceneOf = async (suspended: boolean): Promise<{ producer: string; etag: string; ids: string[] }> => {
    const { producer } = await withCertificate(api);
    const ids: string[] = [];
    for (let index = 1; index < PRODUCTS; index += 1)
      ids.push(
        index === 1
          ? (await draft(api, producer, { name: `Bản nháp thứ ${producer}` })).id
          : (await publishedProduct(api, producer, { name: `Sản phẩm ${index} của ${producer}` })).id,
      );
    if (suspended)
      await api.ask('POST', `/v1/producers/${producer}/suspend`, { as: OFFICER, body: { reason: 'Kiểm tra' } });
    const review = await api.ask('GET', `/v1/reviews/${producer}`, { as: OFFICER });
    return { producer, etag: review.headers.etag ?? '', ids };
  };

  /** What of the table a rescue must reach: all but versions, the audit, and whether the answer is kept. */
  const stateOf = (snapshot: Snapshot): Record<string, unknown> =>
    Object.fromEntries(
      [...snapshot]
        .filter(([key]) => !/^(audit|idempotency)#/.test(key))
        .map(([key, text]) => {
          const { version: _, doc, ...item } = JSON.parse(text) as Record<string, { S: string }>;
          return [key, { ...item, doc: doc && JSON.parse(doc.S) }];
        }),
    );

  it.each(VERBS)(
    '$name is taken up by a retry with the same key and If-Match, and by the recurring job',
    async (verb) => {
      const { method, action, body, suspended } = verb;
      const { producer, etag } = await sceneOf(suspended);
      const before = await table.snapshot();
      const path = `/v1/producers/${producer}${action}`;
      const ask = {
        as: OFFICER,
        body,
        headers: { ...REQUEST_ID, 'if-match': etag, 'idempotency-key': `k-${producer}` },
      };
      const clean = await trouble.ask(method, path, ask);
      expect(clean.reply.status, clean.reply.text).toBe(200);
      // Published products have shelves, so their changes are noted and the notes taken away.
      expect(clean.calls.filter((kind) => kind === 'write').length).toBe(PRODUCTS + 2 + (PRODUCTS - 1));
      const wanted = stateOf(await table.snapshot());
      await table.restore(before);

      for (const { at, on } of pointsOf(clean.calls)) {
        for (const kind of faultsOn(on).slice(-3)) {
          for (const rescue of ['retry', 'recurring job'] as const) {
            const which = `${kind.name} from ${on} ${at} on, then the ${rescue}`;
            const broken = await trouble.ask(method, path, ask, { at, kind, lasting: true });
            expect([which, broken.reply.status]).toEqual([which, 503]);
            const begun = (await table.snapshot()).has(`unfinished ${producer}`);
            if (rescue === 'recurring job' && begun) await finishPendingWork(api.context('system:schedules'));
            if (rescue === 'retry') {
              const again = await trouble.ask(method, path, ask);
              // A rename whose first half is in has a new ETag: it asks to be read again, and the recurring job ends it.
              if (method === 'POST') expect([which, again.reply.status], again.reply.text).toEqual([which, 200]);
              else await finishPendingWork(api.context('system:schedules'));
            }
            if (rescue === 'retry' || begun) expect([which, stateOf(await table.snapshot())]).toEqual([which, wanted]);
            await table.restore(before);
          }
        }
      }
    },
  );

  it('hides and shows products one whole product at a time, whatever is cut off', async () => {
    const { producer } = await sceneOf(false);
    const before = await table.snapshot();
    const path = `/v1/producers/${producer}/suspend`;
    const ask = { as: OFFICER, body: { reason: 'Hàng giả' } };
    const { calls } = await trouble.ask('POST', path, ask);
    await table.restore(before);
    const [kind] = faultsOn('write');
    for (const { at, on } of pointsOf(calls)) {
      if (on !== 'write' || !kind) continue;
      await trouble.ask('POST', path, ask, { at, kind, lasting: true });
      const { items } = (await api.ask('GET', '/v1/products', { query: { producer } })).body;
      for (const list of ['province=37', 'sort=newest', 'sort=name']) {
        const found = (await api.ask('GET', `/v1/products?${list}&limit=100`)).body.items;
        const mine = found.filter((item: { producer: { id: string } }) => item.producer.id === producer);
        expect(mine.map(({ id }: { id: string }) => id).sort()).toEqual(
          items.map(({ id }: { id: string }) => id).sort(),
        );
      }
      for (const { id } of items) expect((await api.ask('GET', `/v1/products/${id}`)).status).toBe(200);
      await table.restore(before);
    }
  });

  it('goes on when somebody changes the producer or a product in the middle', async () => {
    const { producer, etag, ids } = await sceneOf(false);
    const reader = createReader(api.settings);
    let meddled = false;
    const racing = async () => {
      while (!meddled) {
        const item = await reader.get({ pk: 'unfinished', sk: producer }, { consistent: true });
        if (!item) continue;
        meddled = true;
        await api.ask('PUT', `/v1/producers/${producer}/members/colleague-2`, { as: OWNER });
      }
    };
    const [suspended] = await Promise.all([
      trouble.ask('POST', `/v1/producers/${producer}/suspend`, {
        as: OFFICER,
        body: { reason: 'Hàng giả' },
        headers: { 'if-match': etag },
      }),
      racing(),
    ]);
    expect(suspended.reply.status, suspended.reply.text).toBe(200);
    expect(suspended.reply.body.status).toBe('suspended');
    for (const id of ids) expect((await api.ask('GET', `/v1/products/${id}`)).status).toBe(404);
    expect(await reader.get({ pk: 'unfinished', sk: producer }, { consistent: true })).toBeUndefined();
  });
});

describe('a connection that misbehaves', () => {
  const respondWith = async (
    behave: (socket: Socket) => void,
  ): Promise<{ endpoint: string; close: () => Promise<void> }> => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('data', () => behave(socket));
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return {
      endpoint: `http://127.0.0.1:${address.port}`,
      close: async () => {
        for (const socket of sockets) socket.destroy();
        await new Promise((closed) => server.close(closed));
      },
    };
  };
  const http = (head: string, body: string) =>
    `HTTP/1.1 ${head}\r\ncontent-type: application/x-amz-json-1.0\r\n${body}`;

  it.each<{ name: string; behave: (socket: Socket) => void }>([
    { name: 'is reset', behave: (socket) => socket.resetAndDestroy() },
    { name: 'ends without an answer', behave: (socket) => socket.end() },
    {
      name: 'breaks in the middle of an answer',
      behave: (socket) => socket.end(http('200 OK', 'content-length: 100\r\n\r\n{"Item"')),
    },
    {
      name: 'brings a page of a proxy',
      behave: (socket) => socket.end(http('502 Bad Gateway', 'content-length: 6\r\n\r\n<html>')),
    },
    {
      name: 'brings 503 and nothing',
      behave: (socket) => socket.end(http('503 Slow Down', 'content-length: 0\r\n\r\n')),
    },
  ])('and $name is a fault that passes: 503, not 500', async ({ behave }) => {
    const server = await respondWith(behave);
    const settings = settingsFor(server.endpoint, 'table');
    const reading = createReader(settings, { budgetMs: 0 }).get({ pk: 'a', sk: 'A' });
    await expect(reading).rejects.toSatisfy(
      (error) => error instanceof Problem && error.code === 'dependency_unavailable',
    );
    trouble.stop();
    const writing = createWriter(settings, { budgetMs: 0 }).transact(
      [{ kind: 'delete', key: { pk: 'a', sk: 'A' } }],
      'token',
    );
    await expect(writing).rejects.toSatisfy(
      (error) => error instanceof Problem && error.code === 'dependency_unavailable',
    );
    trouble = troubleFor(api);
    await server.close();
  });

  it('has no batch call whose items could stay unprocessed', async () => {
    for (const folder of ['shared', 'functions']) {
      for (const file of await readdir(folder, { recursive: true })) {
        if (!file.endsWith('.ts')) continue;
        expect(await readFile(`${folder}/${file}`, 'utf8'), file).not.toMatch(
          /Batch(?:Get|Write)|TransactGet|UnprocessedItems/,
        );
      }
    }
  });
});
