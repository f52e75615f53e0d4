import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ASSEMBLIES = join(ROOT, 'dist', 'assemblies');
const ASSEMBLIES_KEPT = 4;
const INCOMPLETE = '.unfinished-';
const ABANDONED_AFTER_MS = 3_600_000;
const INPUT_FOLDERS = ['functions', 'infra', 'shared'];
const INPUT_FILES = ['package-lock.json', 'tsconfig.json'];
// Sources that do not affect the assembly.
const NOT_INPUTS = [
  join('infra', 'commands'),
  join('infra', 'demo'),
  join('infra', 'local'),
  join('infra', 'reference'),
];

const filesBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((file) => !NOT_INPUTS.some((folderLeftOut) => file.startsWith(`${folderLeftOut}/`)));
};

const hashInputs = async (): Promise<string> => {
  const folders = await Promise.all(INPUT_FOLDERS.map(filesBelow));
  const files = [...INPUT_FILES, ...folders.flat()].sort();
  const contents = await Promise.all(files.map((file) => readFile(join(ROOT, file))));
  const hash = createHash('sha256').update(`node ${process.versions.node.split('.')[0]}`);
  for (const [index, file] of files.entries()) {
    hash.update(`\0${file}\0`).update(
      createHash('sha256')
        .update(contents[index] ?? '')
        .digest(),
    );
  }
  return hash.digest('hex').slice(0, 16);
};

const runSynthesis = async (outDir: string, log: (line: string) => void): Promise<void> => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'infra/build/synth.ts', '--quick', outDir], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const faults: string[] = [];
  createInterface({ input: child.stdout }).on('line', log);
  createInterface({ input: child.stderr }).on('line', (line) => faults.push(line));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  if (code !== 0) throw new Error(`Synthesis failed:\n${faults.join('\n')}`);
};

const removeOldAssemblies = async (): Promise<void> => {
  const aged = await Promise.all(
    (await readdir(ASSEMBLIES)).map(async (name) => {
      const path = join(ASSEMBLIES, name);
      // Another start can clean up at the same time.
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
      return { path, mtimeMs, unfinished: name.startsWith(INCOMPLETE) };
    }),
  );
  const finished = aged.filter(({ unfinished }) => !unfinished).sort((a, b) => b.mtimeMs - a.mtimeMs);
  const abandoned = aged.filter(({ unfinished, mtimeMs }) => unfinished && mtimeMs < Date.now() - ABANDONED_AFTER_MS);
  const old = [...finished.slice(ASSEMBLIES_KEPT), ...abandoned];
  await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })));
};

/**
 * The cloud assembly of the current sources: the existing one if no input has changed, otherwise a new one, created in
 * a child process so that its memory is released. Folders are named by their inputs and appear by one rename, so
 * concurrent starts are safe and a running system retains its assembly.
 */
export const ensureSynthesized = async ({ log }: { log: (line: string) => void }): Promise<{ outDir: string }> => {
  const outDir = join(ASSEMBLIES, await hashInputs());
  if (existsSync(join(outDir, 'manifest.json'))) {
    await utimes(outDir, new Date(), new Date());
    return { outDir };
  }
  await mkdir(ASSEMBLIES, { recursive: true });
  const unfinished = await mkdtemp(join(ASSEMBLIES, INCOMPLETE));
  try {
    await runSynthesis(unfinished, log);
    await rename(unfinished, outDir).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  await removeOldAssemblies();
  return { outDir };
};
