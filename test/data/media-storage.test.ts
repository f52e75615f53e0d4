import { createHash } from 'node:crypto';
import { DeleteObjectsCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJobMediaStorage } from '#shared/data/objects/job-media-storage.ts';
import { createRequestMediaBucket } from '#shared/data/objects/request-media-storage.ts';
import type { Incoming, Outgoing } from '#shared/data/table/connection.ts';
import { createUrlSigner } from '#shared/data/table/signature.ts';
import { type Buckets, startBuckets } from '#test/support/buckets.ts';

const STORAGES = ['requestStorage', 'storage'] as const;
const HEADERS = { type: 'image/webp', cacheControl: 'private' };

let buckets: Buckets;
beforeAll(async () => {
  buckets = await startBuckets();
});
afterAll(() => buckets.stop());

/** A store in AWS whose bucket answers in turn as told, and what it was asked. */
const answering = (...answers: { status: number; body?: string }[]) => {
  const asked: Outgoing[] = [];
  const send = async (outgoing: Outgoing): Promise<Incoming> => {
    asked.push(outgoing);
    const { status, body = '' } = answers[Math.min(asked.length, answers.length) - 1] ?? { status: 500 };
    return { status, headers: {}, body: Buffer.from(body) };
  };
  const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: 'token' };
  const settings = { bucket: 'b', region: 'ap-southeast-1', endpoint: undefined, credentials };
  return { store: createRequestMediaBucket(settings, { send, budgetMs: 2_000 }), asked };
};
const fault = (code: string) => ({ status: 200, body: `<Error><Code>${code}</Code></Error>` });

describe('a copy', () => {
  it.each(STORAGES)(
    'gives an object other headers, and says where there is none to be copied (%s)',
    async (storage) => {
      const { media } = buckets[storage];
      await buckets.storage.media.put('private/a', { ...HEADERS, bytes: Buffer.from('a') });
      expect(await media.copy('private/a', 'media/a', { type: 'image/webp', cacheControl: 'public' })).toBe(true);
      expect(await buckets.read('media', 'media/a')).toEqual({
        bytes: Buffer.from('a'),
        type: 'image/webp',
        cacheControl: 'public',
      });
      expect(await media.copy('private/none', 'media/none', HEADERS)).toBe(false);
      expect([await media.has('media/a'), await media.has('media/none')]).toEqual([true, false]);
    },
  );

  it('that fails inside of an answer of 200 is tried again, or is thrown', async () => {
    const passing = answering(fault('InternalError'), { status: 200, body: '<CopyObjectResult/>' });
    expect(await passing.store.copy('a', 'b', HEADERS)).toBe(true);
    expect(passing.asked).toHaveLength(2);
    await expect(answering(fault('AccessDenied')).store.copy('a', 'b', HEADERS)).rejects.toThrow('AccessDenied');
  });
});

describe('a removal of many', () => {
  it.each(STORAGES)(
    'takes what is there, leaves the others, and does not mind what is not there (%s)',
    async (storage) => {
      const { media } = buckets[storage];
      for (const key of ['media/1', 'media/2', 'media/3'])
        await buckets.storage.media.put(key, { ...HEADERS, bytes: Buffer.from(key) });
      await media.removeAll(['media/1', 'media/none', 'media/3']);
      expect(await buckets.keys('media', 'media/')).toEqual(expect.arrayContaining(['media/2']));
      expect([await media.has('media/1'), await media.has('media/2'), await media.has('media/3')]).toEqual([
        false,
        true,
        false,
      ]);
      await media.removeAll([]);
    },
  );

  it('sends a thousand keys with each request', async () => {
    const { store, asked } = answering({ status: 200 });
    await store.removeAll(Array.from({ length: 2_001 }, (_, index) => `media/${index}`));
    const counts = asked.map(({ body }) => String(body).match(/<Object>/g)?.length);
    expect([asked[0]?.path, ...counts]).toEqual(['/?delete=', 1_000, 1_000, 1]);
  });

  it('of which one key fails is tried again, or is thrown', async () => {
    const { store, asked } = answering(fault('SlowDown'), { status: 200 });
    await store.removeAll(['media/1']);
    expect(asked).toHaveLength(2);
    await expect(answering(fault('AccessDenied')).store.removeAll(['media/1'])).rejects.toThrow('AccessDenied');
  });
});

