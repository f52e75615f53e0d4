import type { UploadForm, UploadPolicy } from './upload-form.ts';

export type StoredObject = { bytes: Buffer; type: string };
/** What readers are told with an object. */
export type ObjectHeaders = { type: string; cacheControl: string };
/** An object as it was read; `etag` tells this content of the key from any other. */
export type ReadObject = StoredObject & { etag: string };

/** The media bucket. Keys are made by this system: letters, digits, and `/ . _ -`. */
export type MediaBucket = {
  /** Whether there is such an object. Also false where the role may not know. */
  has(key: string): Promise<boolean>;
  /** Copies an object inside the bucket, with the headers of `headers`; false where `from` is not there. */
  copy(from: string, to: string, headers: ObjectHeaders): Promise<boolean>;
  /** Removes any number of keys, up to 1,000 with each request, in their order. Keys that are not there are removed already. */
  removeAll(keys: readonly string[]): Promise<void>;
  /** An address that reads one object until `expiresAt`, with nothing but the address. It dies earlier with the credentials. */
  signedUrl(key: string, valid: { from: Date; expiresAt: Date }): string;
};

/**
 * What producers upload and what is made of it, as far as a request works on it. A function reaches only what its role and its
 * environment give it.
 */
export type MediaStorage = {
  media: MediaBucket;
  /** A form for one upload. */
  uploadForm: (policy: UploadPolicy, now: Date) => UploadForm;
};

/** The uploads bucket: private, what was uploaded and waits to be processed. */
export type UploadsBucket = {
  /** Undefined where there is no such object; one of more than `maxBytes` comes without its bytes. */
  get(
    key: string,
    options: { maxBytes: number },
  ): Promise<ReadObject | (Omit<ReadObject, 'bytes'> & { bytes: null }) | undefined>;
  /** What is not there is removed already; with `etag` only that content is removed, and what came since stays. */
  remove(key: string, options?: { etag?: string }): Promise<void>;
};

/** The media storage of a job, an event or a command, for which nobody waits: it also reads uploads and writes files. */
export type JobMediaStorage = MediaStorage & {
  uploads: UploadsBucket;
  media: {
    /** Writes an object whole, over what was there. */
    put(key: string, object: StoredObject & ObjectHeaders): Promise<void>;
  };
};

/** S3 takes at most this many keys in one request to remove objects. */
export const REMOVALS_MAX = 1_000;
