import { Duration } from 'aws-cdk-lib';

/** CORS rules for pages of any origin: callers use bearer tokens and never cookies, so no page gains rights by them. */
export const CORS = {
  origins: ['*'],
  requestHeaders: [
    'accept-language',
    'authorization',
    'content-type',
    'idempotency-key',
    'if-match',
    'if-none-match',
    'x-request-id',
  ],
  responseHeaders: [
    'content-disposition',
    'deprecation',
    'etag',
    'idempotency-replayed',
    'link',
    'location',
    'ratelimit',
    'ratelimit-policy',
    'retry-after',
    'sunset',
    'x-request-id',
    'x-server-time',
  ],
  maxAge: Duration.hours(1),
};
