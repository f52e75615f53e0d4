import { bucketSettings } from '#shared/platform/env.ts';
import { placeAllImages } from './place-all-images.ts';
import { findSystem, runCommand, settingsFrom } from './system.ts';

await runCommand(async () => {
  const { environment, table } = await findSystem(process.env);
  const media = settingsFrom(() => bucketSettings('MEDIA_BUCKET', environment));
  const { products, photos, open } = await placeAllImages({ table, media });
  console.log(`${products} products, ${photos} photos, ${open} of them public`);
  return 0;
});
