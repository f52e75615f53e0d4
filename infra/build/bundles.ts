import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { copyPackage, type Platform } from './native-packages.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const FUNCTION_NAMES = ['catalog', 'backoffice', 'stock', 'events', 'schedules', 'images'] as const;
export type FunctionName = (typeof FUNCTION_NAMES)[number];
/** The platform of functions with compiled packages in AWS. */
export const DEPLOYED_PLATFORM = 'linux-x64';
export const DEFAULT_BUNDLE_DIR = join(ROOT, 'dist', 'functions');

export type BundleReport = {
  name: FunctionName;
  dir: string;
  /** Files that are loaded at start: the entry and its static imports. */
  startFiles: string[];
  javascriptBytes: number;
  assetBytes: number;
  /** The source files that reached the bundle, relative to the project. */
  inputs: string[];
};

// Lambda provides credentials in the environment, so the rest of the SDK's provider chain never runs.
const UNUSED_CREDENTIAL_PROVIDERS = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];

// Compiled for one platform; loaded from a folder beside the bundle.
const NATIVE_PACKAGE = 'sharp';

/**
 * Leaves out zod's generator of JSON schemas: every zod schema refers to it, and only the build calls it, to write the
 * OpenAPI document.
 */
const withoutJsonSchemas: Plugin = {
  name: 'without-json-schemas',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/ }, async ({ path }) => {
      const exported = (await readFile(path, 'utf8')).matchAll(/^export (?:const|function) (\w+)/gm);
      const names = [...exported].map(([, name]) => name);
      return {
        contents: [
          "const absent = () => { throw new Error('Functions contain no generator of JSON schemas.'); };",
          `export { ${[...names, 'process'].map((name) => `absent as ${name}`).join(', ')} };`,
        ].join('\n'),
      };
    });
  },
};

/** Takes the ES module of the lunar calendar, which its package does not name, and only where a day is converted. */
const lunarCalendarOnUse: Plugin = {
  name: 'lunar-calendar-on-use',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^@nghiavuive\/lunar_date_vi$/ }, ({ path }) => ({
      path: createRequire(import.meta.url).resolve(`${path}/dist/index.mjs`),
      sideEffects: false,
    }));
  },
};

/** The plugins of every bundle, which leave out what functions do not use. */
export const BUNDLE_PLUGINS = [withoutJsonSchemas, lunarCalendarOnUse];

type Bundle = Pick<BundleReport, 'inputs' | 'startFiles' | 'javascriptBytes'>;

/** The outputs that are loaded with the entry, without dynamic imports. */
const loadedAtStart = (outputs: Metafile['outputs'], entry: string): Set<string> => {
  const loaded = new Set([entry]);
  for (const path of loaded) {
    for (const { path: next, kind, external } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && !external) loaded.add(next);
    }
  }
  return loaded;
};

/** The options of esbuild with which the bundle of a function is made. */
export const bundleOptions = (name: FunctionName, dir: string) =>
  ({
    absWorkingDir: ROOT,
    entryPoints: [`functions/${name}/index.ts`],
    outdir: dir,
    entryNames: 'index',
    // Beside the entry, so that relative paths of lazily loaded files are the same for all chunks.
    chunkNames: '[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    splitting: true,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: ['node20', 'node22'],
    // With the CommonJS builds of the SDK an ESM bundle fails on load: "Dynamic require is not supported".
    mainFields: ['module', 'main'],
    conditions: ['module'],
    external: [...UNUSED_CREDENTIAL_PROVIDERS, NATIVE_PACKAGE],
    plugins: BUNDLE_PLUGINS,
    legalComments: 'none',
    metafile: true,
    logLevel: 'error',
  }) satisfies BuildOptions;

const bundle = async (name: FunctionName, dir: string, sourcemap: boolean): Promise<Bundle> => {
  const result = await build({ ...bundleOptions(name, dir), sourcemap: sourcemap ? 'linked' : false });
  const { outputs } = result.metafile;
  const entry = Object.keys(outputs).find(
    (path) => outputs[path]?.entryPoint !== undefined && basename(path) === 'index.mjs',
  );
  if (entry === undefined) throw new Error(`no bundle was made of ${name}`);
  const startFiles = [...loadedAtStart(outputs, entry)];
  return {
    inputs: Object.values(outputs)
      .flatMap((output) => Object.entries(output.inputs))
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path)
      .sort(),
    startFiles: startFiles.map((path) => join(ROOT, path)),
    javascriptBytes: startFiles.reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0),
  };
};

