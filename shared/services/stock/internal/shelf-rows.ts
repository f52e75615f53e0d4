import { randomUUID } from 'node:crypto';
import { productKind } from '#shared/data/products/product-store.ts';
import { loadLevel } from '#shared/data/stock/level-store.ts';
import { headPart, loadShelfParts, type ShelfParts, shelfAction, stockPart } from '#shared/data/stock/shelf-row.ts';
import { loadDocument, type Stored } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import { type Item, stringOf } from '#shared/data/table/reader.ts';
import type { Action } from '#shared/data/table/writer.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { commit } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { carryToAll, despiteRaces } from '#shared/services/kernel/propagate.ts';

const isNewer = (part: ShelfParts['head'], stored: ShelfParts['head']): boolean =>
  part !== undefined && (stored === undefined || stored.version < part.version);

const write = async (context: Context, salesPoint: string, product: string, parts: ShelfParts): Promise<void> => {
  const row = await loadShelfParts(context.reader, salesPoint, product);
  const head = isNewer(parts.head, row.head) ? parts.head : undefined;
  const stock = isNewer(parts.stock, row.stock) ? parts.stock : undefined;
  if (!head && !stock) return;
  await commit(context, { saves: [], also: [shelfAction(salesPoint, product, { head, stock })], deeds: [] }, null);
};

/** Brings the row of a product on the shelf of a point in line with the level and the product. */
export const updateShelfRow = (context: Context, salesPoint: string, product: string): Promise<void> =>
  despiteRaces(async () => {
    const [level, stored] = await Promise.all([
      loadLevel(context.reader, salesPoint, product),
      loadDocument(context.reader, productKind, product, { consistent: true }),
    ]);
    if (!level || !stored) return;
    await write(context, salesPoint, product, { head: headPart(stored), stock: stockPart(level) });
  });

/** Brings the row of a product on the shelf of a point in line with the product. */
export const updateShelfHead = (context: Context, salesPoint: string, product: Stored<Product>): Promise<void> =>
  despiteRaces(() => write(context, salesPoint, product.value.id, { head: headPart(product), stock: undefined }));

/** Rows of shelves that a transaction leaves to be brought in line right after it. */
export type ShelfTask = { id: string; rows: { salesPoint: string; product: string }[] };

/** The rows as a task, and the action that keeps it until they are in line; without rows there is none. */
export const shelfTask = (rows: ShelfTask['rows']): { task: ShelfTask; action: Action } => {
  const task = { id: randomUUID(), rows };
  const { pk, sk } = keys.pendingShelf(task.id);
  return {
    task,
    action: { kind: 'put', item: { pk: { S: pk }, sk: { S: sk }, rows: { S: JSON.stringify(rows) } } },
  };
};

/** Brings the rows of a task in line, and ends it. */
export const runShelfTask = async (context: Context, { id, rows }: ShelfTask): Promise<void> => {
  const quietly: Context = { ...context, expected: undefined, idempotency: undefined };
  await carryToAll(rows, ({ salesPoint, product }) => updateShelfRow(quietly, salesPoint, product));
  const end: Action = { kind: 'delete', key: keys.pendingShelf(id) };
  await despiteRaces(async () => {
    await commit(quietly, { saves: [], also: [end], deeds: [] }, null);
  });
};

/** Does what a stored task says. */
export const finishShelfTask = async (context: Context, item: Item): Promise<boolean> => {
  const id = stringOf(item, 'sk').slice(keys.pendingShelf('').sk.length);
  await runShelfTask(context, { id, rows: JSON.parse(stringOf(item, 'rows')) as ShelfTask['rows'] });
  return true;
};
