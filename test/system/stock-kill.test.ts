import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { issueToken, loadSigningKey } from '@ocop/local-aws';
import { freePort, runEngine } from '@ocop/local-aws/engine';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '#infra/build/bundles.ts';
import { findSystem } from '#infra/commands/system.ts';
import type { TableSettings } from '#shared/platform/env.ts';
import { verifyStock } from '#shared/services/stock/verify-stock.ts';
import type { Death, FromWriter, ToWriter } from '#test/local/fixtures/stock-writer.ts';
import { type Api, eventOf, startApi } from '#test/support/api.ts';
import { type StartedSystem, startSystem } from '#test/support/started-system.ts';
import { POINT_MEMBER, reported, soldProduct, stockedPoint } from '#test/support/stock.ts';
import { allItems } from '#test/support/table.ts';

const CLIENTS = 4;
const FIRST_STOCK = 1_000;

/** What a process answered; undefined where it died before it did. */
type HttpResponse = { status: number; body: string; replayed: boolean } | undefined;
type Request = { method: string; path: string; key: string; body: object };

/** Numbers that look random and are the same in every run. */
const randomFrom = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

type Shop = { points: [string, string]; products: string[]; counted: string };

/** Two points of one keeper with four products to move, and one that is counted all the time. */
const openShop = async (api: Api): Promise<Shop> => {
  const points: [string, string] = [await stockedPoint(api), await stockedPoint(api)];
  const products = [await soldProduct(api), await soldProduct(api), await soldProduct(api), await soldProduct(api)];
  for (const point of points)
    for (const product of products)
      await reported(api, point, 'receive', product, String(FIRST_STOCK), { reference: 'first' });
  return { points, products, counted: await soldProduct(api) };
};

const EFFECT: Record<string, number> = { receive: 1, return: 1, sell: -1, waste: -1 };

/** The requests of the shop's clients, each line with a reference of its own, and what they come to. */
const requestsOf = ({ points, products, counted }: Shop, seed: number) => {
  const random = randomFrom(seed);
  const pick = <T>(all: readonly T[]): T => all[random(all.length)] as T;
  const sums = new Map(products.map((product) => [product, 2 * FIRST_STOCK]));
  const references = new Map<string, number>();
  let made = 0;

  const next = (): Request => {
    made += 1;
    const key = `request-${made}`;
    const mode = pick(['each', 'atomic']);
    const numbered = (count: number, line: () => object): { reference: string }[] =>
      Array.from({ length: count }, (_, number) => ({ ...line(), reference: `${key}/${number}` }));
    const quantity = () => 1 + random(3);
    if (random(4) === 0) {
      const [from, to] = random(2) === 0 ? points : points.toReversed();
      const lines = numbered(1 + random(3), () => ({ product: pick(products), quantity: String(quantity()) }));
      for (const { reference } of lines) references.set(reference, 2);
      return { method: 'POST', path: '/v1/stock-transfers', key, body: { from, to, mode, lines } };
    }
    const lines = numbered(1 + random(6), () => {
      const occurredAt = new Date(Date.now() - random(5_000)).toISOString();
      const lot = pick([undefined, 'A', 'B']);
      if (random(6) === 0)
        return { product: counted, kind: pick(['count', 'receive']), quantity: String(quantity()), lot, occurredAt };
      const product = pick(products);
      const kind = pick(Object.keys(EFFECT));
      const amount = quantity();
      sums.set(product, (sums.get(product) ?? 0) + amount * (EFFECT[kind] ?? 0));
      const isIn = EFFECT[kind] === 1;
      return { product, kind, quantity: String(amount), ...(isIn ? { lot } : {}), occurredAt };
    });
    for (const { reference } of lines) references.set(reference, 1);
    return { method: 'POST', path: `/v1/sales-points/${pick(points)}/stock-changes`, key, body: { mode, lines } };
  };
  return { next, sums, references };
};

const linesFailed = (body: string): boolean =>
  (JSON.parse(body) as { results: { status: number }[] }).results.some(({ status }) => status !== 200);

/** An answer after which a client has to ask again: there is none, or the table was out of reach. */
const isOpen = (answer: HttpResponse): boolean =>
  answer === undefined ||
  answer.status >= 500 ||
  (answer.status === 207 && answer.body.includes('dependency_unavailable'));

/**
 * Clients send requests until `isOver`, and each request again with its key until it is answered. Tells how many were made,
 * how often one was repeated, and how many of those had been done by a process that died.
 */
