import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clientFor, codeOf, errorOf, pathOf, type Store, send, startStore } from '../fixtures/s3-store.ts';

let store: Store;
beforeAll(async () => {
  store = await startStore();
});
beforeEach(() => {
  store.created.length = 0;
});
afterAll(() => store.stop());

const put = (Key: string, Body: string | Buffer, more = {}) =>
  store.client.send(new PutObjectCommand({ Bucket: 'media', Key, Body, ...more }));

const get = (Key: string, more: Partial<GetObjectCommandInput> = {}) =>
  store.client.send(new GetObjectCommand({ Bucket: 'media', Key, ...more }));

const textOf = async (Key: string, more: Partial<GetObjectCommandInput> = {}) =>
  (await get(Key, more)).Body?.transformToString();

describe('an object', () => {
  it('is given back with the headers it was put with', async () => {
    const { ETag } = await put('photos/mật ong.txt', 'xin chào', {
      ContentType: 'text/plain; charset=utf-8',
      CacheControl: 'public, max-age=31536000, immutable',
      ContentDisposition: 'inline',
      ContentLanguage: 'vi',
      ContentEncoding: 'identity',
      Metadata: { commune: 'truong-yen' },
    });
    expect(ETag).toBe(`"${createHash('md5').update('xin chào').digest('hex')}"`);
    const read = await get('photos/mật ong.txt');
    expect(await read.Body?.transformToString()).toBe('xin chào');
    expect(read).toMatchObject({
      ETag,
      ContentType: 'text/plain; charset=utf-8',
      CacheControl: 'public, max-age=31536000, immutable',
      ContentDisposition: 'inline',
      ContentLanguage: 'vi',
      ContentEncoding: 'identity',
      ContentLength: Buffer.byteLength('xin chào'),
      Metadata: { commune: 'truong-yen' },
      AcceptRanges: 'bytes',
    });
    const head = await store.client.send(new HeadObjectCommand({ Bucket: 'media', Key: 'photos/mật ong.txt' }));
    expect(head).toMatchObject({ ETag, ContentLength: read.ContentLength, ContentType: read.ContentType });
    expect(store.created).toEqual([
      {
        bucket: 'media',
        key: 'photos/mật ong.txt',
        size: 9,
        etag: ETag?.replaceAll('"', ''),
        sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
      },
    ]);
  });

  it('may be empty', async () => {
    await put('empty', Buffer.alloc(0));
    expect(await textOf('empty')).toBe('');
    expect(await errorOf(get('empty', { Range: 'bytes=0-' }))).toBe('InvalidRange');
  });

  it('is replaced whole, headers and bytes, by the next one', async () => {
    await put('replaced', 'first', { Metadata: { a: '1' }, CacheControl: 'no-store' });
    await put('replaced', 'second');
    const read = await get('replaced');
    expect(await read.Body?.transformToString()).toBe('second');
    expect(read.Metadata).toEqual({});
    expect(read.CacheControl).toBeUndefined();
    const [first, second] = store.created.map(({ sequencer }) => sequencer);
    expect(String(first) < String(second)).toBe(true);
  });

  it('is gone when it is deleted, and deleting it again is no fault', async () => {
    await put('short-lived', 'here');
    const drop = () => store.client.send(new DeleteObjectCommand({ Bucket: 'media', Key: 'short-lived' }));
    await drop();
    expect(await errorOf(get('short-lived'))).toBe('NoSuchKey');
    await drop();
    const head = store.client.send(new HeadObjectCommand({ Bucket: 'media', Key: 'short-lived' }));
    expect(await errorOf(head)).toBe('NotFound');
  });

  it('is put only where there is none when the writer asks so', async () => {
    await put('once', 'mine', { IfNoneMatch: '*' });
    expect(await errorOf(put('once', 'yours', { IfNoneMatch: '*' }))).toBe('PreconditionFailed');
    expect(await textOf('once')).toBe('mine');
    const writers = Array.from({ length: 8 }, (_, n) => errorOf(put('race', `${n}`, { IfNoneMatch: '*' })));
    const errors = await Promise.all(writers);
    expect(errors.filter((each) => each === 'no refusal')).toHaveLength(1);
  });

  it('is put only over the one that the writer knows', async () => {
    const { ETag } = await put('known', 'one');
    expect(await errorOf(put('known', 'two', { IfMatch: '"0123456789abcdef0123456789abcdef"' }))).toBe(
      'PreconditionFailed',
    );
    await put('known', 'two', { IfMatch: ETag });
    expect(await textOf('known')).toBe('two');
    expect(await errorOf(put('unknown', 'one', { IfMatch: ETag }))).toBe('NoSuchKey');
  });

  it('is that of one of its writers when many write at once', async () => {
    const bodies = Array.from({ length: 12 }, (_, n) => `${n}`.repeat(100_000 + n));
    await Promise.all(bodies.map((body, n) => put('contended', body, { Metadata: { n: `${n}` } })));
    const read = await get('contended');
    const n = Number(read.Metadata?.n);
    expect(await read.Body?.transformToString()).toBe(bodies[n]);
    const last = store.created
      .filter(({ key }) => key === 'contended')
      .toSorted((a, b) => (a.sequencer < b.sequencer ? 1 : -1))[0];
    expect(read.ETag).toBe(`"${last?.etag}"`);
  });

  it('stays whole for who reads it while it is replaced', async () => {
    const body = Buffer.alloc(3_000_000, 'a');
    await put('read-slowly', body);
    const reading = await get('read-slowly');
    await put('read-slowly', 'b');
    await store.client.send(new DeleteObjectCommand({ Bucket: 'media', Key: 'read-slowly' }));
    expect(body.equals(Buffer.from((await reading.Body?.transformToByteArray()) ?? []))).toBe(true);
  });

  it('is durable, and its writer is told 500, when the event cannot be handed on', async () => {
    store.onCreated(() => Promise.reject(new Error('no one listens')));
    expect(await errorOf(put('unheard', 'kept'))).toBe('InternalError');
    store.onCreated(async (each) => void store.created.push(each));
    expect(await textOf('unheard')).toBe('kept');
    expect(store.lines.join()).toContain('no one listens');
  });

  it('is refused, with nothing of it left, when what it asks for is not done here', async () => {
    expect(await errorOf(put('tagged', 'x', { Tagging: 'a=b' }))).toBe('NotImplemented');
    expect(await errorOf(put('public', 'x', { ACL: 'public-read' }))).toBe('NotImplemented');
    expect(await errorOf(put('fat', 'x', { Metadata: { a: 'x'.repeat(2_100) } }))).toBe('MetadataTooLarge');
    expect(await errorOf(get('tagged'))).toBe('NoSuchKey');
  });

  it('is in a bucket that is there', async () => {
    const elsewhere = store.client.send(new PutObjectCommand({ Bucket: 'nowhere', Key: 'a', Body: 'x' }));
    expect(await errorOf(elsewhere)).toBe('NoSuchBucket');
    await store.client.send(new HeadBucketCommand({ Bucket: 'media' }));
    expect(await errorOf(store.client.send(new HeadBucketCommand({ Bucket: 'nowhere' })))).toBe('NotFound');
  });
});

