import { bucketSettings, type Environment, tableSettings } from '#shared/platform/env.ts';

/** The data format of this release: 3 has the list of producers and the lists by GTIN, 2 the shelf rows. */
const DATA_FORMAT = 3;
const STEP = `format-${DATA_FORMAT}`;

/**
 * Loads first data into a new data folder, and migrates the data of an earlier release. Each step runs once per folder.
 * Photos are placed only if the buckets are on this machine.
 */
export const prepareData = async (options: {
  environment: Environment;
  servesObjects: boolean;
  demo: boolean;
  done: { has: (step: string) => boolean; add: (step: string, about: object) => Promise<void> };
  log: (line: string) => void;
}): Promise<void> => {
  const { environment, servesObjects, demo, done, log } = options;
  const table = tableSettings(environment);
  const wasLoaded = done.has('loaded');
  if (!wasLoaded) {
    const { loadDemo } = await import('#infra/demo/load.ts');
    await loadDemo({ settings: table, demo, log });
    await done.add('loaded', { demo });
    log(demo ? 'the demo data is loaded' : 'started without demo data');
  }
  if (done.has(STEP)) return;
  if (wasLoaded) {
    const { rebuildShelvesOf, rebuiltText } = await import('./rebuild-shelves.ts');
    log(`data of an earlier release: ${rebuiltText(await rebuildShelvesOf(table))}`);
    if (servesObjects && !done.has('format')) {
      const { placeAllImages } = await import('./place-all-images.ts');
      const { photos, open } = await placeAllImages({ table, media: bucketSettings('MEDIA_BUCKET', environment) });
      log(`data of an earlier release: ${photos} photos are in place, ${open} of them public`);
    }
  }
  await done.add(STEP, { format: DATA_FORMAT });
};
