// Puts the files of every product's photos where the product's publicity wants them: the prefix for private files came later than
// the first photos. It may run beside a running system and as often as anybody likes.
import { createFiles } from '#shared/data/objects/media-storage.ts';
import { createReader } from '#shared/data/table/reader.ts';
import { scanProductIds } from '#shared/data/table/table-scan.ts';
import { createWriter } from '#shared/data/table/writer.ts';
import { forEachConcurrent } from '#shared/platform/concurrency.ts';
import type { BucketSettings, TableSettings } from '#shared/platform/env.ts';
import { placeFiles } from '#shared/services/images/internal/placement.ts';
import { systemContext } from '#shared/services/kernel/context.ts';

/** What was placed; `open` of the photos are public. */
export type Placed = { products: number; photos: number; open: number };

/** Places the files of all products of a table. The first product that fails ends the run. */
export const placeAllImages = async (settings: { table: TableSettings; media: BucketSettings }): Promise<Placed> => {
  const { table, media } = settings;
  const context = systemContext({
    now: new Date(),
    reader: createReader(table),
    writer: createWriter(table),
    files: createFiles(() => media),
    mediaUrl: '',
    caller: { subject: 'operator', groups: [] },
    requestId: 'place-images',
  });
  const placed: Placed = { products: 0, photos: 0, open: 0 };
  for await (const products of scanProductIds(table)) {
    await forEachConcurrent(products, async (product) => {
      const { photos, open } = await placeFiles(context, product);
      placed.products += 1;
      placed.photos += photos;
      placed.open += open;
    });
  }
  return placed;
};
