import { createFiles } from '#shared/data/objects/media-storage.ts';
import { createReader } from '#shared/data/table/reader.ts';
import { createWriter } from '#shared/data/table/writer.ts';
import { type TableSettings, tableSettings } from '#shared/platform/env.ts';
import { systemContext } from '#shared/services/kernel/context.ts';
import { type Rebuilt, rebuildShelves } from '#shared/services/stock/rebuild-shelves.ts';

/** Rebuilds the shelves of a table past the API; see the service. */
export const rebuildShelvesOf = (settings: TableSettings): Promise<Rebuilt> =>
  rebuildShelves(
    systemContext({
      now: new Date(),
      reader: createReader(settings),
      writer: createWriter(settings),
      files: createFiles(),
      mediaUrl: '',
      caller: { subject: 'operator', groups: [] },
      requestId: 'rebuild-shelves',
    }),
  );

/** What was gone over, as one line. */
export const rebuiltText = ({ products, certificates, points, levels }: Rebuilt): string =>
  `${products} products, ${certificates} certificates, ${points} points, ${levels} levels are in line`;

if (process.argv[1] === import.meta.filename) {
  console.log(rebuiltText(await rebuildShelvesOf(tableSettings())));
  process.exit(0);
}
