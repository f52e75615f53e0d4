import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamo } from '../src/dynamo.ts';
import { runEngine } from '../src/engine.ts';
import { createBucket } from '../src/gateway.ts';
import { issueToken, loadSigningKey } from '../src/identity.ts';
import { run } from '../src/run.ts';
import { readSystem } from '../src/template.ts';
import { sweepExpired } from '../src/ttl.ts';
import { createTable, engineClient } from './fixtures/engine.ts';
import { assembly, type ServedFixture, serveFixture, temporaryFolder } from './fixtures/system.ts';

let served: ServedFixture;

beforeAll(async () => {
  served = await serveFixture();
});

afterAll(async () => {
  await served.stop();
});

const ask = (path: string, init?: RequestInit): Promise<Response> => fetch(served.url + path, init);

type Echo = {
  event: Record<string, unknown> & { requestContext: { requestId: string; authorizer: { jwt: { claims: unknown } } } };
  environment: unknown;
  remaining: boolean;
  offset: number;
};

const echoOf = async (response: Response): Promise<Echo> => (await response.json()) as Echo;

/** What the server says to bytes that no HTTP client would send. */
const sendBytes = (bytes: string): Promise<string> =>
  new Promise((done, fail) => {
    const socket = connect(Number(new URL(served.url).port), '127.0.0.1', () => socket.write(bytes));
    let said = '';
    socket.setEncoding('latin1').on('data', (chunk) => {
      said += chunk;
    });
    socket.on('error', fail);
    socket.on('close', () => done(said));
  });

const poll = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
  }
};

