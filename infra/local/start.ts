import { ensureSynthesized } from '../synthesize.ts';
import { main } from './main.ts';

await main({
  synthesize: ensureSynthesized,
  loadDemo: async (options) => {
    const { loadDemo } = await import('./demo/load.ts');
    await loadDemo(options);
  },
  upgradeData: async ({ table, media, log }) => {
    const { rebuildShelvesOf, rebuiltText } = await import('../rebuild-shelves.ts');
    log(`data of an earlier release: ${rebuiltText(await rebuildShelvesOf(table))}`);
    if (!media) return;
    const { placeAllImages } = await import('../place-all-images.ts');
    const { photos, open } = await placeAllImages({ table, media });
    log(`data of an earlier release: ${photos} photos are in place, ${open} of them public`);
  },
});