describe('a part of an object', () => {
  const body = '0123456789';
  beforeAll(() => put('digits', body));

  it.each([
    ['bytes=0-0', '0', 'bytes 0-0/10'],
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=-99', body, 'bytes 0-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ])('is what %s asks for', async (Range, text, ContentRange) => {
    const read = await get('digits', { Range });
    expect(await read.Body?.transformToString()).toBe(text);
    expect(read.ContentRange).toBe(ContentRange);
    expect(read.$metadata.httpStatusCode).toBe(206);
  });

  it.each(['bytes=10-', 'bytes=99-100', 'bytes=-0'])('is refused when %s lies outside', async (Range) => {
    expect(await errorOf(get('digits', { Range }))).toBe('InvalidRange');
  });

  it.each(['bytes=0-1,3-4', 'bytes=4-2', 'lines=1-2', 'bytes=-'])('is the whole for %s', async (Range) => {
    expect(await textOf('digits', { Range })).toBe(body);
  });
});

describe('a conditional read', () => {
  it('is answered by what it knows of the object', async () => {
    const { ETag } = await put('conditional', 'text', { CacheControl: 'max-age=1' });
    const { LastModified = new Date() } = await get('conditional');
    const earlier = new Date(LastModified.getTime() - 2_000);
    const statusOf = (more: Partial<GetObjectCommandInput>) =>
      get('conditional', more).then(
        ({ $metadata }) => $metadata.httpStatusCode,
        ({ $metadata }) => $metadata.httpStatusCode,
      );
    expect(await statusOf({ IfMatch: ETag })).toBe(200);
    expect(await statusOf({ IfMatch: '"other"' })).toBe(412);
    expect(await statusOf({ IfNoneMatch: ETag })).toBe(304);
    expect(await statusOf({ IfNoneMatch: `W/${ETag}, "more"` })).toBe(304);
    expect(await statusOf({ IfNoneMatch: '"other"' })).toBe(200);
    expect(await statusOf({ IfModifiedSince: LastModified })).toBe(304);
    expect(await statusOf({ IfModifiedSince: earlier })).toBe(200);
    expect(await statusOf({ IfUnmodifiedSince: earlier })).toBe(412);
    expect(await statusOf({ IfUnmodifiedSince: LastModified })).toBe(200);
    expect(await statusOf({ IfNoneMatch: '"other"', IfModifiedSince: LastModified })).toBe(200);
    expect(await statusOf({ IfMatch: ETag, IfUnmodifiedSince: earlier })).toBe(200);
  });
});

