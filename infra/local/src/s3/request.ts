import type { IncomingMessage } from 'node:http';
import { S3Error } from './errors.ts';

const longestKeyBytes = 1_024;

/** A parsed S3 request: percent-encoding is decoded once, and no part is used as a path on a disk. */
export type S3Request = {
  method: string;
  path: string;
  /** Empty for the service itself. */
  bucket: string;
  /** Empty for a bucket. */
  key: string;
  query: [string, string][];
  /** The first value of a query parameter. */
  parameter: (name: string) => string | undefined;
  /** Lower-case names; values of repeated headers joined by commas. */
  headers: Map<string, string>;
  incoming: IncomingMessage;
};

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI');
  }
};

export const checkKey = (key: string): void => {
  const bytes = Buffer.byteLength(key);
  if (bytes > longestKeyBytes) {
    throw new S3Error('KeyTooLongError', { details: { Size: String(bytes), MaxSizeAllowed: String(longestKeyBytes) } });
  }
};

const readQuery = (text: string): [string, string][] =>
  text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const mark = pair.indexOf('=');
      const [name, value] = mark === -1 ? [pair, ''] : [pair.slice(0, mark), pair.slice(mark + 1)];
      return [decode(name.replaceAll('+', ' ')), decode(value.replaceAll('+', ' '))];
    });

export const readHeaders = (raw: string[]): Map<string, string> => {
  const headers = new Map<string, string>();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] as string).toLowerCase();
    const value = (raw[index + 1] as string).trim();
    const earlier = headers.get(name);
    headers.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  return headers;
};

export const readRequest = (incoming: IncomingMessage): S3Request => {
  const target = incoming.url ?? '';
  if (!target.startsWith('/')) throw new S3Error('InvalidURI');
  const mark = target.indexOf('?');
  const path = decode(mark === -1 ? target : target.slice(0, mark));
  const slash = path.indexOf('/', 1);
  const bucket = slash === -1 ? path.slice(1) : path.slice(1, slash);
  const key = slash === -1 ? '' : path.slice(slash + 1);
  checkKey(key);
  const query = mark === -1 ? [] : readQuery(target.slice(mark + 1));
  return {
    method: incoming.method ?? '',
    path,
    bucket,
    key,
    query,
    parameter: (name) => query.find(([each]) => each === name)?.[1],
    headers: readHeaders(incoming.rawHeaders),
    incoming,
  };
};

const authentication = new Set([
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-signedheaders',
  'x-amz-signature',
]);

/** The headers, including those in the query of a presigned URL. */
export const effectiveHeaders = (request: S3Request, presigned: boolean): Map<string, string> => {
  if (!presigned) return request.headers;
  const hoisted = request.query
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name.startsWith('x-amz-') && !authentication.has(name));
  return new Map([...request.headers, ...hoisted]);
};
