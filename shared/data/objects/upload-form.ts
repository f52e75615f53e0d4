import { createSigning } from '#shared/data/table/signature.ts';
import type { BucketSettings } from '#shared/platform/env.ts';
import { bucketAddress } from './bucket-address.ts';

/** A form for a browser or `curl -F`: all fields unchanged, then the file as the last field, `file`. */
export type UploadForm = { url: string; fields: Record<string, string> };

export type UploadPolicy = { key: string; type: string; maxBytes: number; expiresAt: Date };

/**
 * Creates a form for one object. Its signed policy binds key, content type, size and time; a presigned PUT could not
 * bind the size.
 */
export const createUploadForm = (settings: BucketSettings, policy: UploadPolicy, now: Date): UploadForm => {
  const { accessKeyId, sessionToken } = settings.credentials;
  const { stamp, scope, sign } = createSigning({ ...settings, service: 's3' })(now);
  const { origin, prefix } = bucketAddress(settings);
  const bound: Record<string, string> = {
    key: policy.key,
    'Content-Type': policy.type,
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': `${accessKeyId}/${scope}`,
    'x-amz-date': stamp,
    ...(sessionToken ? { 'x-amz-security-token': sessionToken } : {}),
  };
  const document = {
    expiration: policy.expiresAt.toISOString(),
    conditions: [
      { bucket: settings.bucket },
      ...Object.entries(bound).map(([name, value]) => ({ [name]: value })),
      ['content-length-range', 1, policy.maxBytes],
    ],
  };
  const encoded = Buffer.from(JSON.stringify(document)).toString('base64');
  return {
    url: `${origin.origin}${prefix}${prefix === '' ? '/' : ''}`,
    fields: { ...bound, policy: encoded, 'x-amz-signature': sign(encoded) },
  };
};
