import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ByteReader } from './byte-reader.ts';
import {
  type Checksum,
  type ChecksumAlgorithm,
  checksumLengths,
  createChecksum,
  isChecksumAlgorithm,
} from './checksums.ts';
import { decodeChunks } from './chunked.ts';
import { notImplemented, S3Error } from './errors.ts';
import { type Authorization, unsignedPayload } from './signature.ts';

export const mostBytes = 5 * 1024 ** 3;

const checksumPrefix = 'x-amz-checksum-';
const notAlgorithms = new Set(['mode', 'type', 'algorithm']);
const drainBytes = 64 * 1024 ** 2;

/** A client's declarations about its body; values in trailers are not known yet. */
type Expectations = {
  md5?: Buffer;
  checksum?: { algorithm: ChecksumAlgorithm; value?: string };
};

export type StoredChecksum = { algorithm: ChecksumAlgorithm; value: string };

/** S3's name for a checksum of all bytes; the other kind, for multipart uploads, is not supported. */
export const FULL_OBJECT = 'FULL_OBJECT';

type Received = { size: number; md5: Buffer; checksum?: StoredChecksum };

const readAlgorithm = (name: string): ChecksumAlgorithm => {
  const upper = name.toUpperCase();
  if (!isChecksumAlgorithm(upper)) throw notImplemented(`The checksum algorithm ${name}`);
  return upper;
};

const readChecksum = (algorithm: ChecksumAlgorithm, value: string): string => {
  const bytes = Buffer.from(value, 'base64');
  if (bytes.length !== checksumLengths[algorithm] || bytes.toString('base64') !== value) {
    throw new S3Error('InvalidRequest', {
      message: `Value for ${checksumPrefix}${algorithm.toLowerCase()} header is invalid.`,
    });
  }
  return value;
};

/** Reads Content-MD5 and the x-amz-checksum-… of a request's headers or a form's fields. */
export const readExpectations = (headers: Map<string, string>): Expectations => {
  const expectations: Expectations = {};
  const md5 = headers.get('content-md5');
  if (md5 !== undefined) {
    const bytes = Buffer.from(md5, 'base64');
    if (bytes.length !== 16 || bytes.toString('base64') !== md5) throw new S3Error('InvalidDigest');
    expectations.md5 = bytes;
  }
  const given = [...headers].filter(
    ([name]) => name.startsWith(checksumPrefix) && !notAlgorithms.has(name.slice(checksumPrefix.length)),
  );
  const trailers = (headers.get('x-amz-trailer') ?? '').split(',').map((name) => name.trim().toLowerCase());
  const trailed = trailers.filter((name) => name.startsWith(checksumPrefix));
  if (given.length + trailed.length > 1) {
    throw new S3Error('InvalidRequest', { message: 'Expecting a single x-amz-checksum- header.' });
  }
  const [header] = given;
  const [trailer] = trailed;
  if (header) {
    const algorithm = readAlgorithm(header[0].slice(checksumPrefix.length));
    expectations.checksum = { algorithm, value: readChecksum(algorithm, header[1]) };
  } else if (trailer) expectations.checksum = { algorithm: readAlgorithm(trailer.slice(checksumPrefix.length)) };
  else {
    const announced = headers.get('x-amz-sdk-checksum-algorithm') ?? headers.get('x-amz-checksum-algorithm');
    if (announced !== undefined) expectations.checksum = { algorithm: readAlgorithm(announced) };
  }
  return expectations;
};

/** Hashes a body while it is read, and checks it against the declarations. */
export class Verifier {
  readonly #md5 = createHash('md5');
  readonly #expectations: Expectations;
  readonly #checksum: Checksum | undefined;
  size = 0;

  constructor(expectations: Expectations) {
    this.#expectations = expectations;
    this.#checksum = expectations.checksum && createChecksum(expectations.checksum.algorithm);
  }

  update(bytes: Buffer): void {
    this.size += bytes.length;
    this.#md5.update(bytes);
    this.#checksum?.update(bytes);
  }

