import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { claimDataDir } from '../src/data-dir.ts';
import { StartProblem } from '../src/problem.ts';
import { temporaryFolder } from './fixtures/system.ts';

const folders: { remove: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await folder.remove();
});

describe('the claim of a data folder', () => {
  it('gives up at a lock that is a link to nowhere', async () => {
    const folder = await temporaryFolder();
    folders.push(folder);
    await symlink(join(folder.path, 'nowhere'), join(folder.path, 'start.lock'));
    await expect(claimDataDir(folder.path)).rejects.toThrow(StartProblem);
  });
});
