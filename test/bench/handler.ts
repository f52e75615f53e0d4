import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { ROOT } from '#infra/build/bundles.ts';
import type { Measured } from './handler-process.ts';
import { ratio, textTable, verdict } from './text-table.ts';

const TARGET = 5;
const LATER = 2.5;

/**
 * CPU and time of one buyer query, in one process that runs every way of answering it in turn. It is bundled as the
 * functions are, so that no loader stands between the code and what runs.
 */
export const handler = async ({ quick }: { quick: boolean }): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'ocop-bench-'));
  const entry = new URL('./handler-process.ts', import.meta.url);
  const outfile = join(folder, 'handler-process.mjs');
  try {
    await build({
      absWorkingDir: ROOT,
      entryPoints: [entry.pathname],
      outfile,
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      mainFields: ['module', 'main'],
      conditions: ['module'],
      logLevel: 'error',
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
    await cp(join(ROOT, 'shared/data/places/reference'), join(folder, 'reference'), { recursive: true });
    const { stdout } = await promisify(execFile)(process.execPath, [outfile, ...(quick ? ['--quick'] : [])], {
      cwd: ROOT,
      env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
      maxBuffer: 1_000_000,
    });
    const { ways, bytes } = JSON.parse(stdout) as { ways: Measured[]; bytes: Record<string, number> };
    const [floor, ours] = ways;
    if (!floor || !ours) throw new Error('nothing was measured');
    const rows = ways.map(({ name, cpu, p50, p99 }) => [
      name,
      cpu.toFixed(1),
      p50.toFixed(1),
      p99.toFixed(1),
      ratio(cpu, floor.cpu),
      ratio(p50, floor.p50),
      name === ours.name ? verdict(cpu / floor.cpu, TARGET) : '',
    ]);
    return [
      'One page of 20 four-star products of a province, the table mocked behind the signed request: medians of interleaved',
      `rounds. Target: CPU at most ${TARGET}x the floor (later ${LATER}x). Bytes from the table: ${bytes.compact} as compact cards,`,
      `${bytes.documents} as documents, ${bytes.attributes} as attributes; answered: ${bytes.answer}.`,
      '',
      textTable(['way', 'CPU us', 'p50 us', 'p99 us', 'CPU / floor', 'p50 / floor', 'target'], rows),
    ].join('\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
