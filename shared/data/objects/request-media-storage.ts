import { createHash } from 'node:crypto';
import { createConnection, type Incoming, type Outgoing } from '#shared/data/table/connection.ts';
import { TransientFault, withinBudget } from '#shared/data/table/retry.ts';
import { createObjectSigner } from '#shared/data/table/signature.ts';
import { type BucketSettings, bucketSettings } from '#shared/platform/env.ts';
import { bucketAddress } from './bucket-address.ts';
import { type MediaBucket, type MediaStorage, REMOVALS_MAX } from './media-storage.ts';
import { createAddressSigner } from './signed-address.ts';
import { createUploadForm } from './upload-form.ts';

/** Maximum silence of one exchange, in milliseconds. */
const SILENCE_MS = 5_000;

const EMPTY = Buffer.alloc(0);
const FORBIDDEN = 403;
const NOT_FOUND = 404;
const OTHER_CONTENT = 412;
const TRANSIENT_CODE = /^(?:RequestTimeout|InternalError|SlowDown|ServiceUnavailable|OperationAborted)$/;

/**
 * The media bucket for requests, over S3's HTTP interface: the SDK would double the size of functions that answer
 * requests. Throttling, server errors and broken connections are retried within the time budget and then become
 * `dependency_unavailable`; any other rejection throws. Tests replace the connection by `send`.
 */
export const createRequestMediaBucket = (
  settings: BucketSettings,
  options: { send?: (outgoing: Outgoing) => Promise<Incoming>; budgetMs?: number } = {},
): MediaBucket => {
  const { origin, prefix } = bucketAddress(settings);
  const send = options.send ?? createConnection(origin);
  const sign = createObjectSigner({ ...settings, host: origin.host });

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
      const response = await send({
        method,
        path: query === '' ? path : `${path}?${query}`,
        headers: sign({ method, path, query, headers, body }, new Date()),
        body,
        timeoutMs: SILENCE_MS,
      });
      const isErrorInside = response.status === 200 && (method === 'POST' || method === 'PUT') && codeIn(response.body);
      if (
        !isErrorInside &&
        (response.status < 300 || response.status === NOT_FOUND || response.status === OTHER_CONTENT)
      )
        return response;
      if (response.status === FORBIDDEN && method === 'HEAD') return response;
      const code = codeIn(response.body) ?? String(response.status);
      if (response.status >= 500 || response.status === 429 || TRANSIENT_CODE.test(code))
        throw new TransientFault(`${method}: ${code}`);
      throw new Error(`${method} of an object was refused: ${code}`);
    }, options.budgetMs);

  return {
    async removeAll(keys) {
      for (let start = 0; start < keys.length; start += REMOVALS_MAX) {
        const objects = keys.slice(start, start + REMOVALS_MAX).map((key) => `<Object><Key>${key}</Key></Object>`);
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
    signedUrl: createAddressSigner(settings),
  };
};

/** The media storage of functions that answer requests. Its buckets come from the environment and are read on first use. */
export const createRequestMediaStorage = (settingsOf: typeof bucketSettings = bucketSettings): MediaStorage => {
  let media: MediaBucket | undefined;
  return {
    get media() {
      media ??= createRequestMediaBucket(settingsOf('MEDIA_BUCKET'));
      return media;
    },
    uploadForm: (policy, now) => createUploadForm(settingsOf('UPLOADS_BUCKET'), policy, now),
  };
};