/** The font of certificates, with its licence. */
const copyFonts = (dir: string): Promise<void> =>
  cp(join(ROOT, 'functions', 'events', 'fonts'), dir, { recursive: true });

const copyReferenceData = async (dir: string): Promise<void> => {
  const from = join(ROOT, 'shared', 'data', 'places', 'reference');
  const files = (await readdir(from)).filter((file) => file.endsWith('.json'));
  await Promise.all(files.map((file) => cp(join(from, file), join(dir, 'reference', file))));
};

const writeDocs = async (dir: string): Promise<void> => {
  const swaggerUi = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const sources = [
    join(ROOT, 'infra', 'build', 'docs-page', 'index.html'),
    join(ROOT, 'infra', 'build', 'docs-page', 'initializer.js'),
    join(swaggerUi, 'swagger-ui-bundle.js'),
    join(swaggerUi, 'swagger-ui-bundle.js.LICENSE.txt'),
    join(swaggerUi, 'swagger-ui.css'),
    join(swaggerUi, 'favicon-32x32.png'),
  ];
  await mkdir(dir, { recursive: true });
  await Promise.all(
    sources.map(async (source) => {
      // Source maps are not shipped, and a browser would request them.
      const content = source.endsWith('.png')
        ? await readFile(source)
        : Buffer.from((await readFile(source, 'utf8')).replace(/\n?(\/\/|\/\*)# sourceMappingURL=.*/, ''));
      await writeFile(join(dir, `${basename(source)}.gz`), gzipSync(content, { level: 9 }));
    }),
  );
};

const bytesBelow = async (dir: string): Promise<number> => {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
};

/**
 * Bundles every deployed function with its lazily loaded files, one folder each below `outDir`, for this machine unless
 * a platform is given. Equal sources give equal bytes.
 */
export const buildFunctions = async (
  options: { outDir?: string; sourcemap?: boolean; platform?: Platform } = {},
): Promise<BundleReport[]> => {
  const { outDir = DEFAULT_BUNDLE_DIR, sourcemap = false, platform = 'installed' } = options;
  await rm(outDir, { recursive: true, force: true });

  const bundles = FUNCTION_NAMES.map(async (name) => ({
    name,
    dir: join(outDir, name),
    ...(await bundle(name, join(outDir, name), sourcemap)),
  }));
  const assets = [
    copyReferenceData(join(outDir, 'catalog')),
    copyReferenceData(join(outDir, 'backoffice')),
    copyReferenceData(join(outDir, 'events')),
    copyFonts(join(outDir, 'events', 'fonts')),
    writeDocs(join(outDir, 'catalog', 'docs')),
    copyPackage({ name: NATIVE_PACKAGE, root: ROOT, outDir: join(outDir, 'images'), platform }),
    import('./openapi.ts').then(({ writeOpenApi }) => writeOpenApi(join(outDir, 'catalog', 'openapi.json'))),
  ];
  const [built] = await Promise.all([Promise.all(bundles), Promise.all(assets)]);

  return Promise.all(
    built.map(async (made) => ({ ...made, assetBytes: (await bytesBelow(made.dir)) - made.javascriptBytes })),
  );
};

/** One line per bundle: sizes of files loaded at start and on demand. */
export const bundleTable = (reports: BundleReport[]): string => {
  const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`.padStart(12);
  const rows = reports.map((report) => {
    return `${report.name.padEnd(12)}${kilobytes(report.javascriptBytes)}${kilobytes(report.assetBytes)}`;
  });
  return [`${'function'.padEnd(12)}${'JavaScript'.padStart(12)}${'lazy assets'.padStart(12)}`, ...rows].join('\n');
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const sourcemap = process.argv.includes('--sourcemap');
  console.log(bundleTable(await buildFunctions({ sourcemap, platform: DEPLOYED_PLATFORM })));
}
