import type { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { type BucketSettings, bucketSettings } from '#shared/platform/env.ts';
import { type JobMediaStorage, REMOVALS_MAX, type UploadsBucket } from './media-storage.ts';
import { createAddressSigner } from './signed-address.ts';
import { createUploadForm } from './upload-form.ts';

/** Maximum silence of a connection, in milliseconds. */
const SILENCE_MS = 5_000;
const CONNECT_MS = 1_000;
const ATTEMPTS_MAX = 5;

const FORBIDDEN = 403;
const NOT_FOUND = 404;
const OTHER_CONTENT = 412;

const createClient = ({ region, endpoint, credentials }: BucketSettings): S3Client => {
  const { sessionToken, ...keys } = credentials;
  return new S3Client({
    region,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    credentials: { ...keys, ...(sessionToken ? { sessionToken } : {}) },
    maxAttempts: ATTEMPTS_MAX,
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: SILENCE_MS },
  });
};

/** The response of a call, or `otherwise` if S3 rejected it with one of `statuses`. */
const unlessStatus = async <T, O>(call: Promise<T>, statuses: readonly number[], otherwise: O): Promise<T | O> => {
  try {
    return await call;
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status !== undefined && statuses.includes(status)) return otherwise;
    throw error;
  }
};

const createUploadsBucket = (settings: BucketSettings): UploadsBucket => {
  const client = createClient(settings);
  const Bucket = settings.bucket;
  return {
    async get(Key, { maxBytes }) {
      const response = await unlessStatus(client.send(new GetObjectCommand({ Bucket, Key })), [NOT_FOUND], undefined);
      if (!response?.Body) return undefined;
      const fields = { type: response.ContentType ?? '', etag: response.ETag ?? '' };
      if ((response.ContentLength ?? 0) > maxBytes) {
        (response.Body as Readable).destroy();
        return { ...fields, bytes: null };
      }
      return { ...fields, bytes: Buffer.from(await response.Body.transformToByteArray()) };
    },
    async remove(Key, { etag } = {}) {
      const command = new DeleteObjectCommand({ Bucket, Key, ...(etag === undefined ? {} : { IfMatch: etag }) });
      await unlessStatus(client.send(command), [NOT_FOUND, OTHER_CONTENT], undefined);
    },
  };
};

const createMediaBucket = (settings: BucketSettings): JobMediaStorage['media'] => {
  const client = createClient(settings);
  const Bucket = settings.bucket;
  return {
    async put(Key, { bytes, type, cacheControl }) {
      await client.send(
        new PutObjectCommand({ Bucket, Key, Body: bytes, ContentType: type, CacheControl: cacheControl }),
      );
    },
    async has(Key) {
      const call = client.send(new HeadObjectCommand({ Bucket, Key }));
      return (await unlessStatus(call, [NOT_FOUND, FORBIDDEN], undefined)) !== undefined;
    },
    async copy(from, to, { type, cacheControl }) {
      const command = new CopyObjectCommand({
        Bucket,
        Key: to,
        CopySource: `${Bucket}/${from}`,
        MetadataDirective: 'REPLACE',
        ContentType: type,
        CacheControl: cacheControl,
      });
      return (await unlessStatus(client.send(command), [NOT_FOUND], undefined)) !== undefined;
    },
    async removeAll(keys) {
      for (let start = 0; start < keys.length; start += REMOVALS_MAX) {
        const Objects = keys.slice(start, start + REMOVALS_MAX).map((Key) => ({ Key }));
        const { Errors = [] } = await client.send(
          new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
        );
        const [first] = Errors;
        if (first) throw new Error(`removal of ${Errors.length} objects was refused: ${first.Code}`);
      }
    },
    signedUrl: createAddressSigner(settings),
  };
};

/**
 * The media storage of jobs, events and commands over the SDK, which retries transient failures. Its buckets come from
 * the environment and are read on first use.
 */
export const createJobMediaStorage = (settingsOf: typeof bucketSettings = bucketSettings): JobMediaStorage => {
  let uploads: UploadsBucket | undefined;
  let media: JobMediaStorage['media'] | undefined;
  return {
    get uploads() {
      uploads ??= createUploadsBucket(settingsOf('UPLOADS_BUCKET'));
      return uploads;
    },
    get media() {
      media ??= createMediaBucket(settingsOf('MEDIA_BUCKET'));
      return media;
    },
    uploadForm: (policy, now) => createUploadForm(settingsOf('UPLOADS_BUCKET'), policy, now),
  };
};
