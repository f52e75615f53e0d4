import { ensureSynthesized } from '../synthesize.ts';
import { main } from './main.ts';

await main({
  synthesize: ensureSynthesized,
  loadDemo: async (options) => {
    const { loadDemo } = await import('./demo/load.ts');
    await loadDemo(options);
  },
});
