// Puts the files of every product's photos where the product's publicity wants them: the prefix for private files came later than
// the first photos. It may run beside a running system and as often as anybody likes.
import { scanProductIds } from '#shared/data/table/table-scan.ts';
import { forEachConcurrent } from '#shared/platform/concurrency.ts';
import type { BucketSettings, TableSettings } from '#shared/platform/env.ts';
import { placeFiles } from '#shared/services/images/internal/placement.ts';
import { operatorContext } from './operator-context.ts';

/** What was placed; `open` of the photos are public. */
export type Placed = { products: number; photos: number; open: number };

/** Places the files of all products of a table. The first product that fails ends the run. */
export const placeAllImages = async (settings: { table: TableSettings; media: BucketSettings }): Promise<Placed> => {
  const context = operatorContext('place-images', settings);
  const placed: Placed = { products: 0, photos: 0, open: 0 };
  for await (const products of scanProductIds(settings.table)) {
    await forEachConcurrent(products, async (product) => {
      const { photos, open } = await placeFiles(context, product);
      placed.products += 1;
      placed.photos += photos;
      placed.open += open;
    });
  }
  return placed;
};
