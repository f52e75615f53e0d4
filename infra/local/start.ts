import { ensureSynthesized } from '../synthesize.ts';
import { main } from './main.ts';

await main({
  synthesize: ensureSynthesized,
  loadDemo: async (options) => {
    const { loadDemo } = await import('./demo/load.ts');
    await loadDemo(options);
  },
  placeImages: async (options) => {
    const { placeAllImages } = await import('../place-all-images.ts');
    return placeAllImages(options);
  },
});
