import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { BUNDLE_PLUGINS, type BundleReport, buildFunctions, FUNCTION_NAMES, ROOT } from '#infra/build/bundles.ts';
import { median, ratio, textTable, verdict } from './text-table.ts';

const TARGETS = {
  catalog: { times: 8, bytes: 260_000 },
  backoffice: { times: 10, bytes: 280_000 },
  stock: { times: 10, bytes: 230_000 },
  events: { times: 10, bytes: 300_000 },
  schedules: { times: 12, bytes: 530_000 },
};
const HEAVIEST = 12;

const BASELINE = `
  import { Hono } from 'hono';
  import { handle } from 'hono/aws-lambda';
  const app = new Hono();
  app.get('/', (c) => c.text('ok'));
  export const handler = handle(app);
`;

// The time of the import alone, not that of starting Node.
const PROBE = `
  const before = process.cpuUsage();
  const started = performance.now();
  await import(process.argv[1]);
  const wall = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ wall, cpu: (user + system) / 1000 }));
  process.exit(0);
`;

type Load = { wall: number; cpu: number };

/** Loads a bundle in a fresh process. */
export const loadOnce = (file: string): Load => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', '--input-type=module', '-e', PROBE, pathToFileURL(file).href],
    {
      encoding: 'utf8',
      env: {
        AWS_REGION: 'ap-southeast-1',
        TABLE_NAME: 'ocop',
        AWS_ACCESS_KEY_ID: 'none',
        AWS_SECRET_ACCESS_KEY: 'none',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
    },
  );
  if (status !== 0) throw new Error(`${file} does not load: ${stderr}`);
  return JSON.parse(stdout) as Load;
};

const kilobytes = (bytes: number): string => (bytes / 1_000).toFixed(1);

/** What the bundler's package, or the project's folder, a source file belongs to. */
const ownerOf = (path: string): string => {
  const inPackages = path.split('node_modules/').at(-1);
  if (inPackages !== undefined && inPackages !== path) {
    return inPackages
      .split('/')
      .slice(0, inPackages.startsWith('@') ? 2 : 1)
      .join('/');
  }
  return path.split('/').slice(0, 2).join('/');
};

const heaviest = async (): Promise<string> => {
  const columns = await Promise.all(
    FUNCTION_NAMES.map(async (name) => {
      const { metafile } = await build({
        absWorkingDir: ROOT,
        entryPoints: [`functions/${name}/index.ts`],
        bundle: true,
        minify: true,
        write: false,
        outdir: 'out',
        format: 'esm',
        platform: 'node',
        target: ['node20', 'node22'],
        mainFields: ['module', 'main'],
        conditions: ['module'],
        external: ['@aws-sdk/credential-provider-*', '@smithy/credential-provider-imds', 'sharp'],
        plugins: BUNDLE_PLUGINS,
        metafile: true,
        logLevel: 'error',
      });
      const weights = new Map<string, number>();
      for (const [path, { bytesInOutput }] of Object.values(metafile.outputs).flatMap(({ inputs }) =>
        Object.entries(inputs),
      )) {
        weights.set(ownerOf(path), (weights.get(ownerOf(path)) ?? 0) + bytesInOutput);
      }
      return weights;
    }),
  );
  const weightOf = (owner: string): number => columns.reduce((sum, weights) => sum + (weights.get(owner) ?? 0), 0);
  const owners = [...new Set(columns.flatMap((weights) => [...weights.keys()]))]
    .sort((a, b) => weightOf(b) - weightOf(a))
    .slice(0, HEAVIEST);
  return textTable(
    ['kB in the bundle', ...FUNCTION_NAMES],
    owners.map((owner) => [owner, ...columns.map((weights) => kilobytes(weights.get(owner) ?? 0))]),
  );
};

/** What lies beside a bundle, packages as one. */
const assetRows = async ({ dir, name, startFiles }: BundleReport): Promise<[string, number][]> => {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const sizes = new Map<string, number>();
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || startFiles.includes(path)) continue;
    const visible = `${name}/${relative(dir, path)}`.replace(/(node_modules\/(?:@[^/]+\/)?[^/]+).*/, '$1');
    sizes.set(visible, (sizes.get(visible) ?? 0) + (await stat(path)).size);
  }
  return [...sizes];
};

/** Size and module load of every bundle against an empty hono bundle, each load in a fresh process, interleaved. */
export const bundles = async ({ quick }: { quick: boolean }): Promise<string> => {
  const rounds = quick ? 5 : 15;
  const folder = await mkdtemp(join(tmpdir(), 'ocop-bench-'));
  try {
    const baseline = join(folder, 'hono.mjs');
    await build({
      stdin: { contents: BASELINE, resolveDir: ROOT },
      outfile: baseline,
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      target: ['node20', 'node22'],
      mainFields: ['module', 'main'],
      conditions: ['module'],
      logLevel: 'error',
    });
    const reports = await buildFunctions({ outDir: join(folder, 'functions') });
    const subjects = [
      { name: 'empty hono', file: baseline, startFiles: [baseline], assetBytes: 0 },
      ...reports.map(({ dir, ...report }) => ({ ...report, file: join(dir, 'index.mjs') })),
    ];
    const loads = subjects.map((): Load[] => []);
    for (const { file } of subjects) loadOnce(file);
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, { file }] of subjects.entries()) loads[index]?.push(loadOnce(file));
    }
    const medians = loads.map((all) => ({
      wall: median(all.map(({ wall }) => wall)),
      cpu: median(all.map(({ cpu }) => cpu)),
    }));
    const [base] = medians;
    const rows = await Promise.all(
      subjects.map(async ({ name, startFiles, assetBytes }, index) => {
        const code = Buffer.concat(await Promise.all(startFiles.map((path) => readFile(path))));
        const { wall = Number.NaN, cpu = Number.NaN } = medians[index] ?? {};
        const target = TARGETS[name as keyof typeof TARGETS] as { times: number; bytes: number } | undefined;
        const times = wall / (base?.wall ?? Number.NaN);
        return [
          name,
          kilobytes(code.length),
          kilobytes(gzipSync(code).length),
          target ? `${target.bytes / 1_000} kB ${verdict(code.length, target.bytes)}` : '',
          wall.toFixed(1),
          cpu.toFixed(1),
          ratio(wall, base?.wall ?? Number.NaN),
          ratio(cpu, base?.cpu ?? Number.NaN),
          target ? `${target.times}x ${verdict(times, target.times)}` : '',
          kilobytes(assetBytes),
        ];
      }),
    );
    const assets = (await Promise.all(reports.map(assetRows))).flat();
    return [
      `Module load in a fresh process, medians of ${rounds} interleaved rounds.`,
      '',
      textTable(
        ['bundle', 'kB', 'kB gzip', 'target', 'load ms', 'CPU ms', 'load / hono', 'CPU / hono', 'target', 'lazy kB'],
        rows,
      ),
      '',
      'What weighs most:',
      '',
      await heaviest(),
      '',
      'Read when they are asked for, not when the bundle loads:',
      '',
      textTable(
        ['file', 'kB'],
        assets.sort(([, a], [, b]) => b - a).map(([path, bytes]) => [path, kilobytes(bytes)]),
      ),
    ].join('\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
