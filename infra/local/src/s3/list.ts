import { S3Error } from './errors.ts';
import type { S3Request } from './request.ts';
import { encodeStrictly } from './signature.ts';
import { byteOrder, type Listed } from './storage.ts';
import { element, group, xmlDocument } from './xml.ts';

const mostKeys = 1_000;

const encodeToken = (last: string): string => Buffer.from(`1${last}`, 'latin1').toString('base64url');

const decodeToken = (token: string): string => {
  const last = Buffer.from(token, 'base64url').toString('latin1');
  if (!last.startsWith('1') || encodeToken(last.slice(1)) !== token) {
    throw new S3Error('InvalidArgument', { message: 'The continuation token provided is incorrect' });
  }
  return last.slice(1);
};

const readMaxKeys = (text: string | undefined): number => {
  if (text === undefined || text === '') return mostKeys;
  if (!/^\d{1,10}$/.test(text)) throw new S3Error('InvalidArgument', { message: 'max-keys is not an integer' });
  return Math.min(Number(text), mostKeys);
};

/** The first place at which `order` is not below the text. */
const firstFrom = (objects: readonly Listed[], text: string): number => {
  let [low, high] = [0, objects.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((objects[middle] as Listed).order < text) low = middle + 1;
    else high = middle;
  }
  return low;
};

type Page = { contents: Listed[]; commonPrefixes: string[]; next?: string };

// All texts here are in the order of bytes; a common prefix counts as one and stands for all that begin with it.
const readPage = (
  objects: readonly Listed[],
  { prefix, delimiter, after, most }: { prefix: string; delimiter: string; after: string | undefined; most: number },
): Page => {
  const page: Page = { contents: [], commonPrefixes: [] };
  if (most === 0) return page;
  let last = '';
  let index = firstFrom(objects, after !== undefined && after > prefix ? after : prefix);
  for (let count = 0; index < objects.length; ) {
    const object = objects[index] as Listed;
    if (!object.order.startsWith(prefix)) break;
    const cut = delimiter === '' ? -1 : object.order.indexOf(delimiter, prefix.length);
    const common = cut === -1 ? undefined : object.order.slice(0, cut + delimiter.length);
    if (after !== undefined && (object.order <= after || common === after)) {
      index += 1;
      continue;
    }
    if (count === most) {
      page.next = last;
      break;
    }
    count += 1;
    index += 1;
    last = common ?? object.order;
    if (common === undefined) page.contents.push(object);
    else {
      page.commonPrefixes.push(Buffer.from(common, 'latin1').toString());
      while (objects[index]?.order.startsWith(common)) index += 1;
    }
  }
  return page;
};

/** Answers ListObjectsV2. */
export const listObjects = (request: S3Request, objects: readonly Listed[]): string => {
  const [prefix = '', delimiter = '', startAfter, token, encoding] = [
    'prefix',
    'delimiter',
    'start-after',
    'continuation-token',
    'encoding-type',
  ].map((name) => request.parameter(name));
  if (encoding !== undefined && encoding !== 'url') {
    throw new S3Error('InvalidArgument', { message: 'Invalid Encoding Method specified in Request' });
  }
  const most = readMaxKeys(request.parameter('max-keys'));
  const after = token !== undefined ? decodeToken(token) : startAfter && byteOrder(startAfter);
  const page = readPage(objects, {
    prefix: byteOrder(prefix),
    delimiter: byteOrder(delimiter),
    after: after === '' ? undefined : after,
    most,
  });
  const shown = (text: string): string => (encoding === 'url' ? text.split('/').map(encodeStrictly).join('/') : text);
  return xmlDocument('ListBucketResult', [
    element('Name', request.bucket),
    element('Prefix', shown(prefix)),
    ...(delimiter === '' ? [] : [element('Delimiter', shown(delimiter))]),
    ...(startAfter === undefined ? [] : [element('StartAfter', shown(startAfter))]),
    ...(token === undefined ? [] : [element('ContinuationToken', token)]),
    ...(encoding === undefined ? [] : [element('EncodingType', encoding)]),
    element('MaxKeys', most),
    element('KeyCount', page.contents.length + page.commonPrefixes.length),
    element('IsTruncated', page.next !== undefined),
    ...(page.next === undefined ? [] : [element('NextContinuationToken', encodeToken(page.next))]),
    ...page.contents.map(({ key, size, etag, lastModified }) =>
      group('Contents', [
        element('Key', shown(key)),
        element('LastModified', lastModified),
        element('ETag', `"${etag}"`),
        element('Size', size),
        element('StorageClass', 'STANDARD'),
      ]),
    ),
    ...page.commonPrefixes.map((common) => group('CommonPrefixes', [element('Prefix', shown(common))])),
  ]);
};
