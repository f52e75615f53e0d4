// The start command on the same template without the gateway's throttles, which would end a measurement of speed.
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '@ocop/local-aws';
import { ensureSynthesized } from '#infra/build/ensure-synthesized.ts';
import { prepareData } from '#infra/commands/prepare-data.ts';

type Template = { Resources: Record<string, { Type: string; Properties: Record<string, unknown> }> };

const withoutThrottles = async (outDir: string): Promise<string> => {
  const copy = await mkdtemp(join(tmpdir(), 'ocop-assembly-'));
  process.once('exit', () => void rm(copy, { recursive: true, force: true }));
  await cp(outDir, copy, { recursive: true });
  for (const file of (await readdir(copy)).filter((name) => name.endsWith('.template.json'))) {
    const template = JSON.parse(await readFile(join(copy, file), 'utf8')) as Template;
    for (const { Type, Properties } of Object.values(template.Resources)) {
      if (Type !== 'AWS::ApiGatewayV2::Stage') continue;
      delete Properties.RouteSettings;
      delete Properties.DefaultRouteSettings;
    }
    await writeFile(join(copy, file), JSON.stringify(template));
  }
  return copy;
};

await main({
  synthesize: async (options) => ({ outDir: await withoutThrottles((await ensureSynthesized(options)).outDir) }),
  prepare: (system) => prepareData({ ...system, demo: true }),
  summary: () => [],
});
