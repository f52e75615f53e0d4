import { ensureSynthesized } from '#infra/build/ensure-synthesized.ts';
import { main } from '#infra/local/main.ts';

await main({
  synthesize: ensureSynthesized,
  loadDemo: async (options) => {
    const { loadDemo } = await import('#infra/demo/load.ts');
    await loadDemo(options);
  },
  upgradeData: async ({ table, media, log }) => {
    const { rebuildShelvesOf, rebuiltText } = await import('./rebuild-shelves.ts');
    log(`data of an earlier release: ${rebuiltText(await rebuildShelvesOf(table))}`);
    if (!media) return;
    const { placeAllImages } = await import('./place-all-images.ts');
    const { photos, open } = await placeAllImages({ table, media });
    log(`data of an earlier release: ${photos} photos are in place, ${open} of them public`);
  },
});
