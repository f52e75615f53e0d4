import { createHash, createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  clientFor,
  codeOf,
  credentials,
  errorOf,
  filesOf,
  type Store,
  send,
  startStore,
} from '../fixtures/s3-store.ts';

let store: Store;
beforeAll(async () => {
  store = await startStore();
});
beforeEach(() => {
  store.created.length = 0;
});
afterEach(() => store.shift(0));
afterAll(() => store.stop());

const Key = 'uploads/prd_1/img_1';
// biome-ignore lint/suspicious/noTemplateCurlyInString: the form's own variable.
const ownName = '${filename}';
type Conditions = NonNullable<PresignedPostOptions['Conditions']>;

const presign = (more: Partial<PresignedPostOptions> = {}, client = store.client) =>
  createPresignedPost(client, {
    Bucket: 'uploads',
    Key,
    Expires: 600,
    Fields: { 'Content-Type': 'image/png' },
    Conditions: [['content-length-range', 1, 1_000]],
    ...more,
  });

type Post = { url: string; fields: Record<string, string> };

const formOf = (fields: Record<string, string>, file: Blob | string = 'pixels', filename = 'photo.png'): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', typeof file === 'string' ? new Blob([file]) : file, filename);
  return form;
};

const post = async (
  { url, fields }: Post,
  file?: Blob | string,
  filename?: string,
): Promise<[number, string | undefined]> => {
  const response = await fetch(url, { method: 'POST', body: formOf(fields, file, filename), redirect: 'manual' });
  const text = await response.text();
  return [response.status, response.ok ? text : codeOf(text)];
};

const read = (key = Key) => store.client.send(new GetObjectCommand({ Bucket: 'uploads', Key: key }));

const files = async (): Promise<number> => (await filesOf(store.folder)).length;