describe('a copy', () => {
  const copy = (Key: string, CopySource: string, more = {}) =>
    store.client.send(new CopyObjectCommand({ Bucket: 'uploads', Key, CopySource, ...more }));

  it('has the bytes and headers of its source, or headers of its own', async () => {
    await put('từ/nguồn', 'gốc', { ContentType: 'text/plain', Metadata: { a: '1' } });
    const source = `media/${encodeURIComponent('từ/nguồn')}`;
    store.created.length = 0;
    const { CopyObjectResult } = await copy('same', source);
    await copy('other', source, { MetadataDirective: 'REPLACE', ContentType: 'image/webp', Metadata: { b: '2' } });
    const [same, other] = await Promise.all(
      ['same', 'other'].map((Key) => store.client.send(new GetObjectCommand({ Bucket: 'uploads', Key }))),
    );
    expect(await same?.Body?.transformToString()).toBe('gốc');
    expect(same).toMatchObject({ ContentType: 'text/plain', Metadata: { a: '1' }, ETag: CopyObjectResult?.ETag });
    expect(await other?.Body?.transformToString()).toBe('gốc');
    expect(other).toMatchObject({ ContentType: 'image/webp', Metadata: { b: '2' } });
    expect(store.created.map(({ bucket, key }) => `${bucket}/${key}`)).toEqual(['uploads/same', 'uploads/other']);
  });

  it('onto itself has to change something', async () => {
    await copy('self', 'media/digits');
    expect(await errorOf(copy('self', 'uploads/self'))).toBe('InvalidRequest');
    await copy('self', 'uploads/self', { MetadataDirective: 'REPLACE', ContentType: 'text/plain' });
    const read = await store.client.send(new GetObjectCommand({ Bucket: 'uploads', Key: 'self' }));
    expect(await read.Body?.transformToString()).toBe('0123456789');
    expect(read.ContentType).toBe('text/plain');
  });

  it('needs a source that is there and is as expected', async () => {
    expect(await errorOf(copy('a', 'media/missing'))).toBe('NoSuchKey');
    expect(await errorOf(copy('a', 'nowhere/digits'))).toBe('NoSuchBucket');
    expect(await errorOf(copy('a', 'media'))).toBe('InvalidArgument');
    expect(await errorOf(copy('a', 'media/digits', { CopySourceIfMatch: '"other"' }))).toBe('PreconditionFailed');
    expect(await errorOf(copy('a', 'media/digits', { CopySourceIfNoneMatch: '*' }))).toBe('PreconditionFailed');
    expect(await errorOf(copy('a', 'media/digits?versionId=1'))).toBe('NotImplemented');
  });
});

