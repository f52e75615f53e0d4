import type { UploadForm, UploadPolicy } from './upload-form.ts';

export type StoredObject = { bytes: Buffer; type: string };
/** Response headers of an object. */
export type ObjectHeaders = { type: string; cacheControl: string };
/** An object that was read; `etag` identifies its content. */
export type ReadObject = StoredObject & { etag: string };

/** The media bucket. Keys consist of letters, digits, and `/ . _ -`. */
export type MediaBucket = {
  /** Whether the object exists. Also false if the role is not allowed to know. */
  has(key: string): Promise<boolean>;
  /** Copies an object within the bucket, with the given headers; false if `from` does not exist. */
  copy(from: string, to: string, headers: ObjectHeaders): Promise<boolean>;
  /** Removes any number of keys in their order, up to 1,000 with each request. Missing keys count as removed. */
  removeAll(keys: readonly string[]): Promise<void>;
  /** An address that gives access to one object until `expiresAt`, or until the credentials expire. */
  signedUrl(key: string, valid: { from: Date; expiresAt: Date }): string;
};

/** The operations of requests on uploads and images. A function reaches only the buckets of its role and environment. */
export type MediaStorage = {
  media: MediaBucket;
  /** The form for one upload. */
  uploadForm: (policy: UploadPolicy, now: Date) => UploadForm;
};

/** The private bucket of uploads that wait for processing. */
export type UploadsBucket = {
  /** Undefined for a missing object; an object of more than `maxBytes` comes without its bytes. */
  get(
    key: string,
    options: { maxBytes: number },
  ): Promise<ReadObject | (Omit<ReadObject, 'bytes'> & { bytes: null }) | undefined>;
  /** Missing keys count as removed; with `etag` only that content is removed, and a later upload stays. */
  remove(key: string, options?: { etag?: string }): Promise<void>;
};

/** The media storage of jobs, events and commands, which also read uploads and write files. */
export type JobMediaStorage = MediaStorage & {
  uploads: UploadsBucket;
  media: {
    /** Writes an object and replaces an existing one. */
    put(key: string, object: StoredObject & ObjectHeaders): Promise<void>;
  };
};

/** S3 takes at most this many keys in one request to remove objects. */
export const REMOVALS_MAX = 1_000;
