import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startObjectStore } from '@ocop/local-aws/object-store';
import { createJobMediaStorage } from '#shared/data/objects/job-media-storage.ts';
import type { MediaStorage } from '#shared/data/objects/media-storage.ts';
import { createRequestMediaStorage } from '#shared/data/objects/request-media-storage.ts';
import type { TestMediaStorage } from './memory-storage.ts';

const region = 'ap-southeast-1';
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const NAMES = { UPLOADS_BUCKET: 'uploads', MEDIA_BUCKET: 'media' } as const;

export type Buckets = {
  endpoint: string;
  /** As jobs work on them. */
  storage: TestMediaStorage;
  /** As requests work on them. */
  requestStorage: MediaStorage;
  keys: (bucket: 'uploads' | 'media', prefix?: string) => Promise<string[]>;
  read: (bucket: 'uploads' | 'media', key: string) => Promise<{ bytes: Buffer; type?: string; cacheControl?: string }>;
  put: (bucket: 'uploads' | 'media', key: string, bytes: Buffer, type: string) => Promise<void>;
  stop: () => Promise<void>;
};

/** Both buckets on the embedded object store, looked into with the SDK's client. */
export const startBuckets = async (): Promise<Buckets> => {
  const folder = await mkdtemp(join(tmpdir(), 'ocop-buckets-'));
  const store = await startObjectStore({
    folder,
    buckets: Object.values(NAMES).map((name) => ({ name, cors: [] })),
    region,
    credentials,
    log: () => undefined,
  });
  const client = new S3Client({ endpoint: store.endpoint, region, credentials, forcePathStyle: true });
  const settingsOf = (name: keyof typeof NAMES) => ({
    bucket: NAMES[name],
    endpoint: store.endpoint,
    region,
    credentials: { ...credentials, sessionToken: undefined },
  });
  const { uploads, media, uploadForm } = createJobMediaStorage(settingsOf);
  const put: Buckets['put'] = async (Bucket, Key, Body, ContentType) =>
    void (await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType })));
  return {
    endpoint: store.endpoint,
    storage: {
      uploads: { ...uploads, put: (key, { bytes, type }) => put('uploads', key, bytes, type) },
      media,
      uploadForm,
    },
    requestStorage: createRequestMediaStorage(settingsOf),
    keys: async (bucket, prefix = '') => (await store.keys(bucket)).filter((key) => key.startsWith(prefix)),
    read: async (Bucket, Key) => {
      const { Body, ContentType, CacheControl } = await client.send(new GetObjectCommand({ Bucket, Key }));
      return {
        bytes: Buffer.from((await Body?.transformToByteArray()) ?? []),
        ...(ContentType === undefined ? {} : { type: ContentType }),
        ...(CacheControl === undefined ? {} : { cacheControl: CacheControl }),
      };
    },
    put,
    stop: async () => {
      client.destroy();
      await store.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Posts a form as a browser does; `over` replaces or, where null, leaves out fields. */
export const postForm = async (
  { url, fields }: { url: string; fields: Record<string, string> },
  file: Buffer,
  over: Record<string, string | null> = {},
): Promise<{ status: number; code: string | undefined }> => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...over })) if (value !== null) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(file)]), 'photo.jpg');
  const answer = await fetch(url, { method: 'POST', body: form });
  return { status: answer.status, code: /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1] };
};
