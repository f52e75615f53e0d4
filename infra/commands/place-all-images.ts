// Places the files of all products' photos according to the products' visibility, because the private prefix is newer
// than the first photos. It can run while the system is in use, and repeatedly.
import { scanProductIds } from '#shared/data/table/table-scan.ts';
import { forEachConcurrent } from '#shared/platform/concurrency.ts';
import type { BucketSettings, TableSettings } from '#shared/platform/env.ts';
import { placeFiles } from '#shared/services/images/internal/placement.ts';
import { operatorContext } from './operator-context.ts';

/** The numbers of processed products and photos; `open` photos are public. */
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
