import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ByteReader } from '../../src/s3/byte-reader.ts';
import { decodeChunks } from '../../src/s3/chunked.ts';
import { readRequest } from '../../src/s3/request.ts';
import { authorize } from '../../src/s3/signature.ts';
import { signRequest } from '../fixtures/s3-signing.ts';
import { clientFor, codeOf, credentials, errorOf, pathOf, type Store, send, startStore } from '../fixtures/s3-store.ts';

let store: Store;
beforeAll(async () => {
  store = await startStore();
  await store.client.send(
    new PutObjectCommand({ Bucket: 'media', Key: 'seen', Body: 'seen', ContentType: 'text/plain' }),
  );
});
afterEach(() => store.shift(0));
afterAll(() => store.stop());

const read = new GetObjectCommand({ Bucket: 'media', Key: 'seen' });
const sha256OfNothing = createHash('sha256').digest('hex');

const ask = async (path: string, options: Parameters<typeof send>[1] = {}) => {
  const { status, body } = await send({ endpoint: store.endpoint, path }, options);
  return [status, status < 300 ? body : codeOf(body)];
};

describe('the examples of the documentation', () => {
  const example = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
  const signer = { credentials: example, region: 'us-east-1', now: () => new Date('2013-05-24T00:00:10Z') };
  const request = (method: string, url: string, headers: Record<string, string>) =>
    readRequest({ method, url, rawHeaders: Object.entries(headers).flat() } as IncomingMessage);

  it('include a request that is signed in its header', () => {
    const headers = {
      Host: 'examplebucket.s3.amazonaws.com',
      Range: 'bytes=0-9',
      'x-amz-content-sha256': sha256OfNothing,
      'x-amz-date': '20130524T000000Z',
      Authorization:
        'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,' +
        'SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,' +
        'Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    };
    expect(authorize(request('GET', '/test.txt', headers), signer).presigned).toBe(false);
    expect(() => authorize(request('GET', '/test.text', headers), signer)).toThrow(/signature/);
  });

  it('include a presigned request', () => {
    const query =
      'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
      '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
      '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404';
    const host = { Host: 'examplebucket.s3.amazonaws.com' };
    expect(authorize(request('GET', `/test.txt?${query}`, host), signer).presigned).toBe(true);
    expect(() => authorize(request('PUT', `/test.txt?${query}`, host), signer)).toThrow(/signature/);
  });

  it('include a body in signed chunks', async () => {
    const headers = {
      Host: 's3.amazonaws.com',
      'Content-Encoding': 'aws-chunked',
      'Content-Length': '66824',
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'x-amz-date': '20130524T000000Z',
      'x-amz-decoded-content-length': '66560',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      Authorization:
        'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,' +
        'SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;' +
        'x-amz-decoded-content-length;x-amz-storage-class,' +
        'Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
    };
    const { signing } = authorize(request('PUT', '/examplebucket/chunkObject.txt', headers), signer);
    const body = [
      '10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
      'a'.repeat(65_536),
      '400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
      'a'.repeat(1_024),
      '0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
      '',
      '',
    ].join('\r\n');
    const decode = async (text: string): Promise<number> => {
      const source = (async function* () {
        for (let at = 0; at < text.length; at += 1_000) yield Buffer.from(text.slice(at, at + 1_000));
      })();
      let size = 0;
      const options = { signing, hasTrailer: false, onTrailer: () => undefined };
      for await (const piece of decodeChunks(new ByteReader(source), options)) size += piece.length;
      return size;
    };
    expect(await decode(body)).toBe(66_560);
    await expect(decode(body.replace('aaa', 'aba'))).rejects.toThrow(/chunk/);
    await expect(decode(body.replace('b6c6', 'b6c7'))).rejects.toThrow(/chunk/);
  });
});

describe('a signature in the header', () => {
  it('of another secret, key or region is refused', async () => {
    const with_ = async (config: Parameters<typeof clientFor>[1]) => {
      const client = clientFor(store.endpoint, config);
      const error = await errorOf(client.send(new GetObjectCommand({ Bucket: 'media', Key: 'seen' })));
      client.destroy();
      return error;
    };
    expect(await with_({ credentials: { ...credentials, secretAccessKey: 'wrong' } })).toBe('SignatureDoesNotMatch');
    expect(await with_({ credentials: { ...credentials, accessKeyId: 'other' } })).toBe('InvalidAccessKeyId');
    expect(await with_({ region: 'eu-west-1' })).toBe('AuthorizationHeaderMalformed');
    expect(await with_({ credentials: { ...credentials, sessionToken: 'session' } })).toBe('no refusal');
  });

  it('holds for a quarter of an hour, before and after', async () => {
    const at = (minutes: number) => {
      const { headers } = signRequest({
        method: 'GET',
        endpoint: store.endpoint,
        path: '/media/seen',
        payloadHash: sha256OfNothing,
        at: new Date(Date.now() + minutes * 60_000),
      });
      return ask('/media/seen', { headers });
    };
    expect(await at(14)).toEqual([200, 'seen']);
    expect(await at(-14)).toEqual([200, 'seen']);
    expect(await at(16)).toEqual([403, 'RequestTimeTooSkewed']);
    expect(await at(-16)).toEqual([403, 'RequestTimeTooSkewed']);
  });

  it('covers host and all that is said by x-amz-', async () => {
    const signed = (without: string[], headers: Record<string, string> = {}) =>
      signRequest({
        method: 'GET',
        endpoint: store.endpoint,
        path: '/media/seen',
        payloadHash: sha256OfNothing,
        headers,
        without,
      }).headers;
    expect(await ask('/media/seen', { headers: signed([]) })).toEqual([200, 'seen']);
    expect(await ask('/media/seen', { headers: signed(['host']) })).toEqual([403, 'AccessDenied']);
    expect(
      await ask('/media/seen', { headers: signed(['x-amz-security-token'], { 'x-amz-security-token': 't' }) }),
    ).toEqual([403, 'AccessDenied']);
    const later = { ...signed([]), 'x-amz-meta-added': 'later' };
    expect(await ask('/media/seen', { headers: later })).toEqual([403, 'AccessDenied']);
  });

  it('binds method, path, query and headers', async () => {
    const { headers } = signRequest({
      method: 'GET',
      endpoint: store.endpoint,
      path: '/media/seen',
      payloadHash: sha256OfNothing,
      headers: { range: 'bytes=0-0' },
    });
    expect(await ask('/media/seen', { headers })).toEqual([206, 's']);
    const refused = [403, 'SignatureDoesNotMatch'];
    expect(await ask('/media/other', { headers })).toEqual(refused);
    expect(await ask('/media/seen?x=1', { headers })).toEqual(refused);
    expect(await ask('/media/seen', { headers, method: 'DELETE' })).toEqual(refused);
    expect(await ask('/media/seen', { headers: { ...headers, range: 'bytes=0-1' } })).toEqual(refused);
    expect(await ask('/media/seen', { headers: { ...headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } })).toEqual(
      refused,
    );
  });

  it('is refused when it cannot be read', async () => {
    const { headers } = signRequest({
      method: 'GET',
      endpoint: store.endpoint,
      path: '/media/seen',
      payloadHash: sha256OfNothing,
    });
    const { authorization = '', ...rest } = headers;
    const said = (value: string) => ask('/media/seen', { headers: { ...rest, authorization: value } });
    expect(await said('AWS4-HMAC-SHA256 Credential=local')).toEqual([400, 'AuthorizationHeaderMalformed']);
    expect(await said(authorization.replace('/s3/', '/dynamodb/'))).toEqual([400, 'AuthorizationHeaderMalformed']);
    expect(await said('Bearer abc')).toEqual([400, 'InvalidRequest']);
    expect(await said('AWS local:signature')).toEqual([400, 'InvalidRequest']);
    const { 'x-amz-date': _, ...undated } = headers;
    expect(await ask('/media/seen', { headers: undated })).toEqual([403, 'AccessDenied']);
    const { 'x-amz-content-sha256': __, ...unhashed } = headers;
    expect(await ask('/media/seen', { headers: unhashed })).toEqual([400, 'InvalidRequest']);
  });
});

describe('a request without a signature', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/media?list-type=2'],
    ['GET', '/media/seen'],
    ['PUT', '/media/new'],
    ['DELETE', '/media/seen'],
    ['GET', '/nowhere/a'],
    ['POST', '/media?delete'],
  ])('is refused: %s %s', async (method, path) => {
    expect(await ask(path, { method })).toEqual([403, 'AccessDenied']);
  });
});

