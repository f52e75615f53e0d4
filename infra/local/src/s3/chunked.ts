import { createHash } from 'node:crypto';
import type { ByteReader } from './byte-reader.ts';
import { S3Error } from './errors.ts';
import { hmac, type SigningContext, sameText } from './signature.ts';

const longestChunkLine = 1_024;
const longestTrailerLine = 4_096;
const mostTrailers = 16;
const sha256OfNothing = createHash('sha256').digest('hex');

const incomplete = (): S3Error => new S3Error('IncompleteBody');

const mismatch = (): S3Error =>
  new S3Error('SignatureDoesNotMatch', { message: 'The signature of a chunk does not match.' });

/**
 * Decodes an aws-chunked body. With a signing context every chunk has a signature that depends on the previous one, and
 * so do the trailers. Bytes are returned before the signature of their chunk is checked: do not use them before the
 * end.
 */
export async function* decodeChunks(
  reader: ByteReader,
  options: { signing?: SigningContext; hasTrailer: boolean; onTrailer: (name: string, value: string) => void },
): AsyncGenerator<Buffer> {
  const { signing } = options;
  let previous = signing?.seed ?? '';

  const verify = (kind: 'PAYLOAD' | 'TRAILER', hashes: string[], signature: string): void => {
    if (!signing) return;
    const stringToSign = [`AWS4-HMAC-SHA256-${kind}`, signing.date, signing.scope, previous, ...hashes].join('\n');
    const expected = hmac(signing.key, stringToSign).toString('hex');
    if (!sameText(expected, signature)) throw mismatch();
    previous = signature;
  };

  for (;;) {
    const line = await reader.line(longestChunkLine);
    const match = /^([0-9a-f]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(line ?? '');
    if (!match || (signing && match[2] === undefined)) throw incomplete();
    const size = Number.parseInt(match[1] ?? '', 16);
    const hash = signing ? createHash('sha256') : undefined;
    let left = size;
    while (left > 0) {
      const bytes = await reader.some(left);
      if (!bytes) throw incomplete();
      left -= bytes.length;
      hash?.update(bytes);
      yield bytes;
    }
    if (hash) verify('PAYLOAD', [sha256OfNothing, hash.digest('hex')], match[2] ?? '');
    if (size === 0) break;
    if ((await reader.line(0)) !== '') throw incomplete();
  }

  const trailers: string[] = [];
  let signature: string | undefined;
  for (let count = 0; ; count++) {
    const line = await reader.line(longestTrailerLine);
    // The last line is empty; some clients leave it out after the trailers.
    if (line === undefined || line === '') break;
    const colon = line.indexOf(':');
    if (colon < 1 || count >= mostTrailers || !options.hasTrailer) throw incomplete();
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'x-amz-trailer-signature') signature = value;
    else {
      trailers.push(`${name}:${value}\n`);
      options.onTrailer(name, value);
    }
  }
  if (signing && options.hasTrailer) {
    const hash = createHash('sha256').update(trailers.join('')).digest('hex');
    verify('TRAILER', [hash], signature ?? '');
  }
  if ((await reader.some(1)) !== undefined) throw incomplete();
}
