import { createUrlSigner } from '#shared/data/table/signature.ts';
import type { BucketSettings } from '#shared/platform/env.ts';
import { bucketAddress } from './bucket-address.ts';
import type { MediaBucket } from './media-storage.ts';

/** Signs addresses of one bucket's objects without a request to S3. */
export const createAddressSigner = (settings: BucketSettings): MediaBucket['signedUrl'] => {
  const { origin, prefix } = bucketAddress(settings);
  const sign = createUrlSigner({ ...settings, origin });
  return (key, valid) => sign(`${prefix}/${key}`, valid);
};
