import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runEngine } from '../src/engine.ts';
import { type Parts, readSettings, run } from '../src/run.ts';
import { assembly, temporaryFolder } from './fixtures/system.ts';

const folders: { remove: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await folder.remove();
});

const newFolder = async (): Promise<string> => {
  const folder = await temporaryFolder();
  folders.push(folder);
  return folder.path;
};

const start = (dataDir: string, env: Record<string, string> = {}, parts: Partial<Parts> = {}) =>
  run(
    readSettings({ PORT: '0', DATA_DIR: dataDir, ...env }),
    { synthesize: async () => ({ outDir: assembly }), ...parts },
    () => undefined,
    new AbortController().signal,
  );

const announced = async (dataDir: string) =>
  JSON.parse(await readFile(join(dataDir, 'local-system.json'), 'utf8').catch(() => 'null'));

describe('a running system', () => {
  it('tells other programs where it is, for as long as it serves', async () => {
    const dataDir = await newFolder();
    await writeFile(join(dataDir, 'local-system.json'), '{"left": "by a start that was killed"}');
    const before: unknown[] = [];
    const running = await start(dataDir, {}, { prepare: async () => void before.push(await announced(dataDir)) });
    const { endpoint } = JSON.parse(await readFile(join(dataDir, 'engine.json'), 'utf8'));
    expect(before).toEqual([null]);
    expect(await announced(dataDir)).toEqual({
      url: running.url,
      environment: expect.objectContaining({
        TABLE_NAME: 'Table0001',
        MEDIA_URL: running.url,
        AWS_REGION: 'ap-southeast-1',
        AWS_ENDPOINT_URL_DYNAMODB: endpoint,
        AWS_ENDPOINT_URL_S3: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
      }),
    });
    await running.stop();
    expect(await announced(dataDir)).toBeNull();
  });

  it('hands credentials of its environment to its caller, and writes them to no file', async () => {
    const dataDir = await newFolder();
    const engine = await runEngine({});
    const given = { AWS_ACCESS_KEY_ID: 'mine', AWS_SECRET_ACCESS_KEY: 'a secret' };
    const known: Record<string, string>[] = [];
    const running = await start(
      dataDir,
      { ...given, AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint },
      { prepare: async ({ environment }) => void known.push(environment) },
    );
    const { environment } = await announced(dataDir);
    await running.stop();
    await engine.stop();
    expect(known).toEqual([expect.objectContaining(given)]);
    expect(environment).toMatchObject({ AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint });
    expect(Object.keys(environment).filter((name) => name in given)).toEqual([]);
  });
});
