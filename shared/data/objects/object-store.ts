import { createHash } from 'node:crypto';
import { createConnection, type Incoming, type Outgoing } from '#shared/data/table/connection.ts';
import { TransientFault, withinBudget } from '#shared/data/table/retry.ts';
import { createObjectSigner, createUrlSigner } from '#shared/data/table/signature.ts';
import type { BucketSettings } from '#shared/platform/env.ts';

export type StoredObject = { bytes: Buffer; type: string };
/** What readers are told with an object. */
export type ObjectHeaders = { type: string; cacheControl: string };
/** An object as it was read; `etag` tells this content of the key from any other. */
export type ReadObject = StoredObject & { etag: string };

/** The objects of one bucket. Keys are made by this system: letters, digits, and `/ . _ -`. */
export type ObjectStore = {
  /** Undefined where there is no such object; one of more than `maxBytes` comes without its bytes. */
  get(
    key: string,
    options: { maxBytes: number },
  ): Promise<ReadObject | (Omit<ReadObject, 'bytes'> & { bytes: null }) | undefined>;
  /** Writes an object whole, over what was there. */
  put(key: string, object: StoredObject & ObjectHeaders): Promise<void>;
  /** What is not there is removed already; with `etag` only that content is removed, and what came since stays. */
  remove(key: string, options?: { etag?: string }): Promise<void>;
  /** Removes any number of keys, up to 1,000 with each request, in their order. Keys that are not there are removed already. */
  removeAll(keys: readonly string[]): Promise<void>;
  /** Whether there is such an object. Also false where the role may not know. */
  has(key: string): Promise<boolean>;
  /** Copies an object inside the bucket, with the headers of `headers`; false where `from` is not there. */
  copy(from: string, to: string, headers: ObjectHeaders): Promise<boolean>;
  /** An address that reads one object until `expiresAt`, with nothing but the address. It dies earlier with the credentials. */
  signedUrl(key: string, valid: { from: Date; expiresAt: Date }): string;
};

/** One exchange may be silent so long, in milliseconds. */
const SILENCE_MS = 5_000;

const EMPTY = Buffer.alloc(0);
const FORBIDDEN = 403;
const NOT_FOUND = 404;
const OTHER_CONTENT = 412;
const DELETIONS_MAX = 1_000;
const TRANSIENT_CODE = /^(?:RequestTimeout|InternalError|SlowDown|ServiceUnavailable|OperationAborted)$/;

/** Where a bucket answers: at its own host in AWS, in the path of an endpoint elsewhere. */
export const bucketAddress = ({ bucket, region, endpoint }: BucketSettings): { origin: URL; prefix: string } =>
  endpoint === undefined
    ? { origin: new URL(`https://${bucket}.s3.${region}.amazonaws.com`), prefix: '' }
    : { origin: new URL(endpoint), prefix: `/${bucket}` };

/**
 * A store over S3's HTTP. Throttling, server faults and broken connections are tried again within the time budget and then
 * become the problem `dependency_unavailable`; any other refusal throws. `send` stands in for the connection in tests.
 */
export const createObjectStore = (
  settings: BucketSettings,
  options: { send?: (outgoing: Outgoing) => Promise<Incoming>; budgetMs?: number } = {},
): ObjectStore => {
  const { origin, prefix } = bucketAddress(settings);
  const send = options.send ?? createConnection(origin);
  const sign = createObjectSigner({ ...settings, host: origin.host });
  const signUrl = createUrlSigner({ ...settings, origin });

  /** S3 reports some failures of copies and of deletions in the body of a 200. */
  const codeIn = (body: Buffer): string | undefined => /<Code>(\w+)<\/Code>/.exec(body.toString('utf8', 0, 2_000))?.[1];

  const call = (
    method: string,
    { key, query = '' }: { key: string; query?: string },
    headers: Record<string, string> = {},
    body: Buffer = EMPTY,
  ) =>
    withinBudget(async () => {
      const path = `${prefix}/${key}`;
      const answer = await send({
        method,
        path: query === '' ? path : `${path}?${query}`,
        headers: { ...sign({ method, path, query, headers, body }, new Date()), 'content-length': body.length },
        body,
        timeoutMs: SILENCE_MS,
      });
      const isRefusedInside = answer.status === 200 && (method === 'POST' || method === 'PUT') && codeIn(answer.body);
      if (!isRefusedInside && (answer.status < 300 || answer.status === NOT_FOUND || answer.status === OTHER_CONTENT))
        return answer;
      if (answer.status === FORBIDDEN && method === 'HEAD') return answer;
      const code = codeIn(answer.body) ?? String(answer.status);
      if (answer.status >= 500 || answer.status === 429 || TRANSIENT_CODE.test(code))
        throw new TransientFault(`${method}: ${code}`);
      throw new Error(`${method} of an object was refused: ${code}`);
    }, options.budgetMs);

  return {
    async get(key, { maxBytes }) {
      const { status, headers } = await call('HEAD', { key });
      if (status === NOT_FOUND) return undefined;
      if (status !== 200) throw new Error(`HEAD of an object was refused: ${status}`);
      const told = { type: String(headers['content-type'] ?? ''), etag: String(headers.etag ?? '') };
      if (Number(headers['content-length']) > maxBytes) return { ...told, bytes: null };
      const answer = await call('GET', { key }, { 'if-match': told.etag });
      if (answer.status === NOT_FOUND) return undefined;
      if (answer.status === OTHER_CONTENT) throw new Error('the object was replaced while it was read');
      return { ...told, bytes: answer.body };
    },
    async put(key, { bytes, type, cacheControl }) {
      const { status } = await call('PUT', { key }, { 'cache-control': cacheControl, 'content-type': type }, bytes);
      if (status >= NOT_FOUND) throw new Error(`PUT of an object was refused: ${status}`);
    },
    async remove(key, { etag } = {}) {
      await call('DELETE', { key }, etag === undefined ? {} : { 'if-match': etag });
    },
    async removeAll(keys) {
      for (let start = 0; start < keys.length; start += DELETIONS_MAX) {
        const objects = keys.slice(start, start + DELETIONS_MAX).map((key) => `<Object><Key>${key}</Key></Object>`);
        const body = Buffer.from(`<Delete><Quiet>true</Quiet>${objects.join('')}</Delete>`);
        const checksum = createHash('sha256').update(body).digest('base64');
        const headers = { 'content-type': 'application/xml', 'x-amz-checksum-sha256': checksum };
        const { status } = await call('POST', { key: '', query: 'delete=' }, headers, body);
        if (status !== 200) throw new Error(`removal of objects was refused: ${status}`);
      }
    },
    async has(key) {
      return (await call('HEAD', { key })).status === 200;
    },
    async copy(from, to, { type, cacheControl }) {
      const { status } = await call(
        'PUT',
        { key: to },
        {
          'cache-control': cacheControl,
          'content-type': type,
          'x-amz-copy-source': `/${settings.bucket}/${from}`,
          'x-amz-metadata-directive': 'REPLACE',
        },
      );
      if (status === OTHER_CONTENT) throw new Error(`copy of an object was refused: ${status}`);
      return status !== NOT_FOUND;
    },
    signedUrl(key, valid) {
      return signUrl(`${prefix}/${key}`, valid);
    },
  };
};
