import { bucketSettings } from '#shared/platform/env.ts';
import { createObjectStore, type ObjectStore } from './object-store.ts';
import { createUploadForm, type UploadForm, type UploadPolicy } from './upload-form.ts';

/** What producers upload and what is made of it. A function reaches only what its role and its environment give it. */
export type Files = {
  /** Private: what was uploaded and waits to be taken in. */
  uploads: ObjectStore;
  /** What the edge serves. */
  media: ObjectStore;
  /** A form for one upload. */
  uploadForm: (policy: UploadPolicy, now: Date) => UploadForm;
};

type BucketName = Parameters<typeof bucketSettings>[0];

/** The buckets that the environment names, each looked up when it is first used. */
export const createFiles = (
  settingsOf: (name: BucketName) => ReturnType<typeof bucketSettings> = bucketSettings,
): Files => {
  const made = new Map<BucketName, ObjectStore>();
  const store = (name: BucketName): ObjectStore => {
    const known = made.get(name) ?? createObjectStore(settingsOf(name));
    made.set(name, known);
    return known;
  };
  return {
    get uploads() {
      return store('UPLOADS_BUCKET');
    },
    get media() {
      return store('MEDIA_BUCKET');
    },
    uploadForm: (policy, now) => createUploadForm(settingsOf('UPLOADS_BUCKET'), policy, now),
  };
};
