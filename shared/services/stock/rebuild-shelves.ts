import { lists, productKind } from '#shared/data/products/product-store.ts';
import { certificateKind } from '#shared/data/recognition/certificate-store.ts';
import { type DocumentKind, loadDocument, rowActions, unchanged } from '#shared/data/table/document.ts';
import { COUNTRY, keys } from '#shared/data/table/keys.ts';
import { type Item, stringOf } from '#shared/data/table/reader.ts';
import { commit } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { carryToAll, despiteRaces, pagesOf } from '#shared/services/kernel/propagate.ts';
import { updateShelfRow } from '#shared/services/stock/internal/shelf-rows.ts';

const endOf = (sk: string): string => sk.slice(-'spt_01JD0000000000000000000000'.length);
const idAtEnd = (item: Item): string => endOf(stringOf(item, 'sk'));

/** Writes the rows that stand beside a document, in its own partition, over that version of it. */
const writePages = <T extends { id: string; status: string }>(
  context: Context,
  kind: DocumentKind<T>,
  id: string,
): Promise<void> =>
  despiteRaces(async () => {
    const stored = await loadDocument(context.reader, kind, id, { consistent: true });
    if (!stored) return;
    const rows = kind.rows(stored.value, stored.version).filter(({ pk }) => pk === id);
    const found = await Promise.all(rows.map((row) => context.reader.get(row, { consistent: true })));
    const missing = rows.filter((row, index) => found[index]?.card === undefined || cardOf(found[index]) !== row.card);
    if (missing.length === 0) return;
    await commit(context, { saves: [], also: [unchanged(stored), ...rowActions(missing)], deeds: [] }, null);
  });

const cardOf = (item: Item | undefined): string | undefined => item && stringOf(item, 'card');

/** What was gone over. */
export type Rebuilt = { products: number; certificates: number; points: number; levels: number };

/**
 * Writes what a release before the shelves did not: heads and faces of public products, faces of certificates, and the shelf
 * rows of all levels. What is in line already is only read, so it can be run again, cut off, and run beside a serving system.
 */
export const rebuildShelves = async (context: Context): Promise<Rebuilt> => {
  const rebuilt: Rebuilt = { products: 0, certificates: 0, points: 0, levels: 0 };
  for await (const ids of pagesOf(context, lists.byStars.country(), idAtEnd)) {
    await carryToAll(ids, (id) => writePages(context, productKind, id));
    rebuilt.products += ids.length;
  }
  for await (const ids of pagesOf(context, keys.certificate.partition(COUNTRY), idAtEnd)) {
    await carryToAll(ids, (id) => writePages(context, certificateKind, id));
    rebuilt.certificates += ids.length;
  }
  for (const { pk } of [keys.pointByName(COUNTRY, ''), keys.pausedPoint(COUNTRY, '')]) {
    for await (const points of pagesOf(context, pk, idAtEnd)) {
      rebuilt.points += points.length;
      for (const point of points) {
        for await (const products of pagesOf(context, keys.stockLevel.partition(point), idAtEnd)) {
          await carryToAll(products, (product) => updateShelfRow(context, point, product));
          rebuilt.levels += products.length;
        }
      }
    }
  }
  return rebuilt;
};
