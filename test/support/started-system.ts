import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export type StartedSystem = {
  url: string;
  dataDir: string;
  /** What the start command has printed. */
  said: () => string;
  stop: () => Promise<void>;
  /** Ends the start command and its engine with SIGKILL; the data stays. */
  kill: () => Promise<void>;
};

/** The whole system as `npm start` or `npm run dev` runs it, on a free port with no demo data, in a data folder of its own unless it is told. */
export const startSystem = async (
  options: { dataDir?: string; command?: 'start' | 'dev'; root?: string } = {},
): Promise<StartedSystem> => {
  const { command = 'start', root = ROOT } = options;
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'ocop-system-')));
  const child = spawn(process.execPath, ['--import', 'tsx', `infra/commands/${command}.ts`], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', PORT: '0', DATA_DIR: dataDir, DEMO: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((done) => {
    child.once('close', () => done());
  });
  let said = '';
  const url = await new Promise<string>((done, fail) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /ready: (\S+)/.exec(said)?.[1];
      if (found !== undefined) done(found);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    void ended.then(() => fail(new Error(`the system ended before it was ready: ${said}`)));
  });
  return {
    url,
    dataDir,
    said: () => said,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      await rm(dataDir, { recursive: true, force: true });
    },
    kill: async () => {
      const engine = JSON.parse(await readFile(join(dataDir, 'engine.json'), 'utf8')) as { pid: number };
      child.kill('SIGKILL');
      process.kill(engine.pid, 'SIGKILL');
      await ended;
    },
  };
};
