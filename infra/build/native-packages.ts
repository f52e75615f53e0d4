import { existsSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

type Manifest = {
  version: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
};

/** `installed` means the packages for this machine's Node; a name such as `linux-x64` is the machine on which they will run. */
export type Platform = 'installed' | (string & {});

const locate = (name: string, from: string): string | undefined => {
  const dir = join(from, 'node_modules', name);
  if (existsSync(join(dir, 'package.json'))) return dir;
  return dirname(from) === from ? undefined : locate(name, dirname(from));
};

/**
 * Copies a package that cannot be bundled, with its dependencies, into `outDir`, in npm's layout below `root`. Of
 * optional dependencies, which are compiled for one platform each, it copies those of the given platform.
 */
export const copyPackage = async (options: {
  name: string;
  root: string;
  outDir: string;
  platform: Platform;
}): Promise<void> => {
  const { root, outDir, platform } = options;
  const found = new Set<string>();
  const missing: string[] = [];

  const collect = async (name: string, from: string): Promise<void> => {
    const dir = locate(name, from);
    if (dir === undefined) throw new Error(`The package ${name} is not installed: run npm ci.`);
    if (found.has(dir)) return;
    found.add(dir);
    const { dependencies, optionalDependencies } = JSON.parse(
      await readFile(join(dir, 'package.json'), 'utf8'),
    ) as Manifest;
    const wanted = Object.keys(dependencies ?? {});
    for (const [optional, version] of Object.entries(optionalDependencies ?? {})) {
      const isThere = locate(optional, dir) !== undefined;
      if (platform === 'installed' ? isThere : optional.endsWith(`-${platform}`)) {
        if (isThere) wanted.push(optional);
        else missing.push(`${optional}@${version}`);
      }
    }
    await Promise.all(wanted.map((dependency) => collect(dependency, dir)));
  };

  await collect(options.name, root);
  if (missing.length > 0) {
    throw new Error(
      `${options.name} is to run on ${platform}, and its packages for it are not installed here: build on ${platform}, or run npm install --no-save --force ${missing.join(' ')}`,
    );
  }
  // Packages that npm nested inside another package are copied with it.
  const outermost = [...found].filter((dir) => ![...found].some((other) => dir.startsWith(`${other}${sep}`)));
  await Promise.all(
    outermost.map((dir) => cp(dir, join(outDir, relative(root, dir)), { recursive: true, dereference: true })),
  );
};
