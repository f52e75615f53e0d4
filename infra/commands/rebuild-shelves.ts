import type { TableSettings } from '#shared/platform/env.ts';
import { type Rebuilt, rebuildShelves } from '#shared/services/stock/rebuild-shelves.ts';
import { operatorContext } from './operator-context.ts';
import { findSystem, runCommand } from './system.ts';

/** Rebuilds the shelf rows of a table without the API; see the service. */
export const rebuildShelvesOf = (table: TableSettings): Promise<Rebuilt> =>
  rebuildShelves(operatorContext('rebuild-shelves', { table }));

/** The numbers of processed documents, as one line. */
export const rebuiltText = ({ products, producers, certificates, points, levels }: Rebuilt): string =>
  `${products} products, ${producers} producers, ${certificates} certificates, ${points} points, ${levels} levels are in line`;

if (process.argv[1] === import.meta.filename) {
  await runCommand(async () => {
    const { table } = await findSystem(process.env);
    console.log(rebuiltText(await rebuildShelvesOf(table)));
    return 0;
  });
}
