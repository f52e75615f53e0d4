import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '@ocop/local-aws/engine';
import pg from 'pg';

const DEBIAN = '/usr/lib/postgresql';
const START_PATIENCE_MS = 30_000;

export type Postgres = { connectionString: string; pid: number; version: string; stop: () => Promise<void> };

/** The folder of `initdb` and `postgres`, or undefined if PostgreSQL is not installed. */
const binaries = (): string | undefined => {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(DEBIAN, version, 'bin')), ...(process.env.PATH ?? '').split(':')];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
};

/** PostgreSQL refuses to run as root. */
const otherUser = (): { uid?: number; gid?: number } => {
  if (process.getuid?.() !== 0) return {};
  const idOf = (kind: '-u' | '-g', name: string): number => Number(execFileSync('id', [kind, name], { stdio: 'pipe' }));
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: idOf('-u', name), gid: idOf('-g', name) };
    } catch {
      // The next one.
    }
  }
  return {};
};

const answers = async (connectionString: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** A PostgreSQL of its own on a free port of 127.0.0.1 with its default settings; undefined where it is not installed. */
export const startPostgres = async (command: (program: string, args: string[]) => [string, string[]]) => {
  const bin = binaries();
  if (bin === undefined) return undefined;
  const user = otherUser();
  const folder = await mkdtemp(join(tmpdir(), 'ocop-postgres-'));
  const data = join(folder, 'data');
  await mkdir(data, { mode: 0o700 });
  for (const path of [folder, data]) if (user.uid !== undefined) await chown(path, user.uid, user.gid ?? user.uid);
  const options = { cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8' }, ...user };
  await promisify(execFile)(join(bin, 'initdb'), ['-D', data, '-U', 'bench', '-A', 'trust', '-E', 'UTF8'], options);
  const port = await freePort();
  const settings = ['-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1'];
  const [program, args] = command(join(bin, 'postgres'), ['-D', data, ...settings]);
  const child = spawn(program, args, { ...options, stdio: 'ignore' });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const connectionString = `postgres://bench@127.0.0.1:${port}/postgres`;
  const stop = async (): Promise<void> => {
    child.kill('SIGINT');
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  for (const deadline = performance.now() + START_PATIENCE_MS; !(await answers(connectionString)); await pause(100)) {
    if (child.exitCode === null && performance.now() < deadline) continue;
    await stop();
    throw new Error('PostgreSQL did not start');
  }
  const { stdout } = await promisify(execFile)(join(bin, 'postgres'), ['--version']);
  return { connectionString, pid: child.pid ?? 0, version: stdout.trim(), stop } satisfies Postgres;
};
