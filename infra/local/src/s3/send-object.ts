import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { S3Error } from './errors.ts';
import { FULL_OBJECT } from './payload.ts';
import type { ObjectFacts, OpenObject } from './storage.ts';

type Range = { start: number; end: number };

const toSecond = (instant: string): number => Math.floor(Date.parse(instant) / 1_000) * 1_000;

export const httpDate = (instant: string): string => new Date(instant).toUTCString();

const names = (list: string, etag: string): boolean =>
  list.split(',').some((each) => {
    const name = each.trim().replace(/^W\//, '').replaceAll('"', '');
    return name === '*' || name === etag;
  });

const failed = (condition: string): S3Error => new S3Error('PreconditionFailed', { details: { Condition: condition } });

/** Throws `PreconditionFailed` or `NotModified` if the conditions of a read fail, in the order of HTTP. */
export const checkConditions = (get: (name: string) => string | undefined, facts: ObjectFacts): void => {
  const modified = toSecond(facts.lastModified);
  const [match, noneMatch] = [get('if-match'), get('if-none-match')];
  const [since, unmodifiedSince] = ['if-modified-since', 'if-unmodified-since'].map((name) =>
    Date.parse(get(name) ?? ''),
  );
  if (match !== undefined) {
    if (!names(match, facts.etag)) throw failed('If-Match');
  } else if (unmodifiedSince !== undefined && modified > unmodifiedSince) throw failed('If-Unmodified-Since');
  if (noneMatch !== undefined) {
    if (names(noneMatch, facts.etag)) throw new S3Error('NotModified');
  } else if (since !== undefined && modified <= since) throw new S3Error('NotModified');
};

/** The requested range; undefined for the whole object, also for several ranges and for malformed ones. */
const readRange = (header: string | undefined, size: number): Range | undefined => {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [first, last] = [match[1] ?? '', match[2] ?? ''];
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start >= size || start > end) {
    throw new S3Error('InvalidRange', {
      details: { RangeRequested: header ?? '', ActualObjectSize: String(size) },
      headers: { 'content-range': `bytes */${size}` },
    });
  }
  return { start, end };
};

/** Answers GET or HEAD with an open object, and closes it. */
export const sendObject = async (options: {
  method: string;
  headers: Map<string, string>;
  response: ServerResponse;
  object: OpenObject;
  /** Headers in place of the stored ones. */
  instead?: Record<string, string>;
}): Promise<void> => {
  const { method, headers, response, object } = options;
  const { facts } = object;
  const isHead = method === 'HEAD';
  let handedOver = false;
  try {
    response.setHeader('etag', `"${facts.etag}"`);
    response.setHeader('last-modified', httpDate(facts.lastModified));
    const cacheControl = options.instead?.['cache-control'] ?? facts.headers['cache-control'];
    if (cacheControl !== undefined) response.setHeader('cache-control', cacheControl);
    checkConditions((name) => headers.get(name), facts);

    const ifRange = headers.get('if-range');
    const rangeHolds =
      ifRange === undefined || ifRange === `"${facts.etag}"` || Date.parse(ifRange) === toSecond(facts.lastModified);
    const range = rangeHolds ? readRange(headers.get('range'), facts.size) : undefined;
    for (const [name, value] of Object.entries({ ...facts.headers, ...options.instead }))
      response.setHeader(name, value);
    response.setHeader('accept-ranges', 'bytes');
    response.setHeader('content-length', range ? range.end - range.start + 1 : facts.size);
    if (range) response.setHeader('content-range', `bytes ${range.start}-${range.end}/${facts.size}`);
    if (!range && facts.checksum && headers.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED') {
      response.setHeader(`x-amz-checksum-${facts.checksum.algorithm.toLowerCase()}`, facts.checksum.value);
      response.setHeader('x-amz-checksum-type', FULL_OBJECT);
    }
    response.writeHead(range ? 206 : 200);
    if (isHead || facts.size === 0) {
      response.end();
      return;
    }
    handedOver = true;
    await pipeline(object.read(range), response);
  } finally {
    if (!handedOver) await object.close();
  }
};