describe('the gateway', () => {
  it('hands a request to the function that its route names, with the template’s environment', async () => {
    const response = await ask('/echo/a%20b?x=1&x=2', { headers: { 'X-Request-Id': 'mine' } });
    const { event, environment, remaining, offset } = await echoOf(response);
    expect(response.status).toBe(200);
    expect(response.headers.get('apigw-requestid')).toBe(event.requestContext.requestId);
    expect(event).toMatchObject({
      routeKey: 'GET /echo/{id}',
      pathParameters: { id: 'a b' },
      queryStringParameters: { x: '1,2' },
      headers: { 'x-request-id': 'mine' },
    });
    expect(environment).toEqual({
      POOL: 'local_ocop',
      TABLE_NAME: 'Table0001',
      AWS_REGION: 'ap-southeast-1',
      AWS_LAMBDA_FUNCTION_NAME: 'Answers',
    });
    expect({ remaining, offset }).toEqual({ remaining: true, offset: new Date().getTimezoneOffset() });
  });

  it('hands a request on with the header of the edge, in place of what the caller sent under its name', async () => {
    for (const headers of [{}, { 'X-Edge-Secret': 'made-up' }]) {
      const { event } = await echoOf(await ask('/echo/1', { headers }));
      expect(event.headers).toMatchObject({ 'x-edge-secret': expect.stringMatching(/^[0-9a-f]{64}$/) });
    }
  });

  it('gives what no route claims to the default route', async () => {
    const { event } = await echoOf(await ask('/nowhere', { method: 'DELETE' }));
    expect(event).toMatchObject({ routeKey: '$default', rawPath: '/nowhere' });
    expect(event).not.toHaveProperty('pathParameters');
  });

  it.each([
    { result: 'text', status: 200, body: 'Xin chào' },
    { result: 'object', status: 200, body: '{"hello":"OCOP"}' },
    { result: 'empty', status: 204, body: '' },
    { result: 'throw', status: 500, body: '{"message":"Internal Server Error"}' },
    { result: 'bad-status', status: 500, body: '{"message":"Internal Server Error"}' },
    { result: 'bad-header', status: 500, body: '{"message":"Internal Server Error"}' },
  ])('answers $status when the function’s answer is: $result', async ({ result, status, body }) => {
    const response = await ask(`/echo/1?answer=${result}`);
    expect(response.status).toBe(status);
    expect(await response.text()).toBe(body);
  });

  it('sends bytes and several cookies', async () => {
    const response = await ask('/echo/1?answer=bytes');
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from([1, 2, 255]));
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2']);
  });

  it('answers HEAD without a body', async () => {
    const response = await ask('/echo/1', { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(0);
    expect(await response.text()).toBe('');
  });

  it('answers 500 to events that a function took down with it, and starts it anew', async () => {
    expect((await ask('/echo/1?answer=exit')).status).toBe(500);
    expect((await ask('/echo/1')).status).toBe(200);
  });

  it('answers 503 at the function’s time-out, while others go on, and ends a function that is stuck', async () => {
    const hanging = ask('/echo/1?answer=hang');
    expect((await ask('/echo/1')).status).toBe(200);
    expect((await hanging).status).toBe(503);
    const stuck = await ask('/echo/1?answer=spin');
    expect([stuck.status, await stuck.text()]).toEqual([503, '{"message":"Service Unavailable"}']);
    await poll(async () => ((await ask('/echo/1')).status === 200 ? true : undefined));
  });

  it('refuses a private route without a token and opens it with one', async () => {
    const refused = await ask('/private');
    expect([refused.status, await refused.text()]).toEqual([401, '{"message":"Unauthorized"}']);
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');

    const officer = { name: 'officer-ninh-binh', groups: ['officer'] };
    const token = await issueToken(await loadSigningKey(served.dataDir), officer, {
      now: Math.floor(Date.now() / 1000),
    });
    const headers = { authorization: `Bearer ${token}` };
    const { event } = await echoOf(await ask('/private', { headers }));
    expect(event.requestContext.authorizer.jwt.claims).toMatchObject({
      sub: officer.name,
      'cognito:groups': '[officer]',
    });
    const forbidden = await ask('/scoped', { headers });
    expect([forbidden.status, await forbidden.text()]).toEqual([403, '{"message":"Forbidden"}']);
    expect((await ask('/private', { headers: { authorization: `Bearer ${token}x` } })).status).toBe(401);
  });

  it('takes no identity from a header on a public route', async () => {
    const headers = { 'x-amzn-authorizer': 'officer', authorization: 'x' };
    const { event } = await echoOf(await ask('/echo/1', { headers }));
    expect(event.requestContext).not.toHaveProperty('authorizer');
  });

  it('answers preflights itself, for the allowed origin only', async () => {
    const headers = { 'access-control-request-method': 'PUT', origin: 'https://ocop.example' };
    const granted = await ask('/items/1', { method: 'OPTIONS', headers });
    expect(granted.status).toBe(204);
    expect(Object.fromEntries(granted.headers)).toMatchObject({
      'access-control-allow-origin': 'https://ocop.example',
      'access-control-allow-methods': '*',
      'access-control-allow-headers': 'authorization',
      'access-control-max-age': '3600',
    });
    const foreign = await ask('/items/1', {
      method: 'OPTIONS',
      headers: { ...headers, origin: 'https://evil.example' },
    });
    expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([204, null]);
  });

  it('puts its CORS headers in place of the function’s', async () => {
    const own = await ask('/echo/1?answer=empty', { headers: { origin: 'https://ocop.example' } });
    expect(own.headers.get('access-control-allow-origin')).toBe('https://ocop.example');
    expect(own.headers.get('access-control-expose-headers')).toBe('etag');
    const foreign = await ask('/echo/1?answer=empty', { headers: { origin: 'https://evil.example' } });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('answers 429 beyond a route’s burst', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 3; count++) statuses.push((await ask('/narrow')).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('refills a bucket at its rate', () => {
    let time = 0;
    const take = createBucket({ rate: 2, burst: 1 }, () => time);
    const taken = [take(), take()];
    time = 500;
    taken.push(take(), take());
    expect(taken).toEqual([true, false, true, false]);
  });

  it('refills a bucket at its rate also after the clock was set back', () => {
    let time = 3_600_000;
    const take = createBucket({ rate: 2, burst: 1 }, () => time);
    const taken = [take(), take()];
    time = 0;
    taken.push(take());
    time = 500;
    taken.push(take(), take());
    expect(taken).toEqual([true, false, false, true, false]);
  });

  it.each([
    { what: 'more than 10 MB', bytes: 10 * 1024 * 1024 + 1, status: 413 },
    { what: 'more than a function takes', bytes: 7 * 1024 * 1024, status: 413 },
    { what: '4 MB', bytes: 4 * 1024 * 1024, status: 200 },
  ])('answers $status to a body of $what', async ({ bytes, status }) => {
    const response = await ask('/echo', {
      method: 'POST',
      body: 'a'.repeat(bytes),
      headers: { 'content-type': 'text/plain' },
    });
    expect(response.status).toBe(status);
    await response.arrayBuffer();
  });

  it('bounds a body that does not say its length', async () => {
    const status = await new Promise((done, fail) => {
      const outgoing = httpRequest(`${served.url}/echo`, { method: 'POST' }, (response) => {
        response.resume();
        done(response.statusCode);
      });
      outgoing.on('error', fail);
      for (let megabyte = 0; megabyte < 11; megabyte++) outgoing.write(Buffer.alloc(1024 * 1024));
      outgoing.end();
    });
    expect(status).toBe(413);
  });

  it.each([
    { what: 'a path that is not well encoded', bytes: 'GET /echo/%E0%A4 HTTP/1.1', status: 400 },
    { what: 'no HTTP', bytes: 'hello', status: 400 },
    { what: 'a target that is no path', bytes: 'OPTIONS * HTTP/1.1', status: 400 },
    { what: 'a long address', bytes: `GET /${'a'.repeat(9000)} HTTP/1.1`, status: 414 },
    { what: 'long headers', bytes: `GET / HTTP/1.1\r\nx-long: ${'a'.repeat(20_000)}`, status: 431 },
    { what: 'two lengths', bytes: 'POST /echo HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2', status: 400 },
    { what: 'an absolute address', bytes: 'GET http://127.0.0.1/echo/1 HTTP/1.1', status: 200 },
  ])('answers $status to $what, and goes on', async ({ bytes, status }) => {
    const said = await sendBytes(`${bytes}\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect(said).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect((await ask('/echo/1')).status).toBe(200);
  });

  it('keeps what concurrent requests write', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => `c${index}`);
    const put = (id: string) =>
      ask(`/items/${id}`, { method: 'PUT', body: id, headers: { 'content-type': 'text/plain' } });
    expect((await Promise.all(ids.map(put))).map(({ status }) => status)).toEqual(ids.map(() => 201));
    const texts = await Promise.all(ids.map(async (id) => (await ask(`/items/${id}`)).text()));
    expect(texts).toEqual(ids);
  });

  it('hands table changes that pass the filter to the stream’s function', async () => {
    await ask('/items/streamed', { method: 'PUT', body: 'x', headers: { 'content-type': 'text/plain' } });
    const record = JSON.parse(await readFile(`${served.dataDir}/engine.json`, 'utf8'));
    const client = engineClient(record.endpoint);
    const Key = { pk: { S: 'seen#item#streamed' }, sk: { S: 'INSERT' } };
    const seen = await poll(async () => (await client.send(new GetItemCommand({ TableName: 'Table0001', Key }))).Item);
    expect(seen.value?.S).toMatch(/^\d+$/);
  });
});

const objectStoreOf = ({ lines }: ServedFixture): S3Client => {
  const endpoint = lines.map((line) => /object store answers at (\S+)/.exec(line)?.[1]).find((found) => found);
  if (endpoint === undefined) throw new Error('no object store');
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new S3Client({ endpoint, region: 'ap-southeast-1', credentials, forcePathStyle: true });
};

describe('the edge', () => {
  const media = 'media-000000000000';

  beforeAll(async () => {
    const client = objectStoreOf(served);
    const Metadata = { ContentType: 'image/webp', CacheControl: 'public, max-age=31536000, immutable' };
    for (const Key of ['media/a/320.webp', 'media/a b%', 'private/a']) {
      await client.send(new PutObjectCommand({ Bucket: media, Key, Body: Key, ...Metadata }));
    }
    await client.send(new PutObjectCommand({ Bucket: 'uploads', Key: 'uploads/secret', Body: 'GPS' }));
  });

  it('answers media from their bucket, with what is stored beside them and its own headers', async () => {
    const response = await ask('/media/a/320.webp');
    expect([response.status, await response.text()]).toEqual([200, 'media/a/320.webp']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
      etag: expect.stringMatching(/^"[\da-f]{32}"$/),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });

  it('answers 304 to who has it, a range to who asks for one, and HEAD without a body', async () => {
    const etag = (await ask('/media/a/320.webp', { method: 'HEAD' })).headers.get('etag') ?? '';
    expect((await ask('/media/a/320.webp', { headers: { 'if-none-match': etag } })).status).toBe(304);
    const part = await ask('/media/a/320.webp', { headers: { range: 'bytes=0-4' } });
    expect([part.status, await part.text()]).toEqual([206, 'media']);
    expect(await (await ask('/media/a/320.webp', { method: 'HEAD' })).text()).toBe('');
  });

  it('takes the path for the key, decoded once, and the query for nothing', async () => {
    expect(await (await ask('/media/a%20b%25')).text()).toBe('media/a b%');
    const overridden = await ask('/media/a/320.webp?response-content-type=text%2Fhtml');
    expect([overridden.status, overridden.headers.get('content-type')]).toEqual([200, 'image/webp']);
  });

  it.each(['PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'])('refuses %s', async (method) => {
    expect((await ask('/media/a/320.webp', { method })).status).toBe(403);
    expect((await ask('/media/a/320.webp')).status).toBe(200);
  });

  it.each([
    '/media/none',
    '/media/',
    '/media/../private/a',
    '/media/%2e%2e/private/a',
    '/media/..%2fprivate%2fa',
    '/media/../../uploads/uploads/secret',
    '/media/uploads/secret',
    '/media/%2e%2e%2f%2e%2e%2fuploads%2fuploads%2fsecret',
  ])('says of %s no more than that it is not to be had', async (path) => {
    const said = await sendBytes(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect(said).toMatch(/^HTTP\/1.1 403 /);
    expect(said).not.toContain('GPS');
  });

  it('leaves what is not below its paths to the API', async () => {
    for (const path of [
      '/private/a',
      '/uploads/secret',
      '/uploads/uploads/secret',
      '/mediaa/x',
      '//media/a/320.webp',
    ]) {
      expect((await echoOf(await ask(path))).event.routeKey).toBe('$default');
    }
    expect((await ask('/media/%E0%A4')).status).toBe(400);
  });
});

describe('an upload', () => {
  it('reaches the function of the rule, which knows this machine’s addresses and has a process of its own', async () => {
    const Key = 'uploads/photo';
    await objectStoreOf(served).send(new PutObjectCommand({ Bucket: 'uploads', Key, Body: 'x' }));
    const seen = await poll(async () => {
      const response = await ask(`/items/${encodeURIComponent(Key)}`);
      return response.status === 200 ? ((await response.json()) as Record<string, unknown>) : undefined;
    });
    expect(seen).toEqual({
      media: served.url,
      objects: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      pid: expect.any(Number),
    });
    expect(seen.pid).not.toBe(process.pid);
  });

  it('that takes its function’s process down ends among the dead letters, and others go on', async () => {
    const client = objectStoreOf(served);
    const put = (Key: string) => client.send(new PutObjectCommand({ Bucket: 'uploads', Key, Body: 'x' }));
    await Promise.all(['uploads/crash', 'uploads/beside'].map(put));
    const queue = join(served.dataDir, 'dead-letters', 'Poison');
    const [letter] = await poll(async () => {
      const letters = (await readdir(queue).catch(() => [])).filter((name) => name.endsWith('.json'));
      return letters.length > 0 ? letters : undefined;
    });
    expect(JSON.parse(await readFile(join(queue, letter ?? ''), 'utf8'))).toMatchObject({
      requestContext: { approximateInvokeCount: 2 },
      requestPayload: { detail: { object: { key: 'uploads/crash' } } },
      responsePayload: { errorMessage: expect.stringContaining('SIGSEGV') },
    });
    await put('uploads/after');
    for (const key of ['uploads/beside', 'uploads/after']) {
      await poll(async () => ((await ask(`/items/${encodeURIComponent(key)}`)).status === 200 ? true : undefined));
    }
  });

  it('from a page gets the bucket’s CORS headers, and the other bucket’s has none', async () => {
    const endpoint = await objectStoreOf(served).config.endpoint?.();
    const origin = `${endpoint?.protocol}//${endpoint?.hostname}:${endpoint?.port}`;
    const headers = { origin: 'https://shop.example', 'access-control-request-method': 'POST' };
    const granted = await fetch(`${origin}/uploads`, { method: 'OPTIONS', headers });
    expect([granted.status, granted.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
    expect((await fetch(`${origin}/media-000000000000`, { method: 'OPTIONS', headers })).status).toBe(403);
  });
});

describe('a bundle that does not load', () => {
  it('fails the start with its reason', async () => {
    const folder = await temporaryFolder();
    const outDir = join(folder.path, 'assembly');
    await cp(assembly, outDir, { recursive: true });
    await writeFile(join(outDir, 'asset.answers', 'index.mjs'), 'throw new Error("crashed on load");');
    const starting = run(
      { port: 0, dataDir: join(folder.path, 'data') },
      { synthesize: async () => ({ outDir }) },
      () => undefined,
      new AbortController().signal,
    );
    await expect(starting).rejects.toThrow(/Answers did not load: .*crashed on load/);
    await folder.remove();
  });
});

describe('the sweep of expired items', () => {
  it('deletes what has expired and leaves the rest', async () => {
    const engine = await runEngine({});
    const client = engineClient(engine.endpoint);
    await createTable(client, 'Table0001');
    const now = 1_751_389_449;
    for (const [name, expiresAt] of Object.entries({ past: now - 1, now, future: now + 1, never: undefined })) {
      const Item = { pk: { S: name }, sk: { S: 'x' }, ...(expiresAt ? { expiresAt: { N: String(expiresAt) } } : {}) };
      await client.send(new PutItemCommand({ TableName: 'Table0001', Item }));
    }
    const [table] = readSystem(assembly).tables;
    if (!table) throw new Error('no table');
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    const call = createDynamo({ endpoint: engine.endpoint, region: 'ap-southeast-1', credentials });
    expect(await sweepExpired(call, table, now)).toBe(2);
    const { Items } = await call<{ Items: { pk: { S: string } }[] }>('Scan', { TableName: 'Table0001' });
    expect(Items.map(({ pk }) => pk.S).sort()).toEqual(['future', 'never']);
    await engine.stop();
  });
});
