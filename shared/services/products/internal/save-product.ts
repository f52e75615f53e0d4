import { noteFiles, notePlacement } from '#shared/data/pending-work/pending-work-store.ts';
import { productKind } from '#shared/data/products/product-store.ts';
import { type Stored, unchanged } from '#shared/data/table/document.ts';
import type { Action } from '#shared/data/table/writer.ts';
import { photosDropped } from '#shared/domain/images/image.ts';
import type { Producer } from '#shared/domain/producers/producer.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { type WorkingProduct, workingProduct } from '#shared/domain/products/product-views.ts';
import { filesOfImages, removeDropped } from '#shared/services/images/internal/cleanup.ts';
import { arrangeFilesNow, placeBeforehand, publicityChange } from '#shared/services/images/internal/placement.ts';
import { type AuditEvent, auditEventOf, commit } from '#shared/services/kernel/commit.ts';
import type { Context, Working } from '#shared/services/kernel/context.ts';
import { registrationsFollow } from '#shared/services/registrations/internal/registrations-follow.ts';
import { propagateNoted, propagationActions } from './propagate-product.ts';

/** The working copy of a stored product. */
export const workingCopy = (
  context: Pick<Context, 'today' | 'now' | 'mediaUrl'>,
  { value, version }: Stored<Product>,
): Working<WorkingProduct> => ({
  body: workingProduct(value, context),
  version,
});

/**
 * Writes a change of a product with its audit event, and returns the new working copy. Without a change it only writes
 * the idempotency record. With `producer` the write fails if the producer has changed since it was read. Files of
 * images that become public are placed before the write, by `putFiles` or by copies; hidden and dropped files are
 * removed after it. Passes for events and shelf rows are updated if the visibility changes.
 */
export const saveProduct = async (
  context: Context,
  before: Stored<Product>,
  after: Product,
  details: Omit<AuditEvent, 'subject' | 'from' | 'to'> & {
    producer?: Stored<Producer>;
    also?: Action[];
    putFiles?: () => Promise<void>;
  },
): Promise<Working<WorkingProduct>> => {
  if (after === before.value) return commit(context, { saves: [], auditEvents: [] }, workingCopy(context, before));
  const { producer, also = [], putFiles, ...event } = details;
  const noted = propagationActions(before, after);
  const dropped = filesOfImages(after.id, photosDropped(before.value, after));
  const registrations = await registrationsFollow(context, before.value, after);
  const { opened, closed } = publicityChange(before.value, after);
  const placed = opened.length > 0 ? [await placeBeforehand(context, after.id, opened, putFiles)] : [];
  const change = {
    saves: [{ kind: productKind, before, after }],
    also: [
      ...also,
      ...noted,
      ...placed,
      ...(closed.length > 0 ? [notePlacement(after.id, context.now).note] : []),
      ...dropped.map((files) => noteFiles(files, context.now)),
      ...(producer ? [unchanged(producer)] : []),
      ...registrations.also,
    ],
    auditEvents: [auditEventOf(before, after, event), ...registrations.auditEvents],
  };
  const copy = workingCopy(context, { value: after, version: before.version + 1 });
  const saved = await commit(context, change, copy).catch(async (error: unknown) => {
    if (opened.length > 0) await arrangeFilesNow(context, after.id, { touched: opened, isNew: true });
    throw error;
  });
  await propagateNoted(context, { value: after, version: before.version + 1 }, noted);
  await removeDropped(context, dropped);
  if (closed.length > 0) await arrangeFilesNow(context, after.id, { touched: closed });
  return saved;
};
