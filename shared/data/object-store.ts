import type { BucketSettings } from '../platform/env.ts';
import { createConnection, type Incoming, type Outgoing } from './connection.ts';
import { TransientFault, withinBudget } from './retry.ts';
import { createObjectSigner } from './signature.ts';

export type StoredObject = { bytes: Buffer; type: string };
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
  put(key: string, object: StoredObject & { cacheControl: string }): Promise<void>;
  /** What is not there is removed already; with `etag` only that content is removed, and what came since stays. */
  remove(key: string, options?: { etag?: string }): Promise<void>;
};

/** One exchange may be silent so long, in milliseconds. */
const SILENCE_MS = 5_000;

const EMPTY = Buffer.alloc(0);
const NOT_FOUND = 404;
const OTHER_CONTENT = 412;

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

  const call = (method: string, key: string, headers: Record<string, string> = {}, body: Buffer = EMPTY) =>
    withinBudget(async () => {
      const path = `${prefix}/${key}`;
      const answer = await send({
        method,
        path,
        headers: { ...sign({ method, path, headers, body }, new Date()), 'content-length': body.length },
        body,
        timeoutMs: SILENCE_MS,
      });
      if (answer.status < 300 || answer.status === NOT_FOUND || answer.status === OTHER_CONTENT) return answer;
      const code = /<Code>(\w+)<\/Code>/.exec(answer.body.toString('utf8', 0, 2_000))?.[1] ?? String(answer.status);
      if (answer.status >= 500 || answer.status === 429 || code === 'RequestTimeout')
        throw new TransientFault(`${method}: ${code}`);
      throw new Error(`${method} of an object was refused: ${code}`);
    }, options.budgetMs);

  return {
    async get(key, { maxBytes }) {
      const { status, headers } = await call('HEAD', key);
      if (status === NOT_FOUND) return undefined;
      const told = { type: String(headers['content-type'] ?? ''), etag: String(headers.etag ?? '') };
      if (Number(headers['content-length']) > maxBytes) return { ...told, bytes: null };
      const answer = await call('GET', key, { 'if-match': told.etag });
      if (answer.status === NOT_FOUND) return undefined;
      if (answer.status === OTHER_CONTENT) throw new Error('the object was replaced while it was read');
      return { ...told, bytes: answer.body };
    },
    async put(key, { bytes, type, cacheControl }) {
      const { status } = await call('PUT', key, { 'cache-control': cacheControl, 'content-type': type }, bytes);
      if (status >= NOT_FOUND) throw new Error(`PUT of an object was refused: ${status}`);
    },
    async remove(key, { etag } = {}) {
      await call('DELETE', key, etag === undefined ? {} : { 'if-match': etag });
    },
  };
};
