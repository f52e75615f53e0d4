import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildFunctions } from '#infra/build/bundles.ts';
import type { Handler } from '#shared/http/serve.ts';
import { eventOf } from '#test/support/api.ts';
import { BUILT, publicCases } from '#test/support/cases.ts';

let folder: string;
let handler: Handler;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ocop-docs-'));
  await buildFunctions({ outDir: folder });
  Object.assign(process.env, {
    AWS_REGION: 'ap-southeast-1',
    TABLE_NAME: 'unused',
    MEDIA_URL: 'https://media.example',
    EDGE_SECRETS: 'off',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  ({ handler } = await import(pathToFileURL(join(folder, 'catalog', 'index.mjs')).href));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const nothing = { id: '', etag: '', producer: '', product: '', salesPoint: '', promotion: '', event: '' };

it.each([...BUILT])('%s is served with its type and ETag, and kept by caches for seconds only', async (operationId) => {
  const { path } = publicCases[operationId]?.(nothing) ?? { path: '' };
  const answer = await handler(eventOf('GET', path));
  const headers = answer.headers as Record<string, string>;
  expect([operationId, answer.statusCode]).toEqual([operationId, 200]);
  expect(headers.etag).toMatch(/^"[^"]+"$/);
  expect(headers.vary).toBe('Accept-Language');
  for (const [, age] of (headers['cache-control'] ?? '').matchAll(/age=(\d+)/g))
    expect(Number(age)).toBeLessThanOrEqual(300);
  const again = await handler(eventOf('GET', path, { headers: { 'if-none-match': headers.etag ?? '' } }));
  expect([again.statusCode, again.body]).toEqual([304, '']);
});

it('serves no file of the build but those of the pages', async () => {
  for (const name of [
    '..%2findex.mjs',
    'index.mjs',
    'openapi.json',
    '%2e%2e',
    'swagger-ui-bundle.js.gz',
    '%00',
    '__proto__',
  ])
    expect([name, (await handler(eventOf('GET', `/docs/${name}`))).statusCode]).toEqual([name, 404]);
});

it('answers an unknown method of a documented path with 405 and Allow, an unknown path with 404', async () => {
  const refused = await handler(eventOf('DELETE', '/v1/products'));
  expect([refused.statusCode, refused.headers?.allow]).toEqual([405, 'GET, POST']);
  expect((await handler(eventOf('GET', '/v1/nothing'))).statusCode).toBe(404);
});
