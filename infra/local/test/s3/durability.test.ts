import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Death, FromServer, Step, ToServer } from '../fixtures/s3-server.ts';
import { buckets, clientFor, credentials, errorOf, filesOf, region, startStore } from '../fixtures/s3-store.ts';
import { temporaryFolder } from '../fixtures/system.ts';

type Server = {
  endpoint: string;
  client: S3Client;
  arm: (death: Death) => Promise<void>;
  peakMegabytes: () => Promise<number>;
  /** Waits until it is dead by its own hand, or kills it. */
  end: (how: 'dies' | 'kill') => Promise<void>;
};

let scratch: Awaited<ReturnType<typeof temporaryFolder>>;
let bundle: string;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  scratch = await temporaryFolder();
  bundle = join(scratch.path, 'server.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('../fixtures/s3-server.ts', import.meta.url))],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await scratch.remove();
});

const serve = async (folder: string): Promise<Server> => {
  const child = fork(bundle, [folder, JSON.stringify({ buckets, credentials, region })], { execArgv: [] });
  running.add(child);
  const exited = once(child, 'exit');
  const next = async (): Promise<FromServer> => (await once(child, 'message'))[0] as FromServer;
  const ask = (message: ToServer): Promise<FromServer> => {
    const response = next();
    child.send(message);
    return response;
  };
  const { endpoint } = (await next()) as { endpoint: string };
  const client = clientFor(endpoint);
  return {
    endpoint,
    client,
    arm: async (death) => void (await ask({ death })),
    peakMegabytes: async () => ((await ask('memory')) as { peakMegabytes: number }).peakMegabytes,
    end: async (how) => {
      if (how === 'kill') child.kill('SIGKILL');
      await exited;
      running.delete(child);
      client.destroy();
    },
  };
};

const version = (n: number): { body: string; headers: Record<string, string> } => ({
  body: `${n}`.repeat(200_000 + n),
  headers: { n: `${n}` },
});

const put = ({ client }: Server, n: number) => {
  const { body, headers } = version(n);
  return client.send(new PutObjectCommand({ Bucket: 'uploads', Key: 'k', Body: body, Metadata: headers }));
};

/** The number of the version that is there, whole and with the headers that are its own; 0 for none. */
const readWhole = async ({ client }: Server): Promise<number> => {
  const described = await client.send(new HeadObjectCommand({ Bucket: 'uploads', Key: 'k' })).catch((error: Error) => {
    if (error.name !== 'NotFound') throw error;
    return undefined;
  });
  const object = await client.send(new GetObjectCommand({ Bucket: 'uploads', Key: 'k' })).catch((error: Error) => {
    if (error.name !== 'NoSuchKey') throw error;
    return undefined;
  });
  expect(described !== undefined).toBe(object !== undefined);
  if (!object) return 0;
  const n = Number(object.Metadata?.n);
  expect((await object.Body?.transformToString()) === version(n).body).toBe(true);
  expect(described).toMatchObject({ ETag: object.ETag, ContentLength: object.ContentLength });
  return n;
};

/** Kills a server at each of the given steps of some work, in one folder, and looks at what is there after each. */
const killAt = async (
  folder: string,
  deaths: Death[],
  work: (server: Server, n: number) => Promise<unknown>,
  look: (server: Server, n: number, death: Death) => Promise<void>,
): Promise<void> => {
  let server = await serve(folder);
  for (const [index, death] of deaths.entries()) {
    await server.arm(death);
    expect(await errorOf(work(server, index + 2))).not.toBe('no refusal');
    await server.end('dies');
    server = await serve(folder);
    await look(server, index + 2, death);
  }
  await server.end('kill');
};