describe("a browser's form", () => {
  it('puts its file where the policy says, with the headers that are bound', async () => {
    expect(await post(await presign())).toEqual([204, '']);
    const object = await read();
    expect(await object.Body?.transformToString()).toBe('pixels');
    expect(object.ContentType).toBe('image/png');
    const etag = createHash('md5').update('pixels').digest('hex');
    expect(object.ETag).toBe(`"${etag}"`);
    expect(store.created).toMatchObject([{ bucket: 'uploads', key: Key, size: 6, etag }]);
  });

  it('may have any bytes in its file, also what looks like an end of it', async () => {
    const bytes = Buffer.concat([
      Buffer.from('\r\n--'),
      Buffer.from(Array.from({ length: 700 }, (_, n) => n % 256)),
      Buffer.from('\r\n'),
    ]);
    expect(await post(await presign(), new Blob([bytes]))).toEqual([204, '']);
    expect(Buffer.from((await (await read()).Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
  });

  it('is answered as its fields ask', async () => {
    const asking = async (fields: Record<string, string>) => {
      const { url, fields: all } = await presign({ Fields: { 'Content-Type': 'image/png', ...fields } });
      return fetch(url, { method: 'POST', body: formOf(all), redirect: 'manual' });
    };
    expect((await asking({ success_action_status: '200' })).status).toBe(200);
    expect((await asking({ success_action_status: '418' })).status).toBe(204);
    const created = await asking({ success_action_status: '201' });
    expect(created.status).toBe(201);
    expect(created.headers.get('location')).toBe(`${store.endpoint}/uploads/${Key}`);
    expect(await created.text()).toContain(`<Bucket>uploads</Bucket><Key>${Key}</Key><ETag>&quot;`);
    const redirected = await asking({ success_action_redirect: 'http://127.0.0.1:3000/done?a=1' });
    expect(redirected.status).toBe(303);
    expect(redirected.headers.get('location')).toMatch(
      /^http:\/\/127\.0\.0\.1:3000\/done\?a=1&bucket=uploads&key=uploads%2Fprd_1%2Fimg_1&etag=%22[0-9a-f]{32}%22$/,
    );
    expect((await asking({ success_action_redirect: 'javascript:alert(1)' })).status).toBe(204);
  });

  it('may name its file, within the folder that the policy gives', async () => {
    const policy = await presign({ Key: `uploads/prd_2/${ownName}` });
    expect(await post(policy, 'pixels', 'C:\\photos\\mật ong.png')).toEqual([204, '']);
    expect(store.created[0]?.key).toBe('uploads/prd_2/mật ong.png');
    expect(await post(policy, 'pixels', '../../etc/passwd')).toEqual([204, '']);
    expect(store.created[1]?.key).toBe('uploads/prd_2/passwd');
    const exact = await presign({
      Key: 'uploads/x',
      Conditions: [['eq', '$x-amz-meta-name', 'a']],
      Fields: { 'x-amz-meta-name': 'a' },
    });
    const made = { url: exact.url, fields: { ...exact.fields, 'x-amz-meta-name': ownName } };
    expect(await post(made, 'pixels', 'b')).toEqual([403, 'AccessDenied']);
  });

  it('may be sent by curl', async () => {
    const { url, fields } = await presign();
    const boundary = '------------------------0123456789abcdef';
    const parts = Object.entries(fields).map(
      ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const file =
      'Content-Disposition: form-data; name="file"; filename="a \\"b\\".png"\r\nContent-Type: image/jpeg\r\n\r\npixels';
    const body = `${parts.join('')}--${boundary}\r\n${file}\r\n--${boundary}--\r\n`;
    const headers = {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(Buffer.byteLength(body)),
    };
    const endpoint = new URL(url).origin;
    const response = await send({ endpoint, path: '/uploads' }, { method: 'POST', headers, body: inPieces(body) });
    expect(response.status).toBe(204);
    expect((await read()).ContentType).toBe('image/png');
  });

  it('carries the session that it was signed in', async () => {
    const client = clientFor(store.endpoint, { credentials: { ...credentials, sessionToken: 'session' } });
    const policy = await presign({}, client);
    expect(await post(policy)).toEqual([204, '']);
    const { 'X-Amz-Security-Token': _, ...fields } = policy.fields;
    expect(await post({ ...policy, fields })).toEqual([403, 'AccessDenied']);
    client.destroy();
  });
});

const inPieces = (text: string): Readable =>
  Readable.from((text.match(/.{1,11}/gs) ?? []).map((piece) => Buffer.from(piece)));

describe('a form that its policy does not allow', () => {
  const wide: Conditions = [
    ['content-length-range', 2, 10],
    ['eq', '$x-amz-meta-eq', 'exact'],
    { 'x-amz-meta-object': 'exact' },
    ['starts-with', '$x-amz-meta-start', 'be'],
    ['starts-with', '$x-amz-meta-any', ''],
  ];
  const good = {
    'Content-Type': 'image/png',
    'x-amz-meta-eq': 'exact',
    'x-amz-meta-object': 'exact',
    'x-amz-meta-start': 'begin',
    'x-amz-meta-any': 'anything',
    'x-ignore-me': 'whatever',
  };
  const policyOf = async () => {
    // Only what the conditions name is bound; what the presigner would add of the fields is left out.
    const { url, fields } = await presign({ Fields: { 'Content-Type': 'image/png' }, Conditions: wide });
    return { url, fields: { ...fields, ...good } as Record<string, string> };
  };
  let before: number;
  beforeEach(async () => {
    await post(await presign({ Key: 'uploads/other' }));
    store.created.length = 0;
    before = await files();
  });
  const expectRefused = async (response: Promise<[number, string | undefined]>, code: string, status = 403) => {
    expect(await response).toEqual([status, code]);
    expect(store.created).toEqual([]);
    expect(await files()).toBe(before);
  };

  it('is otherwise taken', async () => {
    expect(await post(await policyOf())).toEqual([204, '']);
    expect((await read()).Metadata).toEqual({ eq: 'exact', object: 'exact', start: 'begin', any: 'anything' });
  });

  it.each<[string, Record<string, string | undefined>]>([
    ['a value that has to be exact', { 'x-amz-meta-eq': 'exactly' }],
    ['a value that has to be exact, said as an object', { 'x-amz-meta-object': '' }],
    ['a beginning', { 'x-amz-meta-start': 'Begin' }],
    ['a field that has to be there', { 'x-amz-meta-any': undefined }],
    ['the content type', { 'Content-Type': 'text/html' }],
    ['a content type that has to be there', { 'Content-Type': undefined }],
    ['the key', { key: 'uploads/prd_2/img_1' }],
    ['the bucket', { bucket: 'media' }],
    ['a field that nothing is said of', { 'x-amz-meta-more': 'x' }],
    ['a header that nothing is said of', { 'Cache-Control': 'no-store' }],
    ['an answer that nothing is said of', { success_action_redirect: 'https://evil.example' }],
  ])('is refused for %s', async (_, change) => {
    const { url, fields } = await policyOf();
    const changed = Object.entries({ ...fields, ...change }).filter(
      (each): each is [string, string] => each[1] !== undefined,
    );
    await expectRefused(post({ url, fields: Object.fromEntries(changed) }), 'AccessDenied');
  });

  it('is refused in another bucket', async () => {
    const { url, fields } = await policyOf();
    await expectRefused(post({ url: url.replace(/uploads$/, 'media'), fields }), 'AccessDenied');
    const { bucket: _, ...unsaid } = fields;
    await expectRefused(post({ url: url.replace(/uploads$/, 'media'), fields: unsaid }), 'AccessDenied');
  });

  it('is refused when it is over, and for a moment before it is not', async () => {
    const policy = await policyOf();
    store.shift(590);
    expect(await post(policy)).toEqual([204, '']);
    store.created.length = 0;
    before = await files();
    store.shift(601);
    await expectRefused(post(policy), 'AccessDenied');
  });

  it('is refused for a file that is too small or too large, by one byte', async () => {
    const policy = await policyOf();
    await expectRefused(post(policy, 'x'), 'EntityTooSmall', 400);
    await expectRefused(post(policy, ''), 'EntityTooSmall', 400);
    await expectRefused(post(policy, 'x'.repeat(11)), 'EntityTooLarge', 400);
    expect(await post(policy, 'xx')).toEqual([204, '']);
    expect(await post(policy, 'x'.repeat(10))).toEqual([204, '']);
  });

  it('is answered, and not stored, when its file is far too large', async () => {
    const policy = await policyOf();
    await expectRefused(post(policy, new Blob([Buffer.alloc(20_000_000)])), 'EntityTooLarge', 400);
  });

  it('is refused for a signature that is wrong, of another policy, or missing', async () => {
    const { url, fields } = await policyOf();
    const other = await presign({ Key: 'uploads/prd_2/img_1' });
    const changed = (change: Record<string, string | undefined>) => {
      const all = Object.entries({ ...fields, ...change }).filter(
        (each): each is [string, string] => each[1] !== undefined,
      );
      return post({ url, fields: Object.fromEntries(all) });
    };
    await expectRefused(changed({ 'X-Amz-Signature': '0'.repeat(64) }), 'SignatureDoesNotMatch');
    await expectRefused(changed({ Policy: other.fields.Policy }), 'SignatureDoesNotMatch');
    await expectRefused(changed({ 'X-Amz-Signature': undefined }), 'InvalidArgument', 400);
    await expectRefused(changed({ Policy: undefined }), 'InvalidArgument', 400);
    await expectRefused(changed({ Policy: undefined, 'X-Amz-Signature': undefined }), 'AccessDenied');
    const credential = String(fields['X-Amz-Credential']);
    await expectRefused(changed({ 'X-Amz-Credential': credential.replace('local', 'other') }), 'InvalidAccessKeyId');
    await expectRefused(changed({ 'X-Amz-Credential': credential.replace('ap-', 'eu-') }), 'InvalidArgument', 400);
    await expectRefused(changed({ 'X-Amz-Date': '20200101T000000Z' }), 'InvalidArgument', 400);
    await expectRefused(changed({ 'X-Amz-Algorithm': 'AWS4-HMAC-SHA1' }), 'InvalidArgument', 400);
  });

  it('is refused when it names a field twice', async () => {
    const { url, fields } = await policyOf();
    const form = formOf(fields);
    const twice = new FormData();
    twice.append('key', 'uploads/elsewhere');
    for (const [name, value] of form.entries()) twice.append(name, value);
    const response = await fetch(url, { method: 'POST', body: twice });
    expect([response.status, codeOf(await response.text())]).toEqual([400, 'InvalidArgument']);
  });

  it('is refused for a checksum that is not of its file', async () => {
    const checksum = createHash('sha256').update('other').digest('base64');
    const policy = await presign({ Fields: { 'x-amz-checksum-sha256': checksum } });
    await expectRefused(post(policy), 'BadDigest', 400);
    expect(await post(policy, 'other')).toEqual([204, '']);
  });

  it('is refused for headers that could not be sent again', async () => {
    await expectRefused(
      post(await presign({ Fields: { 'Cache-Control': 'a\r\nset-cookie: b' } })),
      'InvalidArgument',
      400,
    );
    await expectRefused(post(await presign({ Fields: { acl: 'public-read' } })), 'NotImplemented', 501);
  });
});

describe('what is no form', () => {
  const raw = async (contentType: string, body: string) => {
    const headers = { 'content-type': contentType, 'content-length': String(Buffer.byteLength(body)) };
    const response = await send({ endpoint: store.endpoint, path: '/uploads' }, { method: 'POST', headers, body });
    return codeOf(response.body);
  };
  const field = (name: string, value: string) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const type = 'multipart/form-data; boundary=b';

  it('is refused', async () => {
    expect(await raw('application/x-www-form-urlencoded', 'a=b')).toBe('PreconditionFailed');
    expect(await raw('multipart/form-data', '--b--')).toBe('MalformedPOSTRequest');
    expect(await raw(type, '')).toBe('MalformedPOSTRequest');
    expect(await raw(type, 'no boundary here')).toBe('MalformedPOSTRequest');
    expect(await raw(type, '--b\r\nno headers\r\n\r\nx\r\n--b--\r\n')).toBe('MalformedPOSTRequest');
    expect(await raw(type, field('key', 'x').slice(0, -3))).toBe('MalformedPOSTRequest');
    expect(await raw(type, `${field('key', 'x')}--b--\r\n`)).toBe('InvalidArgument');
    expect(await raw(type, field('key', 'x'.repeat(21_000)))).toBe('MaxPostPreDataLengthExceeded');
    expect(await raw(type, `${field('key', 'x')}${field('file', 'x')}--b--\r\n`)).toBe('AccessDenied');
    const chunked = await send(
      { endpoint: store.endpoint, path: '/uploads' },
      { method: 'POST', headers: { 'content-type': type }, body: inPieces(field('key', 'x')) },
    );
    expect(codeOf(chunked.body)).toBe('MissingContentLength');
  });

  it('leaves the object as it was when the file breaks off', async () => {
    await post(await presign(), 'before');
    const { fields } = await presign();
    const body = `${Object.entries(fields)
      .map(([name, value]) => field(name, value))
      .join('')}--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf of it`;
    expect(await raw(type, body)).toBe('MalformedPOSTRequest');
    expect(await (await read()).Body?.transformToString()).toBe('before');
    expect(await errorOf(read('uploads/none'))).toBe('NoSuchKey');
  });

  it('is refused when its policy is none', async () => {
    const { fields } = await presign();
    const sign = (text: string) => {
      const policy = Buffer.from(text).toString('base64');
      const [, day = '', region = ''] = String(fields['X-Amz-Credential']).split('/');
      const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
        (secret, part) => createHmac('sha256', secret).update(part).digest(),
        `AWS4${credentials.secretAccessKey}`,
      );
      const signature = createHmac('sha256', key).update(policy).digest('hex');
      return post({
        url: `${store.endpoint}/uploads`,
        fields: { ...fields, Policy: policy, 'X-Amz-Signature': signature },
      });
    };
    const expiration = new Date(Date.now() + 60_000).toISOString();
    for (const policy of [
      'no json',
      'null',
      '{}',
      JSON.stringify({ conditions: [] }),
      JSON.stringify({ expiration: 'tomorrow', conditions: [] }),
      JSON.stringify({ expiration }),
      JSON.stringify({ expiration, conditions: [['like', '$key', 'x']] }),
      JSON.stringify({ expiration, conditions: [['eq', 'key', 'x']] }),
      JSON.stringify({ expiration, conditions: [['content-length-range', 'a', 'b']] }),
      JSON.stringify({ expiration, conditions: [null] }),
      JSON.stringify({ expiration, conditions: [{ key: 1 }] }),
    ]) {
      expect(await sign(policy)).toEqual([400, 'InvalidPolicyDocument']);
    }
    expect(await sign(JSON.stringify({ expiration, conditions: [] }))).toEqual([403, 'AccessDenied']);
  });
});
