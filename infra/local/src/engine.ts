import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { StartProblem } from './problem.ts';

export type Engine = {
  endpoint: string;
  /** Absent for an external engine. */
  pid?: number;
  /** Resolves when the engine ends unexpectedly; never rejects. */
  ended: Promise<string>;
  stop: () => Promise<void>;
};

/** The content of `DATA_DIR/engine.json`, about the engine of the folder. */
export type EngineRecord = { pid?: number; port?: number; endpoint: string };

const host = '127.0.0.1';
const portAttempts = 5;
const stopPatienceMs = 10_000;

export const engineRecordPath = (dataDir: string): string => join(dataDir, 'engine.json');
export const databasePath = (dataDir: string): string => resolve(dataDir, 'table.db');

/** The engine's binary for this platform; without one a `StartProblem` with instructions. */
export const findEngineBinary = (platform = `${process.platform}-${process.arch}`): string => {
  try {
    const binary = createRequire(import.meta.url).resolve(`@dynoxide/${platform}/dynoxide`);
    accessSync(binary, constants.X_OK);
    return binary;
  } catch {
    throw new StartProblem(
      `No database engine for ${platform} is installed: run npm ci on linux-x64, or set AWS_ENDPOINT_URL_DYNAMODB to a DynamoDB endpoint.`,
    );
  }
};

export const freePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((done, fail) => {
    probe.once('error', fail);
    probe.listen(0, host, done);
  });
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === 'string') throw new Error('A TCP server has an address with a port');
  return address.port;
};

const exited = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

// Its own session: Ctrl-C in the terminal must only reach the start command, which drains before it stops the engine.
const spawnEngine = (binary: string, port: number, database: string | undefined): ChildProcess =>
  spawn(binary, ['serve', '--host', host, '--port', String(port), ...(database ? ['--db-path', database] : [])], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });

// The pipe closes however this process ends, SIGKILL included; the shell then ends the engine.
const guard = (pid: number): ChildProcess => {
  const child = spawn('sh', ['-c', 'read -r word; [ "$word" = released ] || kill "$0" 2>/dev/null', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.on('error', () => undefined);
  child.stdin?.on('error', () => undefined);
  child.unref();
  return child;
};

const listening = (child: ChildProcess): Promise<{ up: true } | { up: false; output: string }> =>
  new Promise((resolve) => {
    let output = '';
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(-2_000);
      if (output.includes('listening on')) resolve({ up: true });
    });
    child.once('error', (error) => resolve({ up: false, output: error.message }));
    child.once('close', () => resolve({ up: false, output: output.trim() }));
  });

/**
 * Runs the embedded engine on a port of 127.0.0.1 (default: a free one), in memory or on a database file. It ends with
 * this process, however this process ends. `onSpawn` is called before it listens.
 */
export const runEngine = async (options: {
  binary?: string;
  database?: string;
  port?: number;
  onSpawn?: (record: EngineRecord) => Promise<void>;
}): Promise<Engine> => {
  const binary = options.binary ?? findEngineBinary();
  let output = '';
  for (let attempt = 0; attempt < portAttempts; attempt++) {
    const port = options.port ?? (await freePort());
    const endpoint = `http://${host}:${port}`;
    const child = spawnEngine(binary, port, options.database);
    const started = listening(child);
    const pid = child.pid;
    if (pid === undefined) {
      const outcome = await started;
      throw new StartProblem(`The database engine did not start: ${outcome.up ? 'no process' : outcome.output}`);
    }
    const watcher = guard(pid);
    await options.onSpawn?.({ pid, port, endpoint });
    const outcome = await started;
    if (!outcome.up) {
      watcher.stdin?.end('released\n');
      output = outcome.output;
      continue;
    }
    let stopping = false;
    const gone = new Promise<void>((done) => {
      if (exited(child)) done();
      child.once('exit', () => done());
    });
    const ended = gone.then(() => {
      watcher.stdin?.end('released\n');
      if (stopping) return new Promise<never>(() => undefined);
      return `The database engine ended unexpectedly (${child.signalCode ?? `exit code ${child.exitCode}`}).`;
    });
    child.unref();
    (child.stderr as unknown as { unref?: () => void } | null)?.unref?.();
    return {
      endpoint,
      pid,
      ended,
      stop: async () => {
        stopping = true;
        if (!exited(child)) child.kill('SIGTERM');
        const impatience = setTimeout(() => child.kill('SIGKILL'), stopPatienceMs);
        child.ref();
        await gone;
        clearTimeout(impatience);
      },
    };
  }
  throw new StartProblem(`The database engine did not start: ${output || 'it ended without a word'}`);
};