describe('a presigned URL', () => {
  it('reads, with the headers that it says', async () => {
    const url = await getSignedUrl(
      store.client,
      new GetObjectCommand({
        Bucket: 'media',
        Key: 'seen',
        ResponseContentType: 'text/csv',
        ResponseContentDisposition: 'attachment; filename="a b.csv"',
      }),
    );
    const response = await fetch(url, { headers: { range: 'bytes=1-' } });
    expect(response.status).toBe(206);
    expect(response.headers.get('content-type')).toBe('text/csv');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="a b.csv"');
    expect(await response.text()).toBe('een');
    const split = await getSignedUrl(
      store.client,
      new GetObjectCommand({ Bucket: 'media', Key: 'seen', ResponseContentType: 'a\r\nset-cookie: b' }),
    );
    expect((await fetch(split)).status).toBe(400);
  });

  it('tells HEAD from GET', async () => {
    const url = await getSignedUrl(store.client, new HeadObjectCommand({ Bucket: 'media', Key: 'seen' }));
    expect((await fetch(url, { method: 'HEAD' })).headers.get('content-length')).toBe('4');
    expect((await fetch(url)).status).toBe(403);
  });

  it('writes what it is given, when no checksum is bound', async () => {
    const client = clientFor(store.endpoint, { requestChecksumCalculation: 'WHEN_REQUIRED' });
    const command = new PutObjectCommand({ Bucket: 'uploads', Key: 'direct', Metadata: { by: 'browser' } });
    const url = await getSignedUrl(client, command);
    const response = await fetch(url, { method: 'PUT', body: 'bytes', headers: { 'content-type': 'image/png' } });
    expect(response.status).toBe(200);
    const written = await store.client.send(new GetObjectCommand({ Bucket: 'uploads', Key: 'direct' }));
    expect(await written.Body?.transformToString()).toBe('bytes');
    expect(written).toMatchObject({ ContentType: 'image/png', Metadata: { by: 'browser' } });
    client.destroy();
  });

  it('of a default client is bound to the checksum of no bytes, as it is in AWS', async () => {
    const url = await getSignedUrl(store.client, new PutObjectCommand({ Bucket: 'uploads', Key: 'bound' }));
    const response = await fetch(url, { method: 'PUT', body: 'bytes' });
    expect([response.status, codeOf(await response.text())]).toEqual([400, 'BadDigest']);
    expect(await errorOf(store.client.send(new GetObjectCommand({ Bucket: 'uploads', Key: 'bound' })))).toBe(
      'NoSuchKey',
    );
  });

  it('ends when it says so', async () => {
    const path = pathOf(await getSignedUrl(store.client, read, { expiresIn: 60 }));
    store.shift(50);
    expect(await ask(path)).toEqual([200, 'seen']);
    store.shift(61);
    expect(await ask(path)).toEqual([403, 'AccessDenied']);
    store.shift(-16 * 60);
    expect(await ask(path)).toEqual([403, 'AccessDenied']);
  });

  it('is refused once it is changed', async () => {
    const path = pathOf(await getSignedUrl(store.client, read, { expiresIn: 60 }));
    const refused = [403, 'SignatureDoesNotMatch'];
    expect(await ask(path.replace('seen', 'unseen'))).toEqual(refused);
    expect(await ask(path.replace('Expires=60', 'Expires=6000'))).toEqual(refused);
    expect(await ask(`${path}&response-content-type=text/html`)).toEqual(refused);
    expect(await ask(path, { method: 'DELETE' })).toEqual(refused);
    expect(await ask(path.replace('Expires=60', 'Expires=604801'))).toEqual([400, 'AuthorizationQueryParametersError']);
    expect(await ask(path.replace(/&X-Amz-SignedHeaders=[^&]*/, ''))).toEqual([
      400,
      'AuthorizationQueryParametersError',
    ]);
    expect(await ask(path.replace('AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA1'))).toEqual([
      400,
      'AuthorizationQueryParametersError',
    ]);
    const both = { headers: { authorization: 'AWS4-HMAC-SHA256 Credential=a' } };
    expect(await ask(path, both)).toEqual([400, 'InvalidArgument']);
  });
});

