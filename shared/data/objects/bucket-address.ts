import type { BucketSettings } from '#shared/platform/env.ts';

/** The address of a bucket: its own host in AWS, a path of an endpoint elsewhere. */
export const bucketAddress = ({ bucket, region, endpoint }: BucketSettings): { origin: URL; prefix: string } =>
  endpoint === undefined
    ? { origin: new URL(`https://${bucket}.s3.${region}.amazonaws.com`), prefix: '' }
    : { origin: new URL(endpoint), prefix: `/${bucket}` };