describe('a server that is killed', () => {
  it('while it writes has the old object or the new one after it, at whatever step it died', async () => {
    const folder = join(scratch.path, 'put');
    const first = await serve(folder);
    await put(first, 1);
    await first.end('kill');
    const whens = ['before', 'halfway', 'after'] as const;
    const of = (step: Step, at = 1): Death[] => whens.map((when) => ({ step, at, when }));
    // The first fsync is of the file, the second of its folder.
    const deaths = [of('write'), of('write', 3), of('seal'), of('sync'), of('rename'), of('sync', 2)].flat();
    let old = 1;
    const outcomes: string[] = [];
    await killAt(folder, deaths, put, async (server, n) => {
      const found = await readWhole(server);
      expect([old, n]).toContain(found);
      expect(await filesOf(folder)).toHaveLength(1);
      outcomes.push(found === n ? 'new' : 'old');
      old = found;
    });
    // A rename is whole or has not been: it is the step from the one to the other.
    const renamed = deaths.findIndex(({ step, when }) => step === 'rename' && when === 'after');
    expect(outcomes).toEqual(deaths.map((_, index) => (index < renamed ? 'old' : 'new')));
  });

  it('while two write one key has one of them whole', async () => {
    const folder = join(scratch.path, 'two');
    const both = (server: Server, n: number) => Promise.all([put(server, n), put(server, n + 100)]);
    let old = 0;
    const deaths: Death[] = [
      { step: 'write', at: 4, when: 'halfway' },
      { step: 'seal', at: 2, when: 'halfway' },
      { step: 'rename', at: 1, when: 'after' },
      { step: 'rename', at: 2, when: 'before' },
      { step: 'rename', at: 2, when: 'after' },
    ];
    await killAt(folder, deaths, both, async (server, n) => {
      const found = await readWhole(server);
      expect([old, n, n + 100]).toContain(found);
      old = found;
    });
  });

  it('while it deletes has the object or not, in every way of looking', async () => {
    const folder = join(scratch.path, 'delete');
    const drop = ({ client }: Server) => client.send(new DeleteObjectCommand({ Bucket: 'uploads', Key: 'k' }));
    const server = await serve(folder);
    await put(server, 1);
    await server.end('kill');
    await killAt(folder, [{ step: 'rm', at: 1, when: 'before' }], drop, async (again) =>
      expect(await readWhole(again)).toBe(1),
    );
    await killAt(folder, [{ step: 'rm', at: 1, when: 'after' }], drop, async (again) =>
      expect(await readWhole(again)).toBe(0),
    );
  });
});

describe('a file that the disk spoiled', () => {
  it('is not served, and can be replaced and removed', async () => {
    const store = await startStore();
    const command = { Bucket: 'media', Key: 'spoiled' };
    const write = () => store.client.send(new PutObjectCommand({ ...command, Body: 'whole' }));
    const read = () => errorOf(store.client.send(new GetObjectCommand(command)));
    for (const bytes of [0, 3, 40]) {
      await write();
      const [file = ''] = await filesOf(store.folder);
      await truncate(file, bytes);
      await store.restart();
      expect(await read()).toBe('InternalError');
      expect(await store.keys('media')).toEqual([]);
      await write();
      expect(await read()).toBe('no refusal');
      await truncate(file, bytes);
      await store.client.send(new DeleteObjectCommand(command));
      expect(await read()).toBe('NoSuchKey');
    }
    await store.stop();
  });
});

describe('a restart', () => {
  it('finds everything as it was', async () => {
    const store = await startStore();
    const command = { Bucket: 'media', Key: 'kept', Body: 'kept', ContentType: 'text/plain', Metadata: { a: 'b' } };
    const { ETag } = await store.client.send(new PutObjectCommand(command));
    const before = await store.client.send(new GetObjectCommand({ Bucket: 'media', Key: 'kept' }));
    await store.restart();
    const after = await store.client.send(new GetObjectCommand({ Bucket: 'media', Key: 'kept' }));
    expect(await after.Body?.transformToString()).toBe('kept');
    expect(after).toMatchObject({
      ETag,
      ContentType: 'text/plain',
      Metadata: { a: 'b' },
      LastModified: before.LastModified,
    });
    const again = await store.client.send(new PutObjectCommand(command));
    expect(again.ETag).toBe(ETag);
    const [first, second] = store.created.map(({ sequencer }) => sequencer);
    expect(String(first) < String(second)).toBe(true);
    await store.stop();
  });

  it('counts the writes of a key upwards, also when the clock was set back before a restart', async () => {
    const store = await startStore();
    const command = { Bucket: 'media', Key: 'kept', Body: 'kept' };
    await store.client.send(new PutObjectCommand(command));
    store.shift(-300);
    await store.restart();
    await store.client.send(new PutObjectCommand(command));
    const [first, second] = store.created.map(({ sequencer }) => sequencer);
    expect(String(first) < String(second)).toBe(true);
    await store.stop();
  });
});

describe('a large object', () => {
  it('passes through, in and out, without being held', async () => {
    const server = await serve(join(scratch.path, 'large'));
    const before = await server.peakMegabytes();
    const size = 200 * 1024 ** 2;
    const piece = Buffer.alloc(1024 ** 2, 'bytes of a film ');
    const film = Readable.from(Array.from({ length: size / piece.length }, () => piece));
    const client = clientFor(server.endpoint, { requestChecksumCalculation: 'WHEN_REQUIRED' });
    const url = await getSignedUrl(client, new PutObjectCommand({ Bucket: 'media', Key: 'film' }));
    const headers = { 'content-length': String(size) };
    const response = await fetch(url, {
      method: 'PUT',
      headers,
      body: Readable.toWeb(film),
      duplex: 'half',
    } as RequestInit);
    expect(response.status).toBe(200);
    const object = await server.client.send(new GetObjectCommand({ Bucket: 'media', Key: 'film' }));
    let read = 0;
    for await (const bytes of object.Body as AsyncIterable<Buffer>) read += bytes.length;
    expect(read).toBe(size);
    expect((await server.peakMegabytes()) - before).toBeLessThan(100);
    client.destroy();
    await server.end('kill');
  });
});
