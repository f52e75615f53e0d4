import { bucketSettings, tableSettings } from '#shared/platform/env.ts';
import { placeAllImages } from './place-all-images.ts';

const USAGE = 'usage: TABLE_NAME=… MEDIA_BUCKET=… AWS_REGION=… npm run images:place';

const settingsOf = () => {
  try {
    return { table: tableSettings(), media: bucketSettings('MEDIA_BUCKET') };
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
};

const { products, photos, open } = await placeAllImages(settingsOf());
console.log(`${products} products, ${photos} photos, ${open} of them public`);
process.exit(0);
