import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { ChecksumAlgorithm, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ByteReader } from '../../src/s3/byte-reader.ts';
import { type ChecksumAlgorithm as Algorithm, createChecksum } from '../../src/s3/checksums.ts';
import { encodeChunks, signRequest } from '../fixtures/s3-signing.ts';
import { clientFor, codeOf, errorOf, filesOf, type Store, send, startStore } from '../fixtures/s3-store.ts';

let store: Store;
beforeAll(async () => {
  store = await startStore();
});
afterAll(() => store.stop());

const inPieces = (text: string, size = 7): Readable =>
  Readable.from((text.match(new RegExp(`.{1,${size}}`, 'gs')) ?? []).map((piece) => Buffer.from(piece)));

const read = (Key: string) =>
  store.client.send(new GetObjectCommand({ Bucket: 'uploads', Key, ChecksumMode: 'ENABLED' }));

describe('checksums', () => {
  it.each<[Algorithm, string]>([
    ['CRC32', 'cbf43926'],
    ['SHA256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
  ])('are those that all others calculate: %s', (algorithm, expected) => {
    const whole = createChecksum(algorithm);
    whole.update(Buffer.from('123456789'));
    expect(whole.value().toString('hex')).toBe(expected);
  });

  it('are the same however the bytes come', () => {
    const algorithms = fc.constantFrom<Algorithm>('CRC32', 'SHA256');
    fc.assert(
      fc.property(algorithms, fc.array(fc.uint8Array({ maxLength: 40 })), (algorithm, pieces) => {
        const [whole, parts] = [createChecksum(algorithm), createChecksum(algorithm)];
        whole.update(Buffer.concat(pieces));
        for (const piece of pieces) parts.update(piece);
        expect(parts.value()).toEqual(whole.value());
      }),
    );
  });
});

describe('a reader of bytes', () => {
  it('finds what comes before a delimiter, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.stringMatching(/^[ab]{0,30}$/),
        fc.stringMatching(/^[ab]{1,4}$/),
        fc.integer({ min: 1, max: 5 }),
        async (text, delimiter, size) => {
          const reader = new ByteReader(inPieces(text, size));
          const pieces: Buffer[] = [];
          const bytes = reader.until(Buffer.from(delimiter));
          let next = await bytes.next();
          for (; !next.done; next = await bytes.next()) pieces.push(next.value);
          const at = text.indexOf(delimiter);
          expect(next.value).toBe(at !== -1);
          expect(Buffer.concat(pieces).length).toBeLessThanOrEqual(text.length);
          if (at === -1) return;
          expect(Buffer.concat(pieces).toString()).toBe(text.slice(0, at));
          let rest = '';
          for (let some = await reader.some(3); some; some = await reader.some(3)) rest += some;
          expect(rest).toBe(text.slice(at + delimiter.length));
        },
      ),
    );
  });
});

