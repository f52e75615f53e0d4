import { dropProduct, noteProduct, pendingVersion } from '#shared/data/pending-work/pending-work-store.ts';
import { productKind } from '#shared/data/products/product-store.ts';
import { pointsWith } from '#shared/data/stock/availability-store.ts';
import { loadDocument, type Stored } from '#shared/data/table/document.ts';
import type { Action } from '#shared/data/table/writer.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { headOf } from '#shared/domain/products/product-head.ts';
import { forEachConcurrent } from '#shared/platform/concurrency.ts';
import { commit } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { retryOnConflictBriefly } from '#shared/services/kernel/propagate.ts';
import { retryOnConflict } from '#shared/services/kernel/retry-on-conflict.ts';
import { updateShelfHead } from '#shared/services/stock/internal/shelf-rows.ts';

/** Maximum number of sales points that a request updates; the scheduled job does the rest. */
const POINTS_IN_A_REQUEST = 1_000;

/**
 * The action that stores a task to propagate a change of a product to the shelves of all sales points that stock it;
 * none if they show no difference, or if no sales point can stock it yet.
 */
export const propagationActions = (before: Stored<Product>, after: Product): Action[] => {
  if (!before.value.face || JSON.stringify(headOf(before.value)) === JSON.stringify(headOf(after))) return [];
  return [noteProduct(after.id, before.version + 1)];
};

/** Deletes the task, unless a later change has replaced it. */
const finish = (context: Context, { value, version }: Stored<Product>): Promise<void> =>
  retryOnConflictBriefly(async () => {
    const noted = await pendingVersion(context.reader, value.id);
    if (noted === undefined || noted > version) return;
    await commit(context, { saves: [], also: [dropProduct(value.id, noted)], auditEvents: [] }, null);
  });

const propagate = async (context: Context, product: Stored<Product>, most: number): Promise<void> => {
  const quietly: Context = { ...context, expected: undefined, idempotency: undefined };
  let left = most;
  for await (const found of pointsWith(context.reader, product.value.id)) {
    const points = [...new Set(found)];
    await forEachConcurrent(points.slice(0, left), (point) => updateShelfHead(quietly, point, product));
    left -= points.length;
    if (left < 0) return;
  }
  await finish(quietly, product);
};

/** Updates the shelves of all sales points that stock a product, at most `most` of them. */
export const propagateProduct = async (
  context: Context,
  id: string,
  most = Number.POSITIVE_INFINITY,
): Promise<void> => {
  const product = await loadDocument(context.reader, productKind, id, { consistent: true });
  if (product) await propagate(context, product, most);
};

/**
 * Propagates a change that was just saved with its task, to as many sales points as a request can. A failure is 503:
 * the change is committed, and the scheduled job does the rest.
 */
export const propagateNoted = async (
  context: Context,
  saved: Stored<Product>,
  noted: readonly Action[],
): Promise<void> => {
  // The verb is committed and must not be decided again after a conflict here.
  if (noted.length > 0) await retryOnConflict(context, () => propagate(context, saved, POINTS_IN_A_REQUEST));
};

/** Propagates a change of an interrupted request, if there is one. */
export const resumePropagation = async (context: Context, id: string): Promise<void> => {
  if ((await pendingVersion(context.reader, id)) !== undefined)
    await retryOnConflict(context, () => propagateProduct(context, id, POINTS_IN_A_REQUEST));
};
