import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { databasePath, findEngineBinary, freePort, runEngine } from '../src/engine.ts';
import { temporaryFolder } from './fixtures/system.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const startFixture = 'test/fixtures/start-fixture.ts';

type Command = { child: ChildProcess; out: () => string; err: () => string; ended: Promise<number | null> };

const children: ChildProcess[] = [];
const folders: { remove: () => Promise<void> }[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) await folder.remove();
});

const newFolder = async (): Promise<string> => {
  const folder = await temporaryFolder();
  folders.push(folder);
  return folder.path;
};

const command = (script: string, env: Record<string, string>, ...args: string[]): Command => {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const ended = new Promise<number | null>((done) => child.once('close', done));
  return { child, out: () => out, err: () => err, ended };
};

const ready = async (started: Command): Promise<string> =>
  new Promise((done, fail) => {
    const look = (): void => {
      const url = /ready: (\S+)/.exec(started.out())?.[1];
      // What follows that line may come by itself.
      if (url !== undefined && started.out().includes('Ctrl-C')) done(url);
    };
    started.child.stdout?.on('data', look);
    void started.ended.then((code) => fail(new Error(`ended with ${code} before it was ready: ${started.err()}`)));
    look();
  });

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

// Nobody may have waited for a process whose parent was killed: then it is a zombie.
const hasEnded = async (pid: number): Promise<boolean> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat === undefined ? !isAlive(pid) : /\) Z /.test(stat);
};

const enginePid = async (dataDir: string): Promise<number> =>
  (JSON.parse(await readFile(join(dataDir, 'engine.json'), 'utf8')) as { pid: number }).pid;

const put = (url: string, id: string): Promise<number> =>
  fetch(`${url}/items/${id}`, { method: 'PUT', body: id, headers: { 'content-type': 'text/plain' } }).then(
    ({ status }) => status,
  );

const upload = async (started: Command, key: string, accessKeyId = 'local'): Promise<void> => {
  const endpoint = /object store answers at (\S+)/.exec(started.out())?.[1];
  if (endpoint === undefined) throw new Error('no object store');
  const credentials = { accessKeyId, secretAccessKey: accessKeyId };
  const client = new S3Client({
    endpoint,
    region: 'ap-southeast-1',
    credentials,
    forcePathStyle: true,
    maxAttempts: 1,
  });
  await client.send(new PutObjectCommand({ Bucket: 'uploads', Key: `uploads/${key}`, Body: 'x' }));
};

/** What the function of uploads wrote down about one, once it has. */
const taken = async (url: string, key: string): Promise<{ pid: number }> => {
  for (;;) {
    const response = await fetch(`${url}/items/${encodeURIComponent(`uploads/${key}`)}`);
    if (response.status === 200) return (await response.json()) as { pid: number };
  }
};

const expectOneLine = async (started: Command, text: string): Promise<void> => {
  expect(await started.ended).not.toBe(0);
  expect(started.err().trimEnd().split('\n')).toEqual([expect.stringContaining(text)]);
};