describe('an upload by the SDK', () => {
  const text = 'nước mắm Ba Làng '.repeat(10_000);

  it('of a stream comes in chunks with a checksum behind them, and its object has neither in it', async () => {
    const ContentLength = Buffer.byteLength(text);
    const seen: Record<string, string>[] = [];
    const client = clientFor(store.endpoint);
    client.middlewareStack.add(
      (next) => (args) => {
        seen.push((args.request as { headers: Record<string, string> }).headers);
        return next(args);
      },
      { step: 'deserialize', priority: 'low' },
    );
    const Body = inPieces(text, 30_000);
    const command = { Bucket: 'uploads', Key: 'stream', Body, ContentLength, ContentEncoding: 'gzip' };
    const put = await client.send(new PutObjectCommand(command));
    expect(seen[0]).toMatchObject({
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-trailer': 'x-amz-checksum-crc32',
    });
    const object = await read('stream');
    expect(await object.Body?.transformToString()).toBe(text);
    expect(object.ContentLength).toBe(ContentLength);
    expect(object.ContentEncoding).toBe('gzip');
    expect(object.ETag).toBe(`"${createHash('md5').update(text).digest('hex')}"`);
    expect(object.ChecksumCRC32).toBe(put.ChecksumCRC32);
    client.destroy();
  });

  it.each(['CRC32', 'SHA256'] as const)('is checked by %s, of bytes and of a stream', async (name) => {
    const bytes = Buffer.from(text.slice(0, 1_000));
    const bodies = [bytes, Readable.from([bytes.subarray(0, 600), bytes.subarray(600)])];
    for (const Body of bodies) {
      const command = { Bucket: 'uploads', Key: name, Body, ContentLength: bytes.length };
      const put = await store.client.send(
        new PutObjectCommand({ ...command, ChecksumAlgorithm: ChecksumAlgorithm[name] }),
      );
      const own = createChecksum(name);
      own.update(bytes);
      expect(put[`Checksum${name}`]).toBe(own.value().toString('base64'));
      const object = await read(name);
      expect(object[`Checksum${name}`]).toBe(put[`Checksum${name}`]);
      expect(await object.Body?.transformToString()).toBe(bytes.toString());
    }
  });

  it('is refused when its bytes are not what was said of them, and nothing of it stays', async () => {
    const before = await filesOf(store.folder);
    const error = (more: Partial<ConstructorParameters<typeof PutObjectCommand>[0]>) =>
      errorOf(store.client.send(new PutObjectCommand({ Bucket: 'uploads', Key: 'wrong', Body: 'body', ...more })));
    const md5 = createHash('md5').update('other').digest('base64');
    expect(await error({ ContentMD5: md5 })).toBe('BadDigest');
    expect(await error({ ContentMD5: 'short' })).toBe('InvalidDigest');
    expect(await error({ ChecksumSHA256: createHash('sha256').update('other').digest('base64') })).toBe('BadDigest');
    expect(await error({ ChecksumCRC32: 'AAAAAA==' })).toBe('BadDigest');
    expect(await error({ ChecksumCRC64NVME: 'AAAAAAAAAAA=' })).toBe('NotImplemented');
    expect(await error({ ChecksumCRC32: 'AAAA' })).toBe('InvalidRequest');
    expect(await error({ ContentMD5: createHash('md5').update('body').digest('base64') })).toBe('no refusal');
    expect((await filesOf(store.folder)).length).toBe(before.length + 1);
  });
});

