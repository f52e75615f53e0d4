import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueToken, loadSigningKey } from '@ocop/local-aws';
import autocannon from 'autocannon';
import pg from 'pg';
import { ROOT } from '#infra/build/bundles.ts';
import { startPostgres } from './peer/postgres.ts';
import { type ListedProduct, rowOf, TABLES } from './peer/schema.ts';
import { below, cpuMsOf } from './processes.ts';
import { quantile, textTable, verdict } from './text-table.ts';

const CONNECTIONS = [1, 16];
const PRODUCTS = 16;
const MEMBERS = 16;
const MEMBER = 'point-hoa-lu';
const STOCK = 1_000_000;

const WORK = [
  { name: 'list of 20', most: 1.2 },
  { name: 'detail', most: 2 },
  { name: 'one stock change', most: 8 },
] as const;
type Work = (typeof WORK)[number]['name'];

/** Requests that warm a server up, and those that are measured after them. */
const AMOUNTS: Record<Work, [number, number]> = {
  'list of 20': [2_000, 4_000],
  detail: [2_000, 4_000],
  'one stock change': [1_000, 1_600],
};

type Pins = { server: string; client: string } | undefined;

/** The first core for the servers and the last for the client, where the machine has two and `taskset`. */
const pinsOf = (): Pins => {
  if (availableParallelism() < 2) return undefined;
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return { server: '0', client: String(availableParallelism() - 1) };
  } catch {
    return undefined;
  }
};

/** A command on the core of the servers. */
const onCore =
  (pins: Pins) =>
  (program: string, args: string[]): [string, string[]] =>
    pins ? ['taskset', ['-c', pins.server, program, ...args]] : [program, args];

const ready = async (child: ChildProcess): Promise<string> => {
  let output = '';
  return new Promise((done, fail) => {
    const listen = (chunk: Buffer): void => {
      output = (output + chunk.toString('utf8')).slice(-4_000);
      const url = /ready: (\S+)/.exec(output)?.[1];
      if (url !== undefined) done(url);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('close', (code) => fail(new Error(`the server ended with ${code}: ${output}`)));
  });
};

const end = async (child: ChildProcess): Promise<void> => {
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  child.kill('SIGINT');
  await ended;
};

/** A started server: CPU times of Node and of its engine, in milliseconds. */
type Served = { name: string; url: string; cpu: () => Promise<{ node: number; engine: number }> };

type Scene = { products: { id: string }[]; point: string; tokens: string[] };

const json = async <T>(url: string, init?: RequestInit): Promise<T> => {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
};

const change = (kind: string, quantity: number, products: readonly { id: string }[]): string =>
  JSON.stringify({
    mode: 'atomic',
    lines: products.map(({ id }) => ({
      product: id,
      kind,
      quantity: String(quantity),
      occurredAt: new Date().toISOString(),
    })),
  });

/** Members of a sales point of the demo, and goods to sell. */
const prepareScene = async (url: string, dataDir: string): Promise<Scene> => {
  const key = await loadSigningKey(dataDir);
  const tokenOf = (name: string) =>
    issueToken(key, { name, groups: [] }, { now: Math.floor(Date.now() / 1_000), ttlSeconds: 3_600 });
  const authorization = `Bearer ${await tokenOf(MEMBER)}`;
  const { memberships } = await json<{ memberships: { id: string }[] }>(`${url}/v1/me`, { headers: { authorization } });
  const point = memberships[0]?.id ?? '';
  const { items } = await json<{ items: ListedProduct[] }>(`${url}/v1/products?limit=100`);
  const products = items.slice(0, PRODUCTS);
  await json(`${url}/v1/sales-points/${point}/stock-changes`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: change('receive', STOCK, products),
  });
  const tokens: string[] = [];
  for (let index = 0; index < MEMBERS; index += 1) {
    const name = `seller-${index}`;
    await json(`${url}/v1/sales-points/${point}/members/${name}`, { method: 'PUT', headers: { authorization } });
    tokens.push(await tokenOf(name));
  }
  return { products, point, tokens };
};

/** The local system's products in the peer's tables. */
const copyProducts = async (url: string, connectionString: string): Promise<void> => {
  const { items } = await json<{ items: ListedProduct[] }>(`${url}/v1/products?limit=100`);
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(TABLES);
    for (const [place, card] of items.entries()) {
      const detail = await json<Record<string, unknown>>(`${url}/v1/products/${card.id}`);
      const more = Object.fromEntries(Object.entries(detail).filter(([name]) => !Object.hasOwn(card, name)));
      const row = { ...rowOf(card), place, more };
      const names = Object.keys(row);
      await client.query(
        `insert into products (${names.join(', ')}) values (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
        Object.values(row),
      );
    }
    await client.query('analyze');
  } finally {
    await client.end();
  }
};

const requestsOf = (work: Work, { products, point, tokens }: Scene) => {
  if (work === 'list of 20') return [{ method: 'GET', path: '/v1/products?limit=20' }];
  if (work === 'detail') return products.map(({ id }) => ({ method: 'GET', path: `/v1/products/${id}` }));
  let sent = 0;
  const path = `/v1/sales-points/${point}/stock-changes`;
  // Each request is of another member and address, so that none meets a rate limit, and of another level than its neighbours.
  const setupRequest = <R extends object>(request: R) => {
    const at = sent++;
    return {
      ...request,
      headers: {
        authorization: `Bearer ${tokens[at % tokens.length]}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        'x-ocop-viewer': `192.0.2.${at % 100}`,
      },
      body: change('sell', 1, products.slice(at % products.length).slice(0, 1)),
    };
  };
  return [{ method: 'POST', path, setupRequest }];
};

