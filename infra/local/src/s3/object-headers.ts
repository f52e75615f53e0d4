import { notImplemented, S3Error } from './errors.ts';

const kept = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];
const metaPrefix = 'x-amz-meta-';
const mostMetaBytes = 2_048;

const understood = new Set([
  'x-amz-algorithm',
  'x-amz-content-sha256',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-decoded-content-length',
  'x-amz-metadata-directive',
  'x-amz-sdk-checksum-algorithm',
  'x-amz-security-token',
  'x-amz-signature',
  'x-amz-trailer',
  'x-amz-user-agent',
]);

// Requested features that every bucket has are accepted.
const asAlways: Record<string, string[]> = {
  'x-amz-acl': ['private', 'bucket-owner-full-control'],
  'x-amz-server-side-encryption': ['AES256'],
  'x-amz-storage-class': ['STANDARD'],
};

/** Rejects x-amz-… headers of a writer that are not supported here. */
export const refuseUnknownWishes = (headers: Map<string, string>): void => {
  for (const [name, value] of headers) {
    if (!name.startsWith('x-amz-') || understood.has(name)) continue;
    if (['x-amz-checksum-', 'x-amz-copy-source', metaPrefix].some((prefix) => name.startsWith(prefix))) continue;
    if (!asAlways[name]?.includes(value)) throw notImplemented(`The header ${name} with the value ${value}`);
  }
};

const withoutChunking = (encoding: string): string =>
  encoding
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '' && each.toLowerCase() !== 'aws-chunked')
    .join(',');

/** The headers of an upload that its object is served with. */
export const storedHeaders = (headers: Map<string, string>): Record<string, string> => {
  const stored: Record<string, string> = {};
  let metaBytes = 0;
  for (const [name, given] of headers) {
    const isMeta = name.startsWith(metaPrefix);
    if (!isMeta && !kept.includes(name)) continue;
    const value = name === 'content-encoding' ? withoutChunking(given) : given;
    if (value === '' && !isMeta) continue;
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw new S3Error('InvalidArgument', { message: `The header ${name} cannot be stored.` });
    }
    if (isMeta) metaBytes += name.length - metaPrefix.length + value.length;
    stored[name] = value;
  }
  if (metaBytes > mostMetaBytes) {
    throw new S3Error('MetadataTooLarge', {
      details: { Size: String(metaBytes), MaxSizeAllowed: String(mostMetaBytes) },
    });
  }
  stored['content-type'] ??= 'binary/octet-stream';
  return stored;
};
