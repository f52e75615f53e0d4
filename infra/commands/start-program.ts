import type { main } from '@ocop/local-aws';
import { ensureSynthesized } from '#infra/build/ensure-synthesized.ts';
import { prepareData } from './prepare-data.ts';

/** What `npm start` and `npm run dev` serve and print. */
export const startProgram: Parameters<typeof main>[0] = {
  synthesize: ensureSynthesized,
  prepare: (system) => prepareData({ ...system, demo: process.env.DEMO !== '0' }),
  summary: ({ url, data }) => [
    ['API', `${url}/v1`],
    ['docs', `${url}/docs`],
    ['data', data],
    ['token', 'npm run token -- officer-ninh-binh'],
    ['stop', 'Ctrl-C'],
  ],
};
