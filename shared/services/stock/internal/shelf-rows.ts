import { dropShelf, pendingShelf, type ShelfRow } from '#shared/data/pending-work/pending-work-store.ts';
import { productKind } from '#shared/data/products/product-store.ts';
import { loadLevel } from '#shared/data/stock/level-store.ts';
import { headPart, loadShelfParts, type ShelfParts, shelfAction, stockPart } from '#shared/data/stock/shelf-row.ts';
import { loadDocument, type Stored } from '#shared/data/table/document.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { forEachConcurrent } from '#shared/platform/concurrency.ts';
import { commit } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { retryOnConflictBriefly } from '#shared/services/kernel/propagate.ts';

const isNewer = (part: ShelfParts['head'], stored: ShelfParts['head']): boolean =>
  part !== undefined && (stored === undefined || stored.version < part.version);

const write = async (context: Context, salesPoint: string, product: string, parts: ShelfParts): Promise<void> => {
  const row = await loadShelfParts(context.reader, salesPoint, product);
  const head = isNewer(parts.head, row.head) ? parts.head : undefined;
  const stock = isNewer(parts.stock, row.stock) ? parts.stock : undefined;
  if (!head && !stock) return;
  await commit(
    context,
    { saves: [], also: [shelfAction(salesPoint, product, { head, stock })], auditEvents: [] },
    null,
  );
};

/** Updates the shelf row of a product at a sales point from the level and the product. */
export const updateShelfRow = (context: Context, salesPoint: string, product: string): Promise<void> =>
  retryOnConflictBriefly(async () => {
    const [level, stored] = await Promise.all([
      loadLevel(context.reader, salesPoint, product),
      loadDocument(context.reader, productKind, product, { consistent: true }),
    ]);
    if (!level || !stored) return;
    await write(context, salesPoint, product, { head: headPart(stored), stock: stockPart(level) });
  });

/** Updates the shelf row of a product at a sales point from the product. */
export const updateShelfHead = (context: Context, salesPoint: string, product: Stored<Product>): Promise<void> =>
  retryOnConflictBriefly(() =>
    write(context, salesPoint, product.value.id, { head: headPart(product), stock: undefined }),
  );

/** Shelf rows that are updated right after a transaction. */
export type ShelfTask = { id: string; rows: readonly ShelfRow[] };

/** Executes the task: updates its rows, and deletes it. */
export const runShelfTask = async (context: Context, { id, rows }: ShelfTask): Promise<void> => {
  const quietly: Context = { ...context, expected: undefined, idempotency: undefined };
  await forEachConcurrent(rows, ({ salesPoint, product }) => updateShelfRow(quietly, salesPoint, product));
  await retryOnConflictBriefly(async () => {
    await commit(quietly, { saves: [], also: [dropShelf(id)], auditEvents: [] }, null);
  });
};

/** Executes a task that an earlier request with the same key left, if there is one. */
export const resumeShelfTask = async (context: Context, id: string): Promise<void> => {
  const rows = await pendingShelf(context.reader, id);
  if (rows) await runShelfTask(context, { id, rows });
};