describe('many deletions', () => {
  it('are made at once and told one by one, or not at all when quiet', async () => {
    const keys = ['m/1', 'm/<&">', 'm/ố', 'm/\u0001'];
    for (const key of keys) await put(key, 'x');
    const remove = (Objects: { Key: string }[], Quiet: boolean) =>
      store.client.send(new DeleteObjectsCommand({ Bucket: 'media', Delete: { Objects, Quiet } }));
    const { Deleted } = await remove(
      [...keys.slice(0, 3), 'm/never'].map((Key) => ({ Key })),
      false,
    );
    expect(Deleted?.map(({ Key }) => Key)).toEqual([...keys.slice(0, 3), 'm/never']);
    const quiet = await remove([{ Key: 'k'.repeat(1_025) }, { Key: 'm/1' }], true);
    expect(quiet.Deleted).toBeUndefined();
    expect(quiet.Errors?.map(({ Code }) => Code)).toEqual(['KeyTooLongError']);
    for (const key of keys.slice(0, 3)) expect(await errorOf(get(key))).toBe('NoSuchKey');
  });

  it.each([
    ['<Delete><Object><Key>a</Object></Delete>', 'MalformedXML'],
    ['<!DOCTYPE x [<!ENTITY e "x">]><Delete><Object><Key>&e;</Key></Object></Delete>', 'MalformedXML'],
    ['<Delete><Object><Key>&e;</Key></Object></Delete>', 'MalformedXML'],
    ['<Delete></Delete>', 'MalformedXML'],
    ['<Other><Object><Key>a</Key></Object></Other>', 'MalformedXML'],
    ['', 'MissingRequestBodyError'],
  ])('are refused when they are said as %s', async (text, code) => {
    const client = clientFor(store.endpoint, { requestChecksumCalculation: 'WHEN_REQUIRED' });
    client.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { body: unknown; headers: Record<string, string> };
        request.body = text;
        for (const name of Object.keys(request.headers)) {
          if (name.startsWith('x-amz-checksum') || name === 'content-length') delete request.headers[name];
        }
        request.headers['content-length'] = String(Buffer.byteLength(text));
        request.headers['x-amz-checksum-algorithm'] = 'CRC32';
        return next(args);
      },
      { step: 'build', priority: 'low' },
    );
    const call = client.send(new DeleteObjectsCommand({ Bucket: 'media', Delete: { Objects: [{ Key: 'a' }] } }));
    expect(await errorOf(call)).toBe(code);
    client.destroy();
  });
});

describe('a key', () => {
  const odd = [
    '../../../../etc/passwd',
    '..',
    '.',
    '/etc/passwd',
    '//',
    'a/../b',
    'a/./b',
    '..\\..\\windows',
    'nul\u0000byte',
    '%2e%2e%2f',
    'C:\\x',
    'con',
    'ế'.repeat(341),
    'k'.repeat(1_024),
    'line\r\nbreak',
    '?#&=+ ~*\'"',
  ];

  it('names nothing but itself, whatever it looks like', async () => {
    for (const key of odd) await put(key, `of ${key}`);
    for (const key of odd) expect(await textOf(key)).toBe(`of ${key}`);
    const found = new Set(await store.keys('media'));
    expect(odd.filter((key) => !found.has(key))).toEqual([]);
    for (const key of odd) await store.client.send(new DeleteObjectCommand({ Bucket: 'media', Key: key }));
    for (const key of odd) expect(await errorOf(get(key))).toBe('NoSuchKey');
  });

  it('is the same however its path is encoded', async () => {
    await put('../up', 'found');
    const url = await getSignedUrl(store.client, new GetObjectCommand({ Bucket: 'media', Key: '../up' }));
    const path = pathOf(url);
    for (const written of [path, path.replace('../up', '%2e%2e%2fup'), path.replace('../up', '%2E./u%70')]) {
      expect(await send({ endpoint: store.endpoint, path: written })).toMatchObject({ status: 200, body: 'found' });
    }
  });

  it('has at most 1024 bytes', async () => {
    expect(await errorOf(put('k'.repeat(1_025), 'x'))).toBe('KeyTooLongError');
    expect(await errorOf(put('ế'.repeat(342), 'x'))).toBe('KeyTooLongError');
  });

  it.each(['/media/%zz', '/media/%ff', '/media/a?b=%c3'])('is refused when %s cannot be read', async (path) => {
    const response = await send({ endpoint: store.endpoint, path });
    expect([response.status, codeOf(response.body)]).toEqual([400, 'InvalidURI']);
  });
});

