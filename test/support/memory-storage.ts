import type { JobMediaStorage, StoredObject } from '#shared/data/objects/media-storage.ts';
import { createUploadForm } from '#shared/data/objects/upload-form.ts';

/** Where tests that look at no address read media. */
export const MEDIA_URL = 'https://media.example';

const bucket = 'uploads';
const credentials = { accessKeyId: 'local', secretAccessKey: 'local', sessionToken: undefined };

/** The media storage of jobs, with uploads that a test puts where a browser's form would. */
export type TestMediaStorage = JobMediaStorage & { uploads: Pick<JobMediaStorage['media'], 'put'> };

const memoryStore = (objects: Map<string, StoredObject>): TestMediaStorage['uploads'] & TestMediaStorage['media'] => ({
  get: async (key) => {
    const object = objects.get(key);
    return object && { ...object, etag: '"1"' };
  },
  put: async (key, object) => void objects.set(key, object),
  remove: async (key) => void objects.delete(key),
  removeAll: async (keys) => {
    for (const key of keys) objects.delete(key);
  },
  has: async (key) => objects.has(key),
  copy: async (from, to, { type }) => {
    const object = objects.get(from);
    if (object) objects.set(to, { ...object, type });
    return object !== undefined;
  },
  signedUrl: (key) => `https://signed.example/${key}`,
});

/** Buckets for tests that are about something else; what is about buckets runs on the embedded object store. */
export const memoryStorage = (): TestMediaStorage & {
  objects: { uploads: Map<string, StoredObject>; media: Map<string, StoredObject> };
} => {
  const objects = { uploads: new Map<string, StoredObject>(), media: new Map<string, StoredObject>() };
  return {
    objects,
    uploads: memoryStore(objects.uploads),
    media: memoryStore(objects.media),
    uploadForm: (policy, now) =>
      createUploadForm({ bucket, region: 'ap-southeast-1', endpoint: 'http://127.0.0.1:9', credentials }, policy, now),
  };
};
