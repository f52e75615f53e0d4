import { main } from '@ocop/local-aws';
import { ensureSynthesized } from '#infra/build/ensure-synthesized.ts';
import { prepareData } from './prepare-data.ts';

await main({
  synthesize: ensureSynthesized,
  prepare: (system) => prepareData({ ...system, demo: process.env.DEMO !== '0' }),
  summary: ({ url, data }) => [
    ['API', `${url}/v1`],
    ['docs', `${url}/docs`],
    ['data', data],
    ['token', 'npm run token -- officer-ninh-binh'],
    ['stop', 'Ctrl-C'],
  ],
});
