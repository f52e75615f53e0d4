import { rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildFunctions, bundleTable, DEPLOYED_PLATFORM, ROOT } from './bundles.ts';

const startedAt = performance.now();
const seconds = (): string => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { quick: { type: 'boolean' } } });
const outdir = resolve(ROOT, positionals[0] ?? 'cdk.out');
await rm(outdir, { recursive: true, force: true });

const bundleDir = join(outdir, 'functions');
const bundling = buildFunctions({ outDir: bundleDir, ...(!values.quick && { platform: DEPLOYED_PLATFORM }) });
const { createApp } = await import('#infra/app.ts');
console.log(`${bundleTable(await bundling)}\nbundled in ${seconds()}`);

const app = createApp({ outdir, bundleDir, checkTemplates: !values.quick });
const assembly = app.synth();
await rm(bundleDir, { recursive: true });
for (const stack of assembly.stacks) {
  const warnings = stack.messages.filter(({ level }) => level === 'warning').map(({ entry }) => entry.data);
  if (!values.quick) for (const warning of warnings) console.warn(`warning: ${warning}`);
  console.log(`${stack.stackName}: ${Object.keys(stack.template.Resources).length} resources`);
}
const place = values.quick ? '' : ` to ${relative(process.cwd(), outdir)}`;
console.log(`synthesized${place}, rules passed, in ${seconds()}`);
