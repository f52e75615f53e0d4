import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { RunningSystem } from '@ocop/local-aws';
import { watch } from 'chokidar';
import { type BuildContext, type BuildFailure, context, formatMessages } from 'esbuild';
import { bundleOptions, FUNCTION_NAMES, type FunctionName, ROOT } from '#infra/build/bundles.ts';
import { ensureSynthesized } from '#infra/build/ensure-synthesized.ts';

const WATCHED = ['functions', 'infra', 'shared'];
const SOURCE = /\.(?:ts|js|json)$/;
// What routes, rights and the OpenAPI document are made of.
const OF_THE_TEMPLATE = /^infra\/(?!commands|demo|local|reference)|(?:routes|contract)\.ts$/;
const NOT_RELOADED = /^infra\/(?:commands|demo|local|reference)\//;
// An editor writes a file in several steps, and saves several files at once.
const DEBOUNCE_MS = 30;

const bundleNameOf = (resourceName: string): FunctionName | undefined =>
  FUNCTION_NAMES.find((name) => new RegExp(`^${name}[0-9a-f]{8}$`, 'i').test(resourceName));

type Watched = {
  name: FunctionName;
  resource: string;
  /** The folder of the cloud assembly, for what is loaded lazily. */
  codeDir: string;
  servesRequests: boolean;
  bundle: BuildContext<{ metafile: true; write: false }>;
  /** The folders of the bundles that have been served; the last one is. */
  served: string[];
  /** The sources of the last bundle; none after a fault, which any change may mend. */
  inputs: Set<string> | undefined;
};

const isBundle = (file: string, codeDir: string): boolean => dirname(file) === codeDir && file.endsWith('.mjs');

const describeFault = async (error: unknown): Promise<string> => {
  const { errors } = error as Partial<BuildFailure>;
  return errors ? (await formatMessages(errors, { kind: 'error' })).join('').trimEnd() : (error as Error).message;
};

/**
 * Bundles the functions again whose sources were saved and gives requests to the new bundles. A change of routes, contracts
 * or infrastructure is synthesized afterwards. A bundle with a fault is reported, and the former one goes on answering.
 */
export const reloadOnSave = (system: RunningSystem): (() => Promise<void>) => {
  const { log } = system;
  const changed = new Set<string>();
  let work = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const opened = (async () => {
    await mkdir(join(ROOT, 'dist'), { recursive: true });
    // Within the project, so that packages are found.
    const root = await mkdtemp(join(ROOT, 'dist', 'dev-'));
    const watched: Watched[] = [];
    for (const { name: resource, codeDir, servesRequests } of system.functions) {
      const name = bundleNameOf(resource);
      if (name === undefined) continue;
      const bundle = await context({
        ...bundleOptions(name, join(root, name)),
        // Packages do not change with a save; to bundle them again takes most of the time.
        packages: 'external',
        plugins: [],
        minify: false,
        logLevel: 'silent',
        metafile: true,
        write: false,
      });
      const { metafile } = await bundle.rebuild();
      watched.push({
        name,
        resource,
        codeDir,
        servesRequests,
        bundle,
        served: [],
        inputs: new Set(Object.keys(metafile.inputs)),
      });
    }
    log('dev: a saved source is served within a moment; types are not checked');
    return { root, watched };
  })();
  opened.catch((error: Error) => log(`dev: sources are not watched: ${error.message}`));

  const reload = async (each: Watched, root: string): Promise<string | undefined> => {
    try {
      const { metafile, outputFiles } = await each.bundle.rebuild();
      const folder = await mkdtemp(join(root, `${each.name}-`));
      await cp(each.codeDir, folder, { recursive: true, filter: (source) => !isBundle(source, each.codeDir) });
      await Promise.all(outputFiles.map(({ path, contents }) => writeFile(join(folder, basename(path)), contents)));
      await system.reload(each.resource, folder);
      each.inputs = new Set(Object.keys(metafile.inputs));
      each.served.push(folder);
      // The former bundle can still answer a request.
      for (const old of each.served.splice(0, each.served.length - 2)) await rm(old, { recursive: true });
      return undefined;
    } catch (error) {
      each.inputs = undefined;
      return describeFault(error);
    }
  };

  const synthesize = async (watched: Watched[]): Promise<void> => {
    const { outDir } = await ensureSynthesized({ log: () => undefined });
    const functions = await system.reassemble(outDir);
    if (!functions) {
      log('dev: the change needs a new start: it concerns more than functions and their routes');
      return;
    }
    for (const each of watched) {
      each.codeDir = functions.find(({ name }) => name === each.resource)?.codeDir ?? each.codeDir;
    }
    log('dev: the routes and the OpenAPI document are served anew');
  };

  const serveChanges = async (): Promise<void> => {
    const { root, watched } = await opened;
    const files = [...changed];
    changed.clear();
    const startedAt = performance.now();
    const concerned = watched.filter(({ inputs }) => !inputs || files.some((file) => inputs.has(file)));
    const faults = new Map<string, FunctionName[]>();
    for (const servesRequests of [true, false]) {
      const group = concerned.filter((each) => each.servesRequests === servesRequests);
      await Promise.all(
        group.map(async (each) => {
          const fault = await reload(each, root);
          if (fault !== undefined) faults.set(fault, [...(faults.get(fault) ?? []), each.name]);
        }),
      );
      const names = group.filter(({ inputs }) => inputs).map(({ name }) => name);
      if (names.length > 0) log(`dev: ${names.join(', ')} reloaded in ${Math.round(performance.now() - startedAt)} ms`);
    }
    for (const [fault, names] of faults) log(`dev: ${names.join(', ')} answer as before:\n${fault}`);
    if (faults.size > 0) return;
    if (files.some((file) => OF_THE_TEMPLATE.test(file))) await synthesize(watched);
    if (files.some((file) => NOT_RELOADED.test(file))) log('dev: the change needs a new start: it concerns commands');
  };

  const onChange = (file: string): void => {
    if (!SOURCE.test(file)) return;
    changed.add(file.replaceAll('\\', '/'));
    clearTimeout(timer);
    timer = setTimeout(() => {
      work = work.then(serveChanges).catch(async (error) => log(`dev: ${await describeFault(error)}`));
    }, DEBOUNCE_MS);
  };
  const watcher = watch(WATCHED, { cwd: ROOT, ignoreInitial: true }).on('all', (_event, file) => onChange(file));

  return async () => {
    await watcher.close();
    clearTimeout(timer);
    await work;
    const { root, watched } = await opened;
    await Promise.all(watched.map(({ bundle }) => bundle.dispose()));
    await rm(root, { recursive: true, force: true });
  };
};
