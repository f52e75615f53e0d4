import { randomUUID } from 'node:crypto';
import {
  dropPlacement,
  type ImageFiles,
  notePlacement,
  type PendingWork,
} from '#shared/data/pending-work/pending-work-store.ts';
import { productKind } from '#shared/data/products/product-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import type { Action } from '#shared/data/table/writer.ts';
import { isVisible } from '#shared/domain/images/image.ts';
import { filesOf, mediaKey, privateKey, SOCIAL_CARD } from '#shared/domain/images/renditions.ts';
import { type Product, publicImages } from '#shared/domain/products/product.ts';
import { forEachConcurrent } from '#shared/platform/concurrency.ts';
import { errorFields, log } from '#shared/platform/logger.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { filesOfImages } from './cleanup.ts';

/**
 * The content of a name never changes, so browsers cache it permanently. The edge limits its copies by its own policy,
 * and must not serve expired ones while the bucket is unavailable.
 */
export const PUBLIC_CACHE = 'public, max-age=31536000, immutable, stale-if-error=0';
/** The signed address of a private file changes every few minutes, so a longer lifetime is useless. */
export const PRIVATE_CACHE = 'private, max-age=600';

/** Longer than the time limit of any function: a commit for an older task is impossible. */
const ABANDONED_AFTER_MS = 15 * 60_000;
const ROUNDS_MAX = 5;

/** Puts the private copy in its place where it is missing: photos of before this prefix existed have public files alone. */
const ensurePrivate = async (context: Context, { contentHash, ...size }: ImageFiles): Promise<void> => {
  const { media } = context.storage;
  // The card is always written last, so where it is, the others are.
  if (await media.has(privateKey(contentHash, SOCIAL_CARD.name))) return;
  const copy = async ({ name, type }: { name: string; type: string }): Promise<void> => {
    await media.copy(mediaKey(contentHash, name), privateKey(contentHash, name), { type, cacheControl: PRIVATE_CACHE });
  };
  await forEachConcurrent(
    filesOf(size).filter(({ name }) => name !== SOCIAL_CARD.name),
    copy,
  );
  await copy(SOCIAL_CARD);
};

const publicKeys = ({ contentHash, ...size }: ImageFiles): string[] =>
  filesOf(size).map(({ name }) => mediaKey(contentHash, name));

/** Copies the private files of photos to where the edge reads them. */
const publishFiles = async (context: Context, photos: readonly ImageFiles[]): Promise<void> => {
  const { media } = context.storage;
  for (const photo of photos) {
    await ensurePrivate(context, photo);
    await forEachConcurrent(filesOf(photo), async ({ name, type }) => {
      const { contentHash } = photo;
      await media.copy(privateKey(contentHash, name), mediaKey(contentHash, name), {
        type,
        cacheControl: PUBLIC_CACHE,
      });
    });
  }
};

/** Removes the public files of photos. One photo whose private copy cannot be made holds up no other. */
const hideFiles = async (context: Context, photos: readonly ImageFiles[]): Promise<void> => {
  const failures: unknown[] = [];
  const retained: ImageFiles[] = [];
  await forEachConcurrent(photos, async (photo) => {
    try {
      await ensurePrivate(context, photo);
      retained.push(photo);
    } catch (error) {
      failures.push(error);
    }
  });
  await context.storage.media.removeAll(retained.flatMap(publicKeys));
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} photos could not be hidden`);
};

const loadImages = async (context: Context, id: string) => {
  const stored = await loadDocument(context.reader, productKind, id, { consistent: true });
  const all = stored ? filesOfImages(id, stored.value.images.filter(isVisible)) : [];
  return { all, open: new Set(stored ? publicImages(stored.value).map(({ photo }) => photo.digest) : []) };
};

/**
 * Puts the files of photos where the product's publicity wants them: `touched`, or else all photos of the product. It reads the
 * product again afterwards and corrects itself where the publicity changed meanwhile, so any number may run at once. `isNew` says
 * that the private files are known to be there.
 */
const arrangeFiles = async (
  context: Context,
  product: string,
  { touched, isNew = false }: { touched?: readonly ImageFiles[]; isNew?: boolean } = {},
): Promise<void> => {
  const handled = new Map((touched ?? []).map((photo) => [photo.contentHash, photo]));
  let { all, open } = await loadImages(context, product);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    if (!touched) for (const photo of all) handled.set(photo.contentHash, photo);
    const photos = [...handled.values()];
    const hidden = photos.filter(({ contentHash }) => !open.has(contentHash));
    if (isNew) await context.storage.media.removeAll(hidden.flatMap(publicKeys));
    else await hideFiles(context, hidden);
    await publishFiles(
      context,
      photos.filter(({ contentHash }) => open.has(contentHash)),
    );
    const after = await loadImages(context, product);
    const isStable = photos.every(({ contentHash }) => open.has(contentHash) === after.open.has(contentHash));
    if (isStable) return;
    ({ all, open } = after);
  }
  throw new Error('the publicity of a product changes faster than its files can follow');
};

/** Settles at once what the scheduled job settles again: the change itself has been made and is not judged by this. */
export const arrangeFilesNow = async (...[context, product, how]: Parameters<typeof arrangeFiles>): Promise<void> => {
  try {
    await arrangeFiles(context, product, how);
  } catch (error) {
    log('warn', 'files of images are left to the scheduled job', { product, ...errorFields(error) });
  }
};

/**
 * Places public files before the write that shows them, by `put` or by copies. Until that write, a task lets the
 * scheduled job remove them; `shown` is the action that deletes the task with the write.
 */
export const placeBeforehand = async (
  context: Context,
  product: string,
  photos: readonly ImageFiles[],
  put: (() => Promise<void>) | undefined,
): Promise<Action> => {
  const { note, drop } = notePlacement(product, new Date(context.now.getTime() + ABANDONED_AFTER_MS));
  await context.writer.transact([note], randomUUID());
  try {
    await (put ? put() : publishFiles(context, photos));
  } catch (error) {
    await arrangeFilesNow(context, product, { touched: photos, isNew: true });
    throw error;
  }
  // If the job has claimed the task, it may have removed the files.
  return drop;
};

/** What a change of a product makes public and what it hides, of the photos that the product keeps. */
export const publicityChange = (before: Product, after: Product): { opened: ImageFiles[]; closed: ImageFiles[] } => {
  const [was, is] = [publicImages(before), publicImages(after)];
  const without = (images: typeof was, others: typeof was) =>
    images.filter(({ id }) => !others.some((other) => other.id === id));
  const retained = new Set(after.images.map(({ id }) => id));
  return {
    opened: filesOfImages(after.id, without(is, was)),
    closed: filesOfImages(
      after.id,
      without(was, is).filter(({ id }) => retained.has(id)),
    ),
  };
};

/** Executes a due task to place a product's files, and deletes it. */
export const finishPlacement = async (
  context: Context,
  noted: Extract<PendingWork, { kind: 'placement' }>,
): Promise<boolean> => {
  if (context.now < noted.due) return false;
  await arrangeFiles(context, noted.product);
  await context.writer.transact([dropPlacement(noted)], randomUUID());
  return true;
};

/** Places the files of one product according to its visibility; returns the number of its photos, and how many are public. */
export const placeFiles = async (context: Context, product: string): Promise<{ photos: number; open: number }> => {
  await arrangeFiles(context, product);
  const { all, open } = await loadImages(context, product);
  return { photos: all.length, open: open.size };
};
