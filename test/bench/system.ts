import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freePort } from '@ocop/local-aws/engine';
import autocannon from 'autocannon';
import { ROOT } from '#infra/build/bundles.ts';
import { below } from './processes.ts';
import { median, quantile, textTable, verdict } from './text-table.ts';

const FRESH_TARGET_S = 20;
const AGAIN_TARGET_S = 4;
const MEMORY_TARGET_MB = 400;
const REQUESTS = 200;
const PATH = '/v1/products?province=ninh-binh&stars=4';

/** A copy of the sources as somebody would clone them, changes not committed yet included, with the packages installed. */
const cloneTo = async (folder: string): Promise<void> => {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT });
  const files = listed.toString('utf8').split('\0').filter(Boolean);
  for (const file of files) {
    await cp(join(ROOT, file), join(folder, file), { recursive: true }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
};

type System = { child: ChildProcess; url: string; readySeconds: number };

const start = async (folder: string): Promise<System> => {
  const port = await freePort();
  const started = performance.now();
  const child = spawn('npm', ['start', '--silent'], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? folder, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const url = `http://127.0.0.1:${port}`;
  await new Promise<void>((done, fail) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString('utf8');
      if (said.includes('ready: ')) done();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('close', (code) => fail(new Error(`npm start ended with ${code}: ${said}`)));
  });
  const answer = await fetch(url + PATH);
  if (answer.status !== 200) throw new Error(`${PATH} answers ${answer.status}`);
  await answer.arrayBuffer();
  return { child, url, readySeconds: (performance.now() - started) / 1_000 };
};

type Memory = { name: string; rssMb: number; pssMb: number };

const memoryOf = async (pid: number): Promise<Memory[]> =>
  Promise.all(
    (await below(pid)).map(async ({ pid: member, name }) => {
      const text = await readFile(`/proc/${member}/smaps_rollup`, 'utf8').catch(() => '');
      const of = (field: string): number =>
        Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0) / 1_024;
      return { name, rssMb: of('Rss'), pssMb: of('Pss') };
    }),
  );

const stop = async ({ child }: System): Promise<void> => {
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const [, served] = await below(child.pid ?? 0);
  process.kill(served?.pid ?? child.pid ?? 0, 'SIGINT');
  await ended;
};

const askInTurn = async (url: string, requests: number): Promise<number[]> => {
  const times: number[] = [];
  for (let index = 0; index < requests; index += 1) {
    const started = performance.now();
    await (await fetch(url)).arrayBuffer();
    times.push(performance.now() - started);
  }
  return times;
};

const sum = (memory: readonly Memory[], of: (each: Memory) => number): number =>
  memory.reduce((total, each) => total + of(each), 0);

/** The local system as somebody starts it: time until its first answer, memory of all its processes, requests a second. */
export const system = async ({ quick }: { quick: boolean }): Promise<string> => {
  const [freshRounds, againRounds, seconds] = quick ? [1, 2, 3] : [3, 7, 10];
  const folder = await mkdtemp(join(tmpdir(), 'ocop-bench-'));
  const fresh: number[] = [];
  const again: number[] = [];
  try {
    await cloneTo(folder);
    for (let round = 0; round < freshRounds; round += 1) {
      for (const made of ['dist', 'cdk.out', '.data']) await rm(join(folder, made), { recursive: true, force: true });
      const running = await start(folder);
      fresh.push(running.readySeconds);
      await stop(running);
    }
    for (let round = 0; round < againRounds; round += 1) {
      const running = await start(folder);
      again.push(running.readySeconds);
      await stop(running);
    }
    const running = await start(folder);
    const atStart = await memoryOf(running.child.pid ?? 0);
    await askInTurn(running.url + PATH, REQUESTS);
    const afterRequests = await memoryOf(running.child.pid ?? 0);
    const inTurn = await askInTurn(running.url + PATH, REQUESTS);
    const load = await autocannon({ url: running.url + PATH, connections: 10, duration: seconds });
    const afterLoad = await memoryOf(running.child.pid ?? 0);
    await stop(running);

    const seconds2 = (value: number): string => value.toFixed(2);
    const memoryRow = (name: string, memory: readonly Memory[]): string[] => {
      const rss = sum(memory, ({ rssMb }) => rssMb);
      return [
        name,
        `${rss.toFixed(0)} MB (${sum(memory, ({ pssMb }) => pssMb).toFixed(0)} MB with shared pages counted once)`,
        `${MEMORY_TARGET_MB} MB`,
        verdict(rss, MEMORY_TARGET_MB),
      ];
    };
    return [
      `\`npm start\` in a clone in ${dirname(folder)}; ready is when ${PATH} has been answered.`,
      '',
      textTable(
        ['', 'median', 'target', ''],
        [
          [
            `ready, fresh clone (${fresh.map(seconds2).join(', ')})`,
            `${seconds2(median(fresh))} s`,
            `${FRESH_TARGET_S} s`,
            verdict(median(fresh), FRESH_TARGET_S),
          ],
          [
            `ready, sources unchanged (${again.map(seconds2).join(', ')})`,
            `${seconds2(median(again))} s`,
            `${AGAIN_TARGET_S} s`,
            verdict(median(again), AGAIN_TARGET_S),
          ],
          memoryRow('memory of all processes, demo loaded', atStart),
          memoryRow(`after ${REQUESTS} requests`, afterRequests),
          [...memoryRow(`after ${seconds} s of load`, afterLoad).slice(0, 2), '', 'for information'],
          [
            'one request after another',
            `p50 ${quantile(inTurn, 0.5).toFixed(1)} ms, p99 ${quantile(inTurn, 0.99).toFixed(1)} ms`,
            '',
            'for information',
          ],
          [
            '10 connections',
            `${load.requests.average.toFixed(0)} requests/s, p50 ${load.latency.p50} ms, p99 ${load.latency.p99} ms, ${load.non2xx + load.errors} faults`,
            '',
            'for information',
          ],
        ],
      ),
      '',
      textTable(
        [`process, after ${REQUESTS} requests`, 'RSS MB', 'PSS MB'],
        afterRequests.map(({ name, rssMb, pssMb }) => [name, rssMb.toFixed(0), pssMb.toFixed(0)]),
      ),
    ].join('\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
