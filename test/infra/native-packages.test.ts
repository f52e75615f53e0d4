import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyPackage } from '#infra/build/native-packages.ts';

let root: string;
let outDir: string;

const install = async (path: string, manifest: Record<string, unknown> = {}): Promise<void> => {
  const dir = join(root, 'node_modules', path);
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'package.json'), JSON.stringify({ version: '1.0.0', ...manifest }));
  await writeFile(join(dir, 'index.js'), '');
};

const copied = async (): Promise<string[]> =>
  (await readdir(outDir, { recursive: true }))
    .filter((file) => file.endsWith('package.json'))
    .map((file) => file.replace(/^node_modules\//, '').replace(/\/package\.json$/, ''))
    .sort();

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ocop-native-'));
  outDir = join(root, 'out');
  await install('photo', {
    dependencies: { '@colour/names': '^1.0.0', versions: '^2.0.0' },
    optionalDependencies: {
      '@photo/core-here-arm64': '3.2.1',
      '@photo/core-linux-x64': '3.2.1',
      '@photo/core-linuxmusl-x64': '3.2.1',
      '@photo/codecs-linux-x64': '4.0.0',
    },
  });
  await install('@colour/names', { dependencies: { words: '1' } });
  await install('words');
  await install('versions', { version: '1.0.0' });
  await install('photo/node_modules/versions', { version: '2.0.0' });
  await install('@photo/core-here-arm64');
  await install('unrelated');
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('a package that cannot be bundled', () => {
  it('is copied with what it needs, laid out as it is installed, for this machine', async () => {
    await copyPackage({ name: 'photo', root, outDir, platform: 'installed' });
    expect(await copied()).toEqual([
      '@colour/names',
      '@photo/core-here-arm64',
      'photo',
      'photo/node_modules/versions',
      'words',
    ]);
  });

  it('is copied with the compiled packages of the platform that it is to run on, and of no other', async () => {
    await install('@photo/core-linux-x64', { optionalDependencies: { '@photo/codecs-linux-x64': '4.0.0' } });
    await install('@photo/core-linuxmusl-x64');
    await install('@photo/codecs-linux-x64');
    await copyPackage({ name: 'photo', root, outDir, platform: 'linux-x64' });
    const compiled = (await copied()).filter((name) => name.startsWith('@photo/'));
    expect(compiled).toEqual(['@photo/codecs-linux-x64', '@photo/core-linux-x64']);
  });

  it('says what is missing of that platform, and copies nothing', async () => {
    await install('@photo/codecs-linux-x64');
    await expect(copyPackage({ name: 'photo', root, outDir, platform: 'linux-x64' })).rejects.toThrow(
      /not installed here: build on linux-x64, or run npm install .* @photo\/core-linux-x64@3\.2\.1$/,
    );
    await expect(readdir(outDir)).rejects.toThrow('ENOENT');
  });

  it('says when it is not installed itself', async () => {
    await expect(copyPackage({ name: 'nobody', root, outDir, platform: 'installed' })).rejects.toThrow(
      'nobody is not installed',
    );
  });
});