describe('what is served without a signature', () => {
  it('is one object, as an edge gives it, and 403 for all else', async () => {
    const { ETag } = await put('media/abc/320.webp', 'pixels', {
      ContentType: 'image/webp',
      CacheControl: 'public, max-age=31536000, immutable',
    });
    const edge = createServer((request, response) => {
      const key = decodeURIComponent((request.url ?? '').slice(1));
      void store.serve(request, response, { bucket: 'media', key });
    });
    await new Promise<void>((done) => edge.listen(0, '127.0.0.1', done));
    const endpoint = `http://127.0.0.1:${(edge.address() as AddressInfo).port}`;
    const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      send({ endpoint, path }, { headers, method });

    expect(await ask('/media/abc/320.webp')).toMatchObject({
      status: 200,
      body: 'pixels',
      headers: {
        'content-type': 'image/webp',
        'cache-control': 'public, max-age=31536000, immutable',
        'content-length': '6',
        etag: ETag,
        'accept-ranges': 'bytes',
      },
    });
    const known = await ask('/media/abc/320.webp', { 'if-none-match': String(ETag) });
    expect([known.status, known.body, known.headers['cache-control']]).toEqual([
      304,
      '',
      'public, max-age=31536000, immutable',
    ]);
    expect(await ask('/media/abc/320.webp', { range: 'bytes=1-2' })).toMatchObject({ status: 206, body: 'ix' });
    expect(await ask('/media/abc/320.webp', { range: 'bytes=1-2', 'if-range': '"old"' })).toMatchObject({
      status: 200,
    });
    const outside = await ask('/media/abc/320.webp', { range: 'bytes=9-' });
    expect([outside.status, outside.headers['content-range'], outside.headers['cache-control']]).toEqual([
      416,
      'bytes */6',
      undefined,
    ]);
    const head = await ask('/media/abc/320.webp', {}, 'HEAD');
    expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', '6']);
    const missing = await ask('/media/abc/%2e%2e/321.webp');
    expect([missing.status, codeOf(missing.body)]).toEqual([403, 'AccessDenied']);
    expect(await ask('/media/abc/320.webp', {}, 'DELETE')).toMatchObject({ status: 405 });
    expect(await textOf('media/abc/320.webp')).toBe('pixels');
    await new Promise((done) => edge.close(done));
  });
});

describe('a sweep', () => {
  it('removes what is older than its bucket keeps, and nothing else', async () => {
    const swept = await startStore();
    const write = (Bucket: string, Key: string) =>
      swept.client.send(new PutObjectCommand({ Bucket, Key, Body: Readable.from(['x']), ContentLength: 1 }));
    swept.shift(-300);
    await write('uploads', 'old');
    await write('uploads', 'renewed');
    await write('media', 'kept');
    swept.shift(0);
    await write('uploads', 'renewed');
    swept.shift(24 * 3_600 - 60);
    await swept.sweep();
    swept.shift(0);
    expect(await swept.keys('uploads')).toEqual(['renewed']);
    expect(await swept.keys('media')).toEqual(['kept']);
    await swept.stop();
  });
});