describe('a removal of many by a job', () => {
  const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: 'token' };
  const jobStorage = () =>
    createJobMediaStorage(() => ({ bucket: 'b', region: 'ap-southeast-1', endpoint: undefined, credentials }));

  it('sends a thousand keys with each request', async () => {
    const s3 = mockClient(S3Client);
    s3.on(DeleteObjectsCommand).resolves({});
    await jobStorage().media.removeAll(Array.from({ length: 2_001 }, (_, index) => `media/${index}`));
    const counts = s3.commandCalls(DeleteObjectsCommand).map(({ args: [{ input }] }) => input.Delete?.Objects?.length);
    s3.restore();
    expect(counts).toEqual([1_000, 1_000, 1]);
  });

  it('of which one key fails is thrown', async () => {
    const s3 = mockClient(S3Client);
    s3.on(DeleteObjectsCommand).resolves({ Errors: [{ Key: 'media/1', Code: 'AccessDenied' }] });
    await expect(jobStorage().media.removeAll(['media/1'])).rejects.toThrow('AccessDenied');
    s3.restore();
  });
});

describe('an upload that a job reads', () => {
  const key = 'uploads/a';
  const upload = { bytes: Buffer.from('pixels'), type: 'image/jpeg', cacheControl: '' };

  it('comes with its bytes, type and entity tag, or without bytes where it is too large', async () => {
    const { uploads } = buckets.storage;
    await uploads.put(key, upload);
    const etag = `"${createHash('md5').update('pixels').digest('hex')}"`;
    const seen = { type: 'image/jpeg', etag };
    expect(await uploads.get(key, { maxBytes: 6 })).toEqual({ ...seen, bytes: upload.bytes });
    expect(await uploads.get(key, { maxBytes: 5 })).toEqual({ ...seen, bytes: null });
    expect(await uploads.get('uploads/none', { maxBytes: 6 })).toBeUndefined();
  });

  it('is removed unless another has come since, and is gone already where it is not there', async () => {
    const { uploads } = buckets.storage;
    await uploads.put(key, upload);
    const first = await uploads.get(key, { maxBytes: 6 });
    await uploads.put(key, { ...upload, bytes: Buffer.from('others') });
    await uploads.remove(key, { etag: first?.etag ?? '' });
    expect((await uploads.get(key, { maxBytes: 6 }))?.bytes?.toString()).toBe('others');
    await uploads.remove(key);
    await uploads.remove(key);
    expect(await uploads.get(key, { maxBytes: 6 })).toBeUndefined();
  });
});

describe('a signed address', () => {
  it("is that of the documentation's example", () => {
    const sign = createUrlSigner({
      origin: new URL('https://examplebucket.s3.amazonaws.com'),
      region: 'us-east-1',
      credentials: {
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        sessionToken: undefined,
      },
    });
    const from = new Date('2013-05-24T00:00:00Z');
    expect(sign('/test.txt', { from, expiresAt: new Date(from.getTime() + 86_400_000) })).toBe(
      'https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256' +
        '&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
        '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
        '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    );
  });

  it('tells nothing of the secret key', () => {
    const { store } = answering();
    const from = new Date('2026-11-28T03:00:00Z');
    const address = store.signedUrl('private/a', { from, expiresAt: new Date(from.getTime() + 900_000) });
    expect(address).not.toContain('secret');
    expect(address).not.toContain(createHash('sha256').update('secret').digest('hex'));
    expect(address).toMatch(/^https:\/\/b\.s3\.ap-southeast-1\.amazonaws\.com\/private\/a\?X-Amz-Algorithm=/);
  });
});
