import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CopyObjectCommand, DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { issueToken, loadSigningKey, localRegion } from '@ocop/local-aws';
import { afterAll, expect, it, vi } from 'vitest';
import { filesOf, privateKey } from '#shared/domain/images/renditions.ts';
import { OFFICER, OWNER } from '#test/support/api.ts';
import { postForm } from '#test/support/buckets.ts';
import { producerInput, productInput } from '#test/support/journey.ts';
import { type StartedSystem, startSystem } from '#test/support/started-system.ts';

let system: StartedSystem | undefined;
afterAll(() => system?.stop());

const started = async (dataDir?: string) => {
  const now = await startSystem(dataDir === undefined ? {} : { dataDir });
  system = now;
  const key = await loadSigningKey(now.dataDir);
  return {
    ...now,
    ask: async (method: string, path: string, as: string, body?: object, status = 200) => {
      const groups = as === OFFICER ? ['officer'] : [];
      const token = await issueToken(key, { name: as, groups }, { now: Math.floor(Date.now() / 1_000) });
      const answer = await fetch(now.url + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'if-match': '*' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const text = await answer.text();
      expect(answer.status, text).toBe(status);
      return JSON.parse(text);
    },
  };
};

const storeOf = async (dataDir: string) => {
  const { port } = JSON.parse(await readFile(join(dataDir, 'object-store.json'), 'utf8')) as { port: number };
  return new S3Client({
    endpoint: `http://127.0.0.1:${port}`,
    region: localRegion,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    forcePathStyle: true,
  });
};

it('a started system serves photos while their product is public, and a folder of before is put right by the next start', async () => {
  const first = await started();
  const { id: producer } = await first.ask('POST', '/v1/producers', OWNER, producerInput(), 201);
  await first.ask('POST', `/v1/producers/${producer}/verify`, OFFICER);
  const { id } = await first.ask('POST', '/v1/products', OWNER, productInput(producer), 201);
  const form = await first.ask('POST', `/v1/products/${id}/images`, OWNER, { contentType: 'image/jpeg' }, 201);
  expect((await postForm(form, await readFile('docs/example-photo.jpg'))).status).toBe(204);
  const own = await vi.waitUntil(
    async () => {
      const body = await first.ask('GET', `/v1/me/products/${id}`, OWNER);
      return body.images[0].state === 'ready' ? body : undefined;
    },
    { timeout: 50_000, interval: 200 },
  );
  const [, bucket = '', digest = ''] = /\/([^/]+)\/private\/([^/]+)\//.exec(own.cover.url) ?? [];
  const atEdge = async (url: string, prefix = 'media') => (await fetch(`${url}/${prefix}/${digest}/640.webp`)).status;
  expect([(await fetch(own.cover.url)).status, await atEdge(first.url), await atEdge(first.url, 'private')]).toEqual([
    200, 403, 404,
  ]);
  await first.ask('POST', `/v1/products/${id}/submit`, OWNER);
  await first.ask('POST', `/v1/products/${id}/approve`, OFFICER);
  expect(await atEdge(first.url)).toBe(200);
  await first.ask('POST', `/v1/products/${id}/suspend`, OFFICER, { reason: 'Hàng giả' });
  expect(await atEdge(first.url)).toBe(403);

  // As a folder was before there were private files.
  const client = await storeOf(first.dataDir);
  const { width, height } = own.images[0].sizes.at(-1);
  for (const { name } of filesOf({ width, height })) {
    const key = privateKey(digest, name);
    const CopySource = `${bucket}/${key}`;
    await client.send(new CopyObjectCommand({ Bucket: bucket, CopySource, Key: key.replace('private', 'media') }));
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
  }
  client.destroy();
  expect(await atEdge(first.url)).toBe(200);
  await rm(join(first.dataDir, 'format-3.json'));
  await first.kill();

  const second = await started(first.dataDir);
  expect(await atEdge(second.url)).toBe(403);
  const { cover } = await second.ask('GET', `/v1/me/products/${id}`, OWNER);
  expect((await fetch(cover.url)).status).toBe(200);
  await second.ask('POST', `/v1/products/${id}/reinstate`, OFFICER);
  expect(await atEdge(second.url)).toBe(200);
}, 180_000);
