import { execFileSync, spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '#infra/build/bundles.ts';

const hasGit = spawnSync('git', ['--version']).status === 0;

let repository: string;
const ENV = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_INDEX_FILE: undefined,
};
const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.vn', ...args], {
    cwd: repository,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: ENV,
  });
const write = (file: string, text: string) => writeFile(join(repository, file), text);

beforeEach(async () => {
  repository = await mkdtemp(join(tmpdir(), 'ocop-hook-'));
  if (!hasGit) return;
  git('init', '--quiet');
  git('config', 'core.hooksPath', join(ROOT, '.githooks'));
  for (const file of ['biome.json', '.gitignore']) await copyFile(join(ROOT, file), join(repository, file));
  await symlink(join(ROOT, 'node_modules'), join(repository, 'node_modules'));
  await write('.gitignore', 'node_modules\n');
});
afterEach(() => rm(repository, { recursive: true, force: true }));

describe.skipIf(!hasGit)('the pre-commit hook', () => {
  it('formats what is staged, and commits it as formatted', async () => {
    await write('a file.ts', 'export const a = "x"');
    git('add', '.');
    git('commit', '--quiet', '-m', 'one');
    expect(git('show', 'HEAD:a file.ts')).toBe("export const a = 'x';\n");
    expect(git('status', '--short')).toBe('');
  });

  it('refuses an error that formatting does not mend', async () => {
    await write('bad.ts', 'export const a: any = 1;\n');
    git('add', '.');
    expect(() => git('commit', '--quiet', '-m', 'one')).toThrow(/noExplicitAny/);
  });

  it('leaves changes that are not staged out of the commit', async () => {
    await write('half.ts', 'export const a = 1;\n');
    git('add', '.');
    await write('half.ts', 'export const a = 1;\nexport const b = "later"');
    git('commit', '--quiet', '-m', 'one');
    expect(git('show', 'HEAD:half.ts')).toBe('export const a = 1;\n');
    expect(await readFile(join(repository, 'half.ts'), 'utf8')).toContain('"later"');
  });
});