const trade = async (
  shop: Shop,
  seed: number,
  ask: (request: Request) => Promise<HttpResponse>,
  isOver: () => boolean,
) => {
  const { next, sums, references } = requestsOf(shop, seed);
  const seen = { requests: 0, repeated: 0, replayed: 0 };
  const client = async (): Promise<void> => {
    while (!isOver()) {
      const request = next();
      seen.requests += 1;
      let answer = await ask(request);
      while (isOpen(answer)) {
        seen.repeated += 1;
        answer = await ask(request);
        if (answer?.replayed) seen.replayed += 1;
      }
      if (!answer || answer.status >= 300 || linesFailed(answer.body)) throw new Error(`refused: ${answer?.body}`);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return { ...seen, sums, references };
};

type StoredLine = { product: string; reference?: string };

/** What the table holds in the end: lines by their reference, and the sum over the points by product. */
const storedIn = async (settings: TableSettings) => {
  const lines = new Map<string, number>();
  const sums = new Map<string, number>();
  for (const { pk, doc } of await allItems(settings)) {
    const key = pk && 'S' in pk ? pk.S : '';
    const text = doc && 'S' in doc ? doc.S : 'null';
    if (key.startsWith('ledger#')) {
      for (const { reference = 'none' } of (JSON.parse(text) as { lines: StoredLine[] }).lines)
        lines.set(reference, (lines.get(reference) ?? 0) + 1);
    } else if (key.startsWith('stock#')) {
      const { product, lots } = JSON.parse(text) as { product: string; lots: { quantity: number }[] };
      const sum = lots.reduce((total, { quantity }) => total + quantity / 1_000, 0);
      sums.set(product, (sums.get(product) ?? 0) + sum);
    }
  }
  // A discrepancy is a line of its own behind a count, without the count's reference.
  lines.delete('none');
  lines.delete('first');
  return { lines, sums };
};

const expectNothingLost = async (
  settings: TableSettings,
  { counted }: Shop,
  { sums, references }: { sums: Map<string, number>; references: Map<string, number> },
): Promise<void> => {
  const said: string[] = [];
  expect(await verifyStock(settings, (line) => said.push(line))).toMatchObject({ differences: 0, unjudged: 0 });
  expect(said).toEqual([]);
  const stored = await storedIn(settings);
  expect(stored.lines).toEqual(references);
  stored.sums.delete(counted);
  expect(stored.sums).toEqual(sums);
};

let folder: string;
let program: string;
const children = new Set<ChildProcess>();
const undo: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ocop-kill-'));
  program = join(folder, 'writer.mjs');
  await build({
    ...{ absWorkingDir: ROOT, entryPoints: ['test/local/fixtures/stock-writer.ts'], outfile: program },
    ...{ bundle: true, format: 'esm', platform: 'node', target: 'node20', logLevel: 'error' },
    ...{ mainFields: ['module', 'main'], conditions: ['module'] },
  });
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const step of undo.splice(0).reverse()) await step();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A process that runs the stock function; it answers until it dies. */
const startWriter = ({ tableName, endpoint, region }: TableSettings) => {
  const child = fork(program, {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      TABLE_NAME: tableName,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  });
  children.add(child);
  const waiting = new Map<number, (answer: HttpResponse) => void>();
  let asked = 0;
  let answers = 0;
  let deadly = Number.POSITIVE_INFINITY;
  child.on('message', ({ id, ...answer }: FromWriter) => {
    answers += 1;
    if (answers === deadly) child.kill('SIGKILL');
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  const send = (message: ToWriter): void => {
    if (child.connected) child.send(message, () => undefined);
  };
  const died = once(child, 'close').then(([, signal]) => {
    children.delete(child);
    for (const give of waiting.values()) give(undefined);
    waiting.clear();
    return signal as string;
  });
  return {
    died,
    end: async () => {
      child.kill('SIGKILL');
      await died;
    },
    /** Kills it at one of its own writes, or from outside when it gives its `at`th answer. */
    doom: ({ at, when }: { at: number; when: Death['when'] | 'answering' }): void => {
      if (when === 'answering') deadly = at;
      else send({ death: { at, when } });
    },
    ask: ({ method, path, key, body }: Request): Promise<HttpResponse> =>
      new Promise((give) => {
        if (child.exitCode !== null || child.signalCode !== null) {
          give(undefined);
          return;
        }
        asked += 1;
        waiting.set(asked, give);
        send({
          id: asked,
          event: eventOf(method, path, { as: POINT_MEMBER, headers: { 'idempotency-key': key }, body }),
        });
      }),
  };
};
type StockWriter = ReturnType<typeof startWriter>;

/** What `npm run stock:verify` prints beside a running start. */
const verified = async (dataDir: string): Promise<string> => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'infra/commands/verify-stock.ts'],
    {
      cwd: ROOT,
      env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDir },
    },
  );
  return stdout;
};

const WHEN = ['before', 'under way', 'after', 'answering'] as const;

