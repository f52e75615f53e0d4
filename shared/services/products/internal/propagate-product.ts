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

/** A request brings so many points in line; what is left is for the recurring job. */
const POINTS_IN_A_REQUEST = 1_000;

/**
 * The action that notes that a change of a product has to reach the shelves of all points that stock it; none where they show
 * the same, or where no point can stock it yet.
 */
export const propagationActions = (before: Stored<Product>, after: Product): Action[] => {
  if (!before.value.face || JSON.stringify(headOf(before.value)) === JSON.stringify(headOf(after))) return [];
  return [noteProduct(after.id, before.version + 1)];
};

/** Removes the note, unless a later change has put its own in its place. */
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

/** Brings the shelves of all points that stock a product in line with it, at most `most` of them. */
export const propagateProduct = async (
  context: Context,
  id: string,
  most = Number.POSITIVE_INFINITY,
): Promise<void> => {
  const product = await loadDocument(context.reader, productKind, id, { consistent: true });
  if (product) await propagate(context, product, most);
};

/**
 * Propagates a change that was just saved and noted, to as many points as a request may. What fails is 503: the change has been
 * made, and the recurring job does the rest.
 */
export const propagateNoted = async (
  context: Context,
  saved: Stored<Product>,
  noted: readonly Action[],
): Promise<void> => {
  // The verb has taken effect and must not be judged again because of what is met here.
  if (noted.length > 0) await retryOnConflict(context, () => propagate(context, saved, POINTS_IN_A_REQUEST));
};

/** Propagates a change whose request was cut off; nothing where none was. */
export const resumePropagation = async (context: Context, id: string): Promise<void> => {
  if ((await pendingVersion(context.reader, id)) !== undefined)
    await retryOnConflict(context, () => propagateProduct(context, id, POINTS_IN_A_REQUEST));
};
