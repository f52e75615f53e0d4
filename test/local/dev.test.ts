import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueToken, loadSigningKey } from '@ocop/local-aws';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ROOT } from '#infra/build/bundles.ts';
import { type StartedSystem, startSystem } from '#test/support/started-system.ts';

const SOURCES = ['functions', 'infra', 'shared', 'package.json', 'package-lock.json', 'tsconfig.json'];
const PROBLEMS = 'shared/platform/problem.ts';
const OLD_DETAIL = 'There is no such resource, or you may not know of it.';
const PATIENCE = { timeout: 120_000, interval: 50 };

let root: string;
let system: StartedSystem;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ocop-dev-'));
  for (const source of SOURCES) await cp(join(ROOT, source), join(root, source), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  system = await startSystem({ command: 'dev', root });
  await vi.waitFor(() => expect(system.said()).toContain('dev: a saved source is served'), PATIENCE);
});
afterAll(async () => {
  await system.stop();
  await rm(root, { recursive: true, force: true });
});

const save = async (file: string, change: (source: string) => string): Promise<void> => {
  const path = join(root, file);
  await writeFile(path, change(await readFile(path, 'utf8')));
};

const ask = async (path: string, init: RequestInit = {}) => {
  const headers = { 'accept-language': 'en', ...init.headers };
  const response = await fetch(`${system.url}${path}`, { ...init, headers });
  return (await response.json()) as { detail?: string; memberships?: unknown[] };
};

const bearer = async (): Promise<{ authorization: string }> => {
  const key = await loadSigningKey(system.dataDir);
  const now = Math.floor(Date.now() / 1_000);
  return { authorization: `Bearer ${await issueToken(key, { name: 'producer-hoa-lu', groups: [] }, { now })}` };
};

describe('npm run dev', () => {
  it('answers with a saved rule and keeps the data, without a restart', async () => {
    const body = JSON.stringify({
      name: 'Hợp tác xã Gia Sinh',
      kind: 'household',
      phone: '0912345678',
      commune: '14329',
      addressLine: 'Số 1',
    });
    const headers = { ...(await bearer()), 'content-type': 'application/json' };
    const created = await fetch(`${system.url}/v1/producers`, { method: 'POST', headers, body });
    expect(created.status).toBe(201);
    const before = await ask('/v1/me', { headers: await bearer() });
    expect((await ask('/v1/products/prd_none')).detail).toBe(OLD_DETAIL);
    await save(PROBLEMS, (source) => source.replace(OLD_DETAIL, 'Nothing is here.'));
    await vi.waitFor(
      async () => expect((await ask('/v1/products/prd_none')).detail).toBe('Nothing is here.'),
      PATIENCE,
    );
    expect(await ask('/v1/me', { headers: await bearer() })).toEqual(before);
    expect(system.said().match(/ready:/g)).toHaveLength(1);
  });

  it('says where a syntax error is, answers as before, and serves the mended source', async () => {
    const { detail } = await ask('/v1/products/prd_none');
    await save(PROBLEMS, (source) => `${source}const x = ;\n`);
    await vi.waitFor(
      () => expect(system.said()).toMatch(/Unexpected ";"\s+shared\/platform\/problem\.ts:\d+:10/),
      PATIENCE,
    );
    expect(await ask('/v1/products/prd_none')).toMatchObject({ detail });
    await save(PROBLEMS, (source) => source.replace('const x = ;\n', '').replace(/Nothing is here\./, 'All is well.'));
    await vi.waitFor(async () => expect((await ask('/v1/products/prd_none')).detail).toBe('All is well.'), PATIENCE);
  });

  it('answers as before when a source throws as it is loaded', async () => {
    const { detail } = await ask('/v1/products/prd_none');
    await save(PROBLEMS, (source) => `${source}throw new Error('thrown at load');\n`);
    await vi.waitFor(() => expect(system.said()).toMatch(/answer as before:[^✘]*thrown at load/), PATIENCE);
    expect(await ask('/v1/products/prd_none')).toMatchObject({ detail });
    await save(PROBLEMS, (source) => source.replace("throw new Error('thrown at load');\n", ''));
  });

  it('serves a new route', async () => {
    expect((await ask('/v1/taxonomy-of-tests')).detail).toBe('All is well.');
    await save('functions/catalog/taxonomy.routes.ts', (source) =>
      source.replaceAll("'/v1/taxonomy'", "'/v1/taxonomy-of-tests'"),
    );
    await vi.waitFor(async () => expect(await ask('/v1/taxonomy-of-tests')).toHaveProperty('groups'), PATIENCE);
    const paths = ['paths', '/v1/taxonomy-of-tests'];
    await vi.waitFor(async () => expect(await ask('/openapi.json')).toHaveProperty(paths), PATIENCE);
  });
});