describe('nothing is lost or doubled', () => {
  it('when the process that writes is killed 88 times: before, at and after its writes, and while it answers', async () => {
    const deaths = 88;
    const api = await startApi({ now: new Date().toISOString(), stream: false });
    undo.push(api.stop);
    const shop = await openShop(api);
    const random = randomFrom(7);
    const signals: string[] = [];
    let spare = startWriter(api.settings);
    const take = (): StockWriter => {
      const writer = spare;
      const round = signals.length;
      if (round < deaths) {
        spare = startWriter(api.settings);
        writer.doom({ at: 1 + random(8), when: WHEN[round % WHEN.length] ?? 'before' });
        void writer.died.then((signal) => {
          signals.push(signal);
          writing = take();
        });
      }
      return writer;
    };
    let writing = take();
    const ask = async (request: Request): Promise<HttpResponse> => {
      const writer = writing;
      const answer = await writer.ask(request);
      if (answer === undefined) await writer.died;
      return answer;
    };
    const seen = await trade(shop, 1, ask, () => signals.length === deaths);
    expect(signals).toEqual(Array.from({ length: deaths }, () => 'SIGKILL'));
    expect(seen.repeated).toBeGreaterThanOrEqual(deaths);
    expect(seen.replayed).toBeGreaterThan(0);
    await expectNothingLost(api.settings, shop, seen);
  });

  it('when the engine is killed 8 times on its database and started again, every other time with the process that writes', async () => {
    const deaths = 8;
    const database = join(folder, 'table.db');
    const port = await freePort();
    let engine = await runEngine({ database, port });
    undo.push(() => engine.stop());
    const api = await startApi({ engine, now: new Date().toISOString(), stream: false });
    const shop = await openShop(api);
    let writer = startWriter(api.settings);
    let killed = 0;
    let answers = 0;
    let restarted: Promise<void> | undefined;
    const restart = async (): Promise<void> => {
      if (!engine.pid) throw new Error('the engine is a process');
      process.kill(engine.pid, 'SIGKILL');
      if (killed % 2 === 1) await writer.end();
      await engine.ended;
      engine = await runEngine({ database, port });
      if (killed % 2 === 1) writer = startWriter(api.settings);
      killed += 1;
      restarted = undefined;
    };
    const ask = async (request: Request): Promise<HttpResponse> => {
      const answer = await writer.ask(request);
      answers += 1;
      if (answers % 20 === 0 && killed < deaths) restarted ??= restart();
      if (answer === undefined) await restarted;
      return answer;
    };
    const seen = await trade(shop, 2, ask, () => killed === deaths);
    expect(killed).toBe(deaths);
    expect(seen.repeated).toBeGreaterThan(0);
    await expectNothingLost(api.settings, shop, seen);
  });

  it('when the whole npm start is killed 4 times, the command and its engine', async () => {
    const deaths = 4;
    let system: StartedSystem = await startSystem();
    undo.push(() => system.stop());
    const { dataDir } = system;
    const key = await loadSigningKey(dataDir);
    const tokens = new Map<string, string>();
    const tokenOf = async (name: string): Promise<string> => {
      const groups = name.startsWith('officer-') ? ['officer'] : [];
      const token =
        tokens.get(name) ?? (await issueToken(key, { name, groups }, { now: Math.floor(Date.now() / 1_000) }));
      tokens.set(name, token);
      return token;
    };
    const call: Api['ask'] = async (method, path, { as = POINT_MEMBER, headers, body, query } = {}) => {
      const token = await tokenOf(as);
      const search = new URLSearchParams(query as Record<string, string>);
      const response = await fetch(`${system.url}${path}?${search}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        text,
        body: text.startsWith('{') ? JSON.parse(text) : undefined,
      };
    };
    const shop = await openShop({ ask: call, clock: { now: new Date() } } as Api);
    let killed = 0;
    let answers = 0;
    let restarted: Promise<void> | undefined;
    const restart = async (): Promise<void> => {
      await system.kill();
      system = await startSystem({ dataDir });
      killed += 1;
      restarted = undefined;
    };
    const ask = async ({ method, path, key: idempotencyKey, body }: Request): Promise<HttpResponse> => {
      const headers = { 'idempotency-key': idempotencyKey };
      const reply = await call(method, path, { headers, body }).catch(() => undefined);
      answers += 1;
      if (answers % 25 === 0 && killed < deaths) restarted ??= restart();
      if (reply === undefined) await restarted;
      return reply && { status: reply.status, body: reply.text, replayed: 'idempotency-replayed' in reply.headers };
    };
    const seen = await trade(shop, 3, ask, () => killed === deaths);
    expect(killed).toBe(deaths);
    expect(seen.repeated).toBeGreaterThan(0);
    expect(await verified(dataDir)).toMatch(/ 0 differences, /);
    const { table } = await findSystem({ DATA_DIR: dataDir });
    await expectNothingLost(table, shop, seen);
  });
});