type Measured = { rps: number; p50: number; p99: number; node: number; engine: number };

const measure = async (
  { url, cpu }: Served,
  work: Work,
  scene: Scene,
  connections: number,
  [warmUp, counted]: readonly [number, number],
): Promise<Measured> => {
  const load = (amount: number) => autocannon({ url, connections, amount, requests: requestsOf(work, scene) });
  await load(warmUp);
  const before = await cpu();
  const run = load(counted);
  const times: number[] = [];
  run.on('response', (_, __, ___, ms) => times.push(ms));
  const { requests, duration, non2xx, errors } = await run;
  const after = await cpu();
  if (non2xx + errors > 0) throw new Error(`${work}: ${non2xx} refusals and ${errors} errors`);
  return {
    rps: requests.total / duration,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    node: (after.node - before.node) / requests.total,
    engine: (after.engine - before.engine) / requests.total,
  };
};

const startLocal = async (dataDir: string, pins: Pins): Promise<Served & { stop: () => Promise<void> }> => {
  const profile = process.env.LOCAL_PROFILE_DIR;
  const profiling = profile ? ['--cpu-prof', '--cpu-prof-dir', profile] : [];
  const [program, args] = onCore(pins)(process.execPath, [
    ...profiling,
    '--import',
    'tsx',
    'test/bench/unthrottled-start.ts',
  ]);
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await ready(child);
  const { pid } = JSON.parse(await readFile(join(dataDir, 'engine.json'), 'utf8')) as { pid: number };
  return {
    name: 'local system',
    url,
    cpu: async () => ({ node: await cpuMsOf(child.pid ?? 0), engine: await cpuMsOf(pid) }),
    stop: () => end(child),
  };
};

const startPeer = async (
  postgres: { connectionString: string; pid: number },
  pins: Pins,
): Promise<Served & { stop: () => Promise<void> }> => {
  const entry = 'test/bench/peer/server.ts';
  const [program, args] = onCore(pins)(process.execPath, ['--import', 'tsx', entry, postgres.connectionString]);
  const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await ready(child);
  return {
    name: 'peer',
    url,
    cpu: async () => {
      const engine = await Promise.all((await below(postgres.pid)).map(({ pid }) => cpuMsOf(pid)));
      return { node: await cpuMsOf(child.pid ?? 0), engine: engine.reduce((sum, ms) => sum + ms, 0) };
    },
    stop: () => end(child),
  };
};

/** The local system beside a plain server on PostgreSQL with the same products: CPU of each request, and its time. */
export const local = async ({ quick }: { quick: boolean }): Promise<string> => {
  const pins = pinsOf();
  const amounts = (of: Work): [number, number] => {
    const [warmUp, counted] = AMOUNTS[of];
    return quick ? [warmUp / 4, counted / 4] : [warmUp, counted];
  };
  const postgres = await startPostgres(onCore(pins));
  if (!postgres) return 'Skipped: PostgreSQL is not installed.';
  const dataDir = await mkdtemp(join(tmpdir(), 'ocop-local-'));
  const stops: (() => Promise<void>)[] = [() => rm(dataDir, { recursive: true, force: true }), postgres.stop];
  try {
    const system = await startLocal(dataDir, pins);
    stops.push(system.stop);
    const scene = await prepareScene(system.url, dataDir);
    await copyProducts(system.url, postgres.connectionString);
    const peer = await startPeer(postgres, pins);
    stops.push(peer.stop);
    if (pins) execFileSync('taskset', ['-a', '-c', '-p', pins.client, String(process.pid)], { stdio: 'ignore' });

    const rows: (string | number)[][] = [];
    for (const { name, most } of WORK) {
      for (const connections of CONNECTIONS) {
        const beside = await measure(peer, name, scene, connections, amounts(name));
        const own = await measure(system, name, scene, connections, amounts(name));
        for (const [of, { rps, p50, p99, node, engine }] of [
          [peer.name, beside],
          [system.name, own],
        ] as const) {
          rows.push([
            name,
            connections,
            of,
            rps.toFixed(0),
            p50.toFixed(2),
            p99.toFixed(2),
            node.toFixed(3),
            engine.toFixed(3),
            ...(of === peer.name
              ? ['', '']
              : [`${(own.node / beside.node).toFixed(2)} (${most})`, verdict(own.node / beside.node, most)]),
          ]);
        }
      }
    }
    return [
      `The same ${PRODUCTS} and more products, the same client. ${
        pins ? `Servers and engines on core ${pins.server}, the client on core ${pins.client}.` : 'Cores are shared.'
      } ${postgres.version}.`,
      'CPU in milliseconds of one request. The peer: hono, @hono/node-server, pg; its stock change is a bare upsert.',
      '',
      textTable(
        ['work', 'connections', '', 'rps', 'p50 ms', 'p99 ms', 'Node CPU', 'engine CPU', 'Node, of peer (goal)', ''],
        rows,
      ),
    ].join('\n');
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
};
