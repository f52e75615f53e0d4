import { producerKind } from '#shared/data/producers/producer-store.ts';
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

/** Writes the outdated or missing rows of a document, for that version of it; returns the document. */
const mend = async <T extends { id: string; status: string }>(
  context: Context,
  kind: DocumentKind<T>,
  id: string,
): Promise<T | undefined> => {
  let found: T | undefined;
  await retryOnConflictBriefly(async () => {
    const stored = await loadDocument(context.reader, kind, id, { consistent: true });
    if (stored)
      await commit(context, { saves: [], also: await mendRows(context.reader, kind, stored), auditEvents: [] }, null);
    found = stored?.value;
  });
  return found;
};

/** The numbers of processed documents. */
export type Rebuilt = { products: number; producers: number; certificates: number; points: number; levels: number };

/**
 * Writes the rows that an earlier release did not write: those of public products and of their producers (heads, faces,
 * lists by GTIN, the list of producers), faces of certificates, and the shelf rows of all levels. Current rows are only read, so it can be repeated, interrupted, and
 * run while the system is in use.
 */
export const rebuildShelves = async (context: Context): Promise<Rebuilt> => {
  const rebuilt: Rebuilt = { products: 0, producers: 0, certificates: 0, points: 0, levels: 0 };
  const producers = new Set<string>();
  for await (const ids of publicProductIds(context.reader)) {
    await forEachConcurrent(ids, async (id) => {
      const product = await mend(context, productKind, id);
      if (product) producers.add(product.producer.id);
    });
    rebuilt.products += ids.length;
  }
  await forEachConcurrent([...producers], (id) => mend(context, producerKind, id));
  rebuilt.producers = producers.size;
  for await (const ids of certificateIds(context.reader)) {
    await forEachConcurrent(ids, (id) => mend(context, certificateKind, id));
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
