import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readFields, replaceFile } from './durable-file.ts';
import { type EngineRecord, engineRecordPath } from './engine.ts';
import { StartProblem } from './problem.ts';

const stopPatienceMs = 10_000;
const claimAttempts = 100;

type Holder = { pid: number; identity: string };

const bootId = (): Promise<string> => readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');

// A pid can be reused by another process; with the boot and the start time it is unique.
const identityOf = async (pid: number): Promise<string | undefined> => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return process.platform === 'linux' ? undefined : 'alive';
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : `${(await bootId()).trim()}:${fields[19]}`;
};

const readHolder = async (path: string): Promise<{ text: string; holder: Holder | undefined } | undefined> => {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { pid, identity } = readFields(text) ?? {};
  const isHolder = Number.isSafeInteger(pid) && (pid as number) > 0 && typeof identity === 'string';
  return { text, holder: isHolder ? ({ pid, identity } as Holder) : undefined };
};

const reasonOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

const cannotLock = (dataDir: string, error: unknown): StartProblem =>
  new StartProblem(`The data folder ${dataDir} cannot be locked (${reasonOf(error)}): set DATA_DIR to another.`);

/** Creates a folder with its parents, one by one: Node's recursive mkdir never returns if a file system rejects folders. */
const makeFolder = async (path: string): Promise<void> => {
  if (existsSync(path)) return;
  await makeFolder(dirname(path));
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
};

/**
 * Creates the data folder and locks it for this process, so that two starts never serve one folder. A folder that
 * cannot be written, or that a running start serves, is a `StartProblem`. The lock of a killed start is replaced.
 */
export const claimDataDir = async (dataDir: string): Promise<{ release: () => Promise<void> }> => {
  const lock = join(dataDir, 'start.lock');
  const mine = join(dataDir, `.start-${randomUUID()}`);
  const text = JSON.stringify({ pid: process.pid, identity: (await identityOf(process.pid)) ?? '' });
  try {
    await makeFolder(dataDir);
    await writeFile(mine, text);
  } catch (error) {
    throw new StartProblem(
      `The data folder ${dataDir} cannot be written (${reasonOf(error)}): set DATA_DIR to another.`,
    );
  }
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await link(mine, lock);
        break;
      } catch (error) {
        // An unreadable lock, such as a broken link, exists in every attempt.
        if (reasonOf(error) !== 'EEXIST' || attempt === claimAttempts) {
          throw cannotLock(dataDir, error);
        }
      }
      const found = await readHolder(lock);
      if (!found) continue;
      const { holder } = found;
      if (holder && (await identityOf(holder.pid)) === holder.identity) {
        throw new StartProblem(
          `The data folder ${dataDir} is served by a running start already (process ${holder.pid}): stop it, or set DATA_DIR to another.`,
        );
      }
      const aside = join(dataDir, `.stale-${randomUUID()}`);
      const moved = await rename(lock, aside).then(
        () => true,
        (error: unknown) => {
          if (reasonOf(error) === 'ENOENT') return false;
          throw cannotLock(dataDir, error);
        },
      );
      // Another start can have replaced the stale lock in between; then its lock was moved: restore it.
      if (moved && (await readHolder(aside))?.text !== found.text) await link(aside, lock).catch(() => undefined);
      await rm(aside, { force: true });
    }
  } finally {
    await rm(mine, { force: true });
  }
  return {
    release: async () => {
      if ((await readHolder(lock))?.text === text) await rm(lock, { force: true });
    },
  };
};

const enginesOn = async (database: string): Promise<number[]> => {
  const names = await readdir('/proc').catch(() => [] as string[]);
  const pids = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const matches = await Promise.all(
    pids.map(async (pid) => {
      const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      const words = commandLine.split('\0');
      return (words[0] ?? '').includes('dynoxide') && words[words.indexOf('--db-path') + 1] === database;
    }),
  );
  return pids.filter((_, index) => matches[index]);
};

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (reasonOf(error) === 'EPERM')
      throw new StartProblem(`Another user's engine (process ${pid}) serves the data folder.`);
  }
};

/** Ends engines of a killed start on the database; call it only while holding the folder's lock. */
export const endStaleEngines = async (database: string): Promise<void> => {
  const deadline = performance.now() + stopPatienceMs;
  for (let pids = await enginesOn(database); pids.length > 0; pids = await enginesOn(database)) {
    for (const pid of pids) signal(pid, performance.now() < deadline ? 'SIGTERM' : 'SIGKILL');
    await pause(20);
  }
};

export const recordEngine = (dataDir: string, record: EngineRecord): Promise<void> =>
  replaceFile(engineRecordPath(dataDir), `${JSON.stringify(record)}\n`);