describe('an upload made by hand', () => {
  const bytes = Buffer.from('0123456789'.repeat(2_000));
  const chunks = [bytes.subarray(0, 8_192), bytes.subarray(8_192, 16_384), bytes.subarray(16_384)];
  const checksumOf = (algorithm: Algorithm): string => {
    const checksum = createChecksum(algorithm);
    checksum.update(bytes);
    return checksum.value().toString('base64');
  };

  const upload = async (
    payloadHash: string,
    options: {
      trailer?: [string, string];
      announced?: string;
      spoil?: (body: Buffer) => Buffer;
      decodedLength?: number;
    } = {},
  ) => {
    const path = '/uploads/chunked';
    const announced = options.announced ?? options.trailer?.[0];
    const seed = signRequest({
      method: 'PUT',
      endpoint: store.endpoint,
      path,
      payloadHash,
      headers: {
        'content-encoding': 'aws-chunked',
        'x-amz-decoded-content-length': String(options.decodedLength ?? bytes.length),
        ...(announced ? { 'x-amz-trailer': announced } : {}),
      },
    });
    const { trailer, spoil = (body: Buffer) => body } = options;
    const signed = payloadHash.includes('AWS4');
    const body = spoil(encodeChunks(chunks, { ...(signed ? { seed } : {}), ...(trailer ? { trailer } : {}) }));
    const response = await send({ endpoint: store.endpoint, path }, { method: 'PUT', headers: seed.headers, body });
    return response.status === 200 ? 'stored' : codeOf(response.body);
  };

  const signed = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
  const signedTrailer = `${signed}-TRAILER`;
  const unsignedTrailer = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
  const crc32: [string, string] = ['x-amz-checksum-crc32', checksumOf('CRC32')];

  it('may come in signed chunks', async () => {
    expect(await upload(signed)).toBe('stored');
    const object = await read('chunked');
    expect(await object.Body?.transformToString()).toBe(bytes.toString());
    expect(object.ContentEncoding).toBeUndefined();
  });

  it.each(['CRC32', 'SHA256'] as const)('may have %s behind its chunks, signed or not', async (name) => {
    const header = `x-amz-checksum-${name.toLowerCase()}`;
    const other = Buffer.alloc(Buffer.from(checksumOf(name), 'base64').length, 1).toString('base64');
    for (const mode of [signedTrailer, unsignedTrailer]) {
      expect(await upload(mode, { trailer: [header, checksumOf(name)] })).toBe('stored');
      expect(await upload(mode, { trailer: [header, other] })).toBe('BadDigest');
    }
  });

  it('is refused when a chunk, its signature or a trailer is not what was signed', async () => {
    const replace = (from: string | RegExp, to: string) => (body: Buffer) =>
      Buffer.from(body.toString('latin1').replace(from, to), 'latin1');
    expect(await upload(signed, { spoil: replace('0123', '0124') })).toBe('SignatureDoesNotMatch');
    expect(await upload(signed, { spoil: replace(/(chunk-signature=)..../, '$10000') })).toBe('SignatureDoesNotMatch');
    expect(await upload(signed, { spoil: replace(/;chunk-signature=\w+/, '') })).toBe('IncompleteBody');
    expect(await upload(signedTrailer, { trailer: crc32, spoil: replace(/(trailer-signature:)..../, '$10000') })).toBe(
      'SignatureDoesNotMatch',
    );
    expect(await upload(signedTrailer, { trailer: crc32, spoil: replace(/x-amz-trailer-signature:\w+\r\n/, '') })).toBe(
      'SignatureDoesNotMatch',
    );
    const smuggled = replace(/\r\n0;chunk/, '\r\n5;chunk-signature=0\r\nhello\r\n0;chunk');
    expect(await upload(signed, { spoil: smuggled })).toBe('IncompleteBody');
  });

  it('is refused when it is not as long as it says, or goes on behind its end', async () => {
    expect(await upload(signed, { decodedLength: bytes.length + 1 })).toBe('IncompleteBody');
    expect(await upload(signed, { decodedLength: bytes.length - 1 })).toBe('IncompleteBody');
    expect(await upload(signed, { spoil: (body) => body.subarray(0, 5_000) })).toBe('IncompleteBody');
    expect(await upload(signed, { spoil: (body) => Buffer.concat([body, Buffer.from('more')]) })).toBe(
      'IncompleteBody',
    );
    expect(await upload(unsignedTrailer, { announced: crc32[0] })).toBe('MalformedTrailerError');
    expect(await upload(unsignedTrailer)).toBe('InvalidRequest');
    expect(await upload('STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD')).toBe('NotImplemented');
    expect(await upload('anything')).toBe('InvalidArgument');
  });

  it('is refused when the digest in its signature is of other bytes', async () => {
    const put = async (body: string, more: Record<string, string> = {}) => {
      const payloadHash = createHash('sha256').update('body').digest('hex');
      const path = '/uploads/hashed';
      const { headers } = signRequest({ method: 'PUT', endpoint: store.endpoint, path, payloadHash, headers: more });
      const response = await send({ endpoint: store.endpoint, path }, { method: 'PUT', headers, body });
      return response.status === 200 ? 'stored' : codeOf(response.body);
    };
    expect(await put('body')).toBe('stored');
    expect(await put('bodx')).toBe('XAmzContentSHA256Mismatch');
    expect(await put('body', { 'transfer-encoding': 'chunked' })).toBe('MissingContentLength');
  });

  it('leaves nothing when its sender goes away', async () => {
    const before = await filesOf(store.folder);
    const path = '/uploads/broken-off';
    const { headers } = signRequest({ method: 'PUT', endpoint: store.endpoint, path, payloadHash: 'UNSIGNED-PAYLOAD' });
    const { hostname, port } = new URL(store.endpoint);
    const socket = connect(Number(port), hostname);
    const head = Object.entries({ ...headers, 'content-length': '1000000' }).map(
      ([name, value]) => `${name}: ${value}\r\n`,
    );
    await new Promise<void>((done) => {
      socket.write(`PUT ${path} HTTP/1.1\r\n${head.join('')}\r\n${'x'.repeat(100_000)}`, () => done());
    });
    await expect.poll(async () => (await filesOf(store.folder)).length, { interval: 5 }).toBe(before.length + 1);
    socket.destroy();
    await expect.poll(() => filesOf(store.folder), { interval: 5 }).toEqual(before);
    expect(await errorOf(read('broken-off'))).toBe('NoSuchKey');
  });
});