describe('the start command', () => {
  it('says where things are, stops on Ctrl-C (which npm sends twice) with exit code 0, and leaves no process', async () => {
    const dataDir = await newFolder();
    const started = command(startFixture, { PORT: '0', DATA_DIR: dataDir });
    const url = await ready(started);
    const engine = await enginePid(dataDir);
    expect(started.out()).toContain(`\n  items    ${url}/items\n  data     ${dataDir}\n  stop     Ctrl-C\n`);
    started.child.kill('SIGINT');
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(0);
    expect(isAlive(engine)).toBe(false);
    expect(started.err()).toBe('');
  });

  it('keeps the object store where it was, so that forms which were given out go on working', async () => {
    const dataDir = await newFolder();
    const endpoints: (string | undefined)[] = [];
    for (let start = 0; start < 2; start += 1) {
      const started = command(startFixture, { PORT: '0', DATA_DIR: dataDir });
      await ready(started);
      endpoints.push(/object store answers at (\S+)/.exec(started.out())?.[1]);
      started.child.kill('SIGINT');
      await started.ended;
    }
    expect(endpoints[1]).toBe(endpoints[0]);
  });

  it('lets a request under way finish before it stops', async () => {
    const started = command(startFixture, { PORT: '0', DATA_DIR: await newFolder() });
    const url = await ready(started);
    const hanging = fetch(`${url}/echo/1?answer=hang`);
    await put(url, 'seen-after-the-hanging-one');
    started.child.kill('SIGTERM');
    expect((await hanging).status).toBe(503);
    expect(await started.ended).toBe(0);
  });

  it('keeps the data over a restart, and the steps that its caller has done', async () => {
    const env = { PORT: '0', DATA_DIR: await newFolder() };
    const first = command(startFixture, env);
    expect(await put(await ready(first), 'kept')).toBe(201);
    first.child.kill('SIGTERM');
    await first.ended;
    const second = command(startFixture, env);
    const url = await ready(second);
    expect(await (await fetch(`${url}/items/kept`)).text()).toBe('kept');
    expect(first.out()).toContain('fixture data is prepared');
    expect(second.out()).not.toContain('fixture data');
    second.child.kill('SIGTERM');
    await second.ended;
  });

  it.each([
    { what: 'the start command', withEngine: false },
    { what: 'the start command and the engine', withEngine: true },
  ])('loses no acknowledged write when $what is killed at any moment', async ({ withEngine }) => {
    const env = { PORT: '0', DATA_DIR: await newFolder() };
    const acknowledged: string[] = [];
    for (let round = 0; round < 4; round++) {
      const started = command(startFixture, env);
      const url = await ready(started);
      const engine = await enginePid(env.DATA_DIR);
      for (const id of acknowledged) expect(await (await fetch(`${url}/items/${id}`)).text()).toBe(id);
      const enough = 5 + round * 7;
      let killed = false;
      let count = 0;
      const writer = async (name: string): Promise<void> => {
        for (let at = 0; !killed; at++) {
          const id = `${round}-${name}-${at}`;
          if ((await put(url, id).catch(() => 0)) !== 201) return;
          acknowledged.push(id);
          if (++count < enough || killed) continue;
          killed = true;
          started.child.kill('SIGKILL');
          if (withEngine) process.kill(engine, 'SIGKILL');
        }
      };
      await Promise.all(['a', 'b', 'c', 'd'].map(writer));
      await started.ended;
    }
    const last = command(startFixture, env);
    const url = await ready(last);
    for (const id of acknowledged) expect(await (await fetch(`${url}/items/${id}`)).text()).toBe(id);
    last.child.kill('SIGTERM');
    expect(await last.ended).toBe(0);
  });

  it('loses no upload that was acknowledged when it is killed at any moment, and leaves no process', async () => {
    const env = { PORT: '0', DATA_DIR: await newFolder() };
    const acknowledged: string[] = [];
    for (let round = 0; round < 3; round++) {
      const started = command(startFixture, env);
      const url = await ready(started);
      const { pid } = await upload(started, `first-${round}`).then(() => taken(url, `first-${round}`));
      const uploader = async (name: string): Promise<void> => {
        for (let at = 0; !started.child.killed; at++) {
          const key = `${round}-${name}-${at}`;
          if (
            !(await upload(started, key).then(
              () => true,
              () => false,
            ))
          )
            return;
          acknowledged.push(key);
          if (acknowledged.length > round * 12 + 9) started.child.kill('SIGKILL');
        }
      };
      await Promise.all(['a', 'b', 'c'].map(uploader));
      await started.ended;
      while (!(await hasEnded(pid)));
    }
    const last = command(startFixture, env);
    const url = await ready(last);
    for (const key of acknowledged) await taken(url, key);
    last.child.kill('SIGTERM');
    expect(await last.ended).toBe(0);
  });

  it('ends the processes of functions on Ctrl-C', async () => {
    const started = command(startFixture, { PORT: '0', DATA_DIR: await newFolder() });
    const url = await ready(started);
    await upload(started, 'a');
    const { pid } = await taken(url, 'a');
    expect(isAlive(pid)).toBe(true);
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(0);
    expect(isAlive(pid)).toBe(false);
    expect(started.err()).toBe('');
  });

  it('takes uploads beside a database elsewhere, signed as that one is asked', async () => {
    const engine = await runEngine({});
    const dataDir = await newFolder();
    const started = command(startFixture, {
      PORT: '0',
      DATA_DIR: dataDir,
      AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
      AWS_ACCESS_KEY_ID: 'elsewhere',
      AWS_SECRET_ACCESS_KEY: 'elsewhere',
    });
    const url = await ready(started);
    expect(started.out()).toContain(`${engine.endpoint}, images ${dataDir}`);
    await upload(started, 'a', 'elsewhere');
    await taken(url, 'a');
    await expect(upload(started, 'b')).rejects.toThrow(expect.objectContaining({ name: 'InvalidAccessKeyId' }));
    started.child.kill('SIGTERM');
    expect(await started.ended).toBe(0);
    await engine.stop();
  });

  it('runs no object store where it is told one, and says what is not served then', async () => {
    const started = command(startFixture, {
      PORT: '0',
      DATA_DIR: await newFolder(),
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9',
    });
    const url = await ready(started);
    expect(started.out()).not.toContain('the object store answers');
    expect(started.out()).toContain('not served on this machine: what is in buckets elsewhere');
    expect(await put(url, 'x')).toBe(201);
    started.child.kill('SIGTERM');
    expect(await started.ended).toBe(0);
  });

  it.each(['AWS_ENDPOINT_URL_DYNAMODB', 'AWS_ENDPOINT_URL_S3'])('names a %s that is no address', async (name) => {
    await expectOneLine(
      command(startFixture, { PORT: '0', DATA_DIR: await newFolder(), [name]: 'localhost' }),
      `${name}=localhost is no http(s) address`,
    );
  });

  it('takes over from an engine that outlived its start', async () => {
    const dataDir = await newFolder();
    const orphan = spawn(findEngineBinary(), [
      ...['serve', '--host', '127.0.0.1', '--port', String(await freePort())],
      ...['--db-path', databasePath(dataDir)],
    ]);
    children.push(orphan);
    const gone = new Promise((done) => orphan.once('exit', done));
    await new Promise((done) => orphan.stderr.once('data', done));
    const started = command(startFixture, { PORT: '0', DATA_DIR: dataDir });
    expect(await put(await ready(started), 'x')).toBe(201);
    await gone;
  });

  it('stops cleanly when it is asked to before it is ready', async () => {
    const dataDir = await newFolder();
    const started = command('test/fixtures/start-slowly.ts', { PORT: '0', DATA_DIR: dataDir });
    const engine = await new Promise<number>((done) => {
      started.child.stdout?.on('data', () => {
        if (started.out().includes('the database answers')) void enginePid(dataDir).then(done);
      });
    });
    started.child.kill('SIGTERM');
    expect(await started.ended).toBe(0);
    expect(isAlive(engine)).toBe(false);
    expect(started.err()).toBe('');
  });

  it('uses the endpoint that it is told, and leaves that engine running', async () => {
    const engine = await runEngine({});
    const dataDir = await newFolder();
    const env = { PORT: '0', DATA_DIR: dataDir, AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint };
    const started = command(startFixture, env);
    expect(await put(await ready(started), 'elsewhere')).toBe(201);
    expect(JSON.parse(await readFile(join(dataDir, 'engine.json'), 'utf8'))).toEqual({ endpoint: engine.endpoint });
    started.child.kill('SIGTERM');
    expect(await started.ended).toBe(0);
    const again = command(startFixture, env);
    expect(await (await fetch(`${await ready(again)}/items/elsewhere`)).text()).toBe('elsewhere');
    again.child.kill('SIGTERM');
    await again.ended;
    await engine.stop();
  });

  it('ends with one line when its engine ends', async () => {
    const dataDir = await newFolder();
    const started = command(startFixture, { PORT: '0', DATA_DIR: dataDir });
    await ready(started);
    process.kill(await enginePid(dataDir), 'SIGKILL');
    await expectOneLine(started, 'The database engine ended unexpectedly');
  });

  it('does not serve a folder that another start serves, and leaves that one alone', async () => {
    const dataDir = await newFolder();
    const first = command(startFixture, { PORT: '0', DATA_DIR: dataDir });
    const url = await ready(first);
    await expectOneLine(
      command(startFixture, { PORT: '0', DATA_DIR: dataDir }),
      'is served by a running start already',
    );
    expect(await put(url, 'still-served')).toBe(201);
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
  });

  it('is one start when several race for a folder that a killed start left', async () => {
    const dataDir = await newFolder();
    await writeFile(join(dataDir, 'start.lock'), JSON.stringify({ pid: 2 ** 22 + 1, identity: 'gone' }));
    const starting = Array.from({ length: 3 }, () => command(startFixture, { PORT: '0', DATA_DIR: dataDir }));
    const outcomes = await Promise.all(
      starting.map((each) =>
        ready(each).then(
          () => 'ready',
          () => 'refused',
        ),
      ),
    );
    expect(outcomes.sort()).toEqual(['ready', 'refused', 'refused']);
  });

  it('names a port in use', async () => {
    const other = createServer();
    const port = await freePort();
    await new Promise<void>((done) => other.listen(port, '127.0.0.1', done));
    const started = command(startFixture, { PORT: String(port), DATA_DIR: await newFolder() });
    await expectOneLine(started, `Port ${port} of 127.0.0.1 is in use`);
    other.close();
  });

  it('names a data folder that cannot be written', async () => {
    const file = join(await newFolder(), 'file');
    await writeFile(file, '');
    await expectOneLine(command(startFixture, { PORT: '0', DATA_DIR: join(file, 'data') }), 'cannot be written');
  });

  it.each(['70000', 'abc', '-1'])('names a PORT that is none: %s', async (PORT) => {
    await expectOneLine(command(startFixture, { PORT, DATA_DIR: await newFolder() }), `PORT=${PORT}`);
  });

  it('names a database that does not answer', async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    const started = command(startFixture, {
      PORT: '0',
      DATA_DIR: await newFolder(),
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    });
    await expectOneLine(started, endpoint);
  });

  it('says what to do on a platform without an engine', () => {
    expect(() => findEngineBinary('plan9-mips')).toThrow(/plan9-mips.*AWS_ENDPOINT_URL_DYNAMODB/);
  });
});