  /** The hashes; throws `BadDigest` if they differ from the expected ones. */
  finish(trailers: Map<string, string> = new Map()): Received {
    const md5 = this.#md5.digest();
    if (this.#expectations.md5 && !md5.equals(this.#expectations.md5)) {
      throw new S3Error('BadDigest', { message: 'The Content-MD5 you specified did not match what we received.' });
    }
    const expected = this.#expectations.checksum;
    if (!expected || !this.#checksum) return { size: this.size, md5 };
    const name = `${checksumPrefix}${expected.algorithm.toLowerCase()}`;
    const trailed = trailers.get(name);
    const stated = expected.value ?? (trailed === undefined ? undefined : readChecksum(expected.algorithm, trailed));
    const value = this.#checksum.value().toString('base64');
    if (stated !== undefined && stated !== value) {
      throw new S3Error('BadDigest', {
        message: `The ${expected.algorithm} you specified did not match the calculated checksum.`,
      });
    }
    return { size: this.size, md5, checksum: { algorithm: expected.algorithm, value } };
  }
}

/** A request's body, which stays open when the reading of it is broken off, so that the refusal can still be sent. */
export const bodyOf = (incoming: IncomingMessage): AsyncIterable<Buffer> =>
  incoming.iterator({ destroyOnReturn: false });

/** Drops the rest of a body, so that the client reads its response; closes the connection if it is too large. */
export const drain = (incoming: IncomingMessage): void => {
  if (incoming.readableEnded || incoming.destroyed) return;
  let dropped = 0;
  // An interrupted read leaves its listener, which blocks the flow.
  incoming.removeAllListeners('readable');
  incoming.on('error', () => undefined);
  incoming.on('data', (bytes: Buffer) => {
    dropped += bytes.length;
    if (dropped > drainBytes) incoming.destroy();
  });
  incoming.resume();
};

const readLength = (text: string | undefined): number => {
  if (text === undefined) throw new S3Error('MissingContentLength');
  if (!/^\d{1,15}$/.test(text)) throw new S3Error('InvalidArgument', { message: 'The content length is malformed.' });
  return Number(text);
};

/**
 * Reads a signed request's body into the sink; decodes it and checks its signature, headers and trailers. The sink's
 * data can be trusted only after this returns.
 */
export const receive = async (options: {
  incoming: IncomingMessage;
  headers: Map<string, string>;
  authorization: Authorization;
  sink: (bytes: Buffer) => Promise<void> | void;
  limit?: number;
}): Promise<Received> => {
  const { incoming, headers, authorization, sink, limit = mostBytes } = options;
  const { payloadHash, signing } = authorization;
  const expectations = readExpectations(headers);
  const verifier = new Verifier(expectations);
  const trailers = new Map<string, string>();

  const mode = /^STREAMING-(AWS4-HMAC-SHA256-PAYLOAD|UNSIGNED-PAYLOAD)(-TRAILER)?$/.exec(payloadHash);
  const streamed = mode !== null && payloadHash !== 'STREAMING-UNSIGNED-PAYLOAD';
  const literal = /^[0-9a-f]{64}$/.test(payloadHash);
  if (!streamed && !literal && payloadHash !== unsignedPayload) {
    if (payloadHash.startsWith('STREAMING-')) throw notImplemented(payloadHash);
    throw new S3Error('InvalidArgument', {
      message: `x-amz-content-sha256 must be ${unsignedPayload}, STREAMING-… or a valid sha256 value.`,
    });
  }
  const hasTrailer = streamed && mode?.[2] !== undefined;
  if (hasTrailer !== (headers.get('x-amz-trailer') !== undefined)) {
    throw new S3Error('InvalidRequest', { message: 'x-amz-trailer goes with a streamed payload that has a trailer.' });
  }
  const declared = readLength(headers.get(streamed ? 'x-amz-decoded-content-length' : 'content-length'));
  if (declared > limit) {
    throw new S3Error('EntityTooLarge', {
      details: { ProposedSize: String(declared), MaxSizeAllowed: String(limit) },
    });
  }
  const sha256 = literal ? createHash('sha256') : undefined;
  const source = bodyOf(incoming);
  const bytes = streamed
    ? decodeChunks(new ByteReader(source), {
        ...(mode?.[1] === 'UNSIGNED-PAYLOAD' ? {} : { signing }),
        hasTrailer,
        onTrailer: (name, value) => trailers.set(name, value),
      })
    : source;
  for await (const piece of bytes) {
    if (verifier.size + piece.length > declared) throw new S3Error('IncompleteBody');
    verifier.update(piece);
    sha256?.update(piece);
    await sink(piece);
  }
  if (verifier.size !== declared) throw new S3Error('IncompleteBody');
  if (sha256) {
    const actual = sha256.digest('hex');
    if (actual !== payloadHash) {
      throw new S3Error('XAmzContentSHA256Mismatch', {
        details: { ClientComputedContentSHA256: payloadHash, S3ComputedContentSHA256: actual },
      });
    }
  }
  for (const announced of (headers.get('x-amz-trailer') ?? '').split(',')) {
    const name = announced.trim().toLowerCase();
    if (name !== '' && !trailers.has(name)) {
      throw new S3Error('MalformedTrailerError', { message: `The trailer ${name} was announced and did not come.` });
    }
  }
  return verifier.finish(trailers);
};
