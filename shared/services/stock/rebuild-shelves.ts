import { productKind, publicProductIds } from '#shared/data/products/product-store.ts';
import { certificateIds, certificateKind } from '#shared/data/recognition/certificate-store.ts';
import { pointIds } from '#shared/data/sales-points/sales-point-lists.ts';
import { productsAt } from '#shared/data/stock/level-store.ts';
import { type DocumentKind, loadDocument, mendRows } from '#shared/data/table/document.ts';
import { forEachConcurrent } from '#shared/platform/concurrency.ts';
import { commit } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { retryOnConflictBriefly } from '#shared/services/kernel/propagate.ts';
import { updateShelfRow } from '#shared/services/stock/internal/shelf-rows.ts';

/** Writes the rows in a document's own partition, for that version of it. */
const writePages = <T extends { id: string; status: string }>(
  context: Context,
  kind: DocumentKind<T>,
  id: string,
): Promise<void> =>
  retryOnConflictBriefly(async () => {
    const stored = await loadDocument(context.reader, kind, id, { consistent: true });
    if (stored)
      await commit(context, { saves: [], also: await mendRows(context.reader, kind, stored), auditEvents: [] }, null);
  });

/** The numbers of processed documents. */
export type Rebuilt = { products: number; certificates: number; points: number; levels: number };

/**
 * Writes the rows that a release before the shelf rows did not write: heads and faces of public products, faces of
 * certificates, and the shelf rows of all levels. Current rows are only read, so it can be repeated, interrupted, and
 * run while the system is in use.
 */
export const rebuildShelves = async (context: Context): Promise<Rebuilt> => {
  const rebuilt: Rebuilt = { products: 0, certificates: 0, points: 0, levels: 0 };
  for await (const ids of publicProductIds(context.reader)) {
    await forEachConcurrent(ids, (id) => writePages(context, productKind, id));
    rebuilt.products += ids.length;
  }
  for await (const ids of certificateIds(context.reader)) {
    await forEachConcurrent(ids, (id) => writePages(context, certificateKind, id));
    rebuilt.certificates += ids.length;
  }
  for await (const points of pointIds(context.reader)) {
    rebuilt.points += points.length;
    for (const point of points) {
      for await (const products of productsAt(context.reader, point)) {
        await forEachConcurrent(products, (product) => updateShelfRow(context, point, product));
        rebuilt.levels += products.length;
      }
    }
  }
  return rebuilt;
};