describe('a page of another origin', () => {
  const site = 'http://127.0.0.1:3000';
  const preflight = (path: string, headers: Record<string, string>) =>
    send({ endpoint: store.endpoint, path }, { method: 'OPTIONS', headers });

  it('is told beforehand what it may send', async () => {
    const asked = {
      origin: site,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'Content-Type, x-amz-meta-a',
    };
    const response = await preflight('/uploads', asked);
    expect(response).toMatchObject({
      status: 200,
      headers: {
        'access-control-allow-origin': site,
        'access-control-allow-methods': 'POST, PUT',
        'access-control-allow-headers': 'content-type, x-amz-meta-a',
        'access-control-expose-headers': 'etag',
        'access-control-max-age': '600',
        'access-control-allow-credentials': 'true',
      },
    });
    expect(response.headers.vary).toContain('Origin');
    const code = async (headers: Record<string, string>, path = '/uploads') => {
      const { status, body } = await preflight(path, headers);
      return [status, codeOf(body)];
    };
    expect(await code({ ...asked, origin: 'http://127.0.0.1:3000.evil.example' })).toEqual([403, 'AccessForbidden']);
    expect(await code({ ...asked, 'access-control-request-method': 'DELETE' })).toEqual([403, 'AccessForbidden']);
    expect(await code({ ...asked, 'access-control-request-headers': 'authorization' })).toEqual([
      403,
      'AccessForbidden',
    ]);
    expect(await code(asked, '/media')).toEqual([403, 'AccessForbidden']);
    expect(await code({ origin: site })).toEqual([400, 'BadRequest']);
  });

  it('can read answers and refusals, where a rule lets it', async () => {
    const from = (origin: string, path = '/uploads/a') =>
      send({ endpoint: store.endpoint, path }, { headers: { origin } });
    const open = await from('http://elsewhere.example');
    expect([open.status, open.headers['access-control-allow-origin']]).toEqual([403, '*']);
    const refused = await send(
      { endpoint: store.endpoint, path: '/uploads' },
      { method: 'POST', headers: { origin: site } },
    );
    expect(refused.headers['access-control-allow-origin']).toBe(site);
    expect((await from(site, '/media/a')).headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('what S3 can do and this cannot', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/media'],
    ['GET', '/media?list-type=2'],
    ['POST', '/media/seen?uploads='],
    ['PUT', '/media/seen?partNumber=1&uploadId=a'],
    ['GET', '/media?acl='],
    ['GET', '/media?versions='],
    ['PUT', '/media'],
    ['DELETE', '/media'],
    ['GET', '/media/seen?versionId=1'],
    ['GET', '/media/seen?tagging='],
    ['PUT', '/media/seen?acl='],
    ['POST', '/media/seen?select=&select-type=2'],
    ['PATCH', '/media/seen'],
  ])('is said to be missing: %s %s', async (method, path) => {
    const { headers } = signRequest({ method, endpoint: store.endpoint, path, payloadHash: sha256OfNothing });
    const response = await send({ endpoint: store.endpoint, path }, { method, headers });
    expect([response.status, codeOf(response.body)]).toEqual([501, 'NotImplemented']);
    expect(response.body).toContain(`<RequestId>${response.headers['x-amz-request-id']}</RequestId>`);
  });
});
