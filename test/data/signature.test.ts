import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSigner } from '#shared/data/table/signature.ts';

const settings = fc.record({
  host: fc.constantFrom('dynamodb.ap-southeast-1.amazonaws.com', '127.0.0.1:8000', 'localhost:41234'),
  region: fc.constantFrom('ap-southeast-1', 'us-east-1', 'eu-west-3'),
  credentials: fc.record({
    accessKeyId: fc.stringMatching(/^[A-Z0-9]{4,20}$/),
    secretAccessKey: fc.stringMatching(/^[!-~]{1,40}$/),
    sessionToken: fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{1,80}$/), { nil: undefined }),
  }),
});
const request = fc.record({
  target: fc.constantFrom('DynamoDB_20120810.Query', 'DynamoDB_20120810.GetItem'),
  body: fc.oneof(fc.json(), fc.string({ unit: 'grapheme', maxLength: 200 })),
  now: fc.date({ min: new Date('2020-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
});
type Settings = typeof settings extends fc.Arbitrary<infer T> ? T : never;
type Request = typeof request extends fc.Arbitrary<infer T> ? T : never;

/** What the SDK's own signer makes of the same request. */
const signedBySdk = async ({ host, region, credentials }: Settings, { target, body, now }: Request) => {
  const { sessionToken, ...keys } = credentials;
  const client = new DynamoDBClient({ region, credentials: { ...keys, ...(sessionToken ? { sessionToken } : {}) } });
  const signer = await client.config.signer({
    name: 'sigv4',
    signingName: 'dynamodb',
    signingRegion: region,
    properties: {},
  });
  const headers = { host, 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target };
  const signed = await signer.sign(
    { method: 'POST', protocol: 'https:', hostname: host, path: '/', headers, body },
    { signingDate: now, unsignableHeaders: new Set(['x-amz-content-sha256']) },
  );
  client.destroy();
  return signed.headers;
};

describe('a signed request', () => {
  it('carries the signature that the SDK would give it, also when one signer signs on several days', async () => {
    await fc.assert(
      fc.asyncProperty(settings, fc.array(request, { minLength: 1, maxLength: 4 }), async (given, requests) => {
        const sign = createSigner(given);
        for (const one of requests) {
          const headers = sign(one.target, one.body, one.now);
          const expected = await signedBySdk(given, one);
          expect(headers.authorization).toMatch(/Signature=[0-9a-f]{64}$/);
          expect(headers.authorization).toBe(expected.authorization);
          expect(headers['x-amz-date']).toBe(expected['x-amz-date']);
          expect(headers['x-amz-security-token']).toBe(given.credentials.sessionToken);
        }
      }),
      { seed: 4, numRuns: 100 },
    );
  });
});
