import { randomUUID } from 'node:crypto';
import { dropFiles, type ImageFiles } from '#shared/data/pending-work/pending-work-store.ts';
import { productKind } from '#shared/data/products/product-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import type { VisibleImage } from '#shared/domain/images/image.ts';
import { filesOf, mediaKey, privateKey } from '#shared/domain/images/renditions.ts';
import { errorFields, log } from '#shared/platform/logger.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** The files of images of a product. */
export const filesOfImages = (product: string, images: readonly VisibleImage[]): ImageFiles[] =>
  images.map(({ id, photo: { digest: contentHash, width, height } }) => ({
    product,
    image: id,
    contentHash,
    width,
    height,
  }));

/**
 * Removes the files of a photo; those that are not there are removed already. The private ones go first: once they are gone
 * nobody can make a public copy any more.
 */
export const removeFiles = async (context: Context, { contentHash, width, height }: ImageFiles): Promise<void> => {
  const names = filesOf({ width, height }).map(({ name }) => name);
  await context.storage.media.removeAll(names.map((name) => privateKey(contentHash, name)));
  await context.storage.media.removeAll(names.map((name) => mediaKey(contentHash, name)));
};

/**
 * Removes the files that were dropped and marked, at once. The change itself has been made and is not judged by this: the
 * recurring job removes what is marked again, and then the mark.
 */
export const removeDropped = async (context: Context, dropped: readonly ImageFiles[]): Promise<void> => {
  try {
    for (const files of dropped) await removeFiles(context, files);
  } catch (error) {
    log('warn', 'files of images stay for the recurring job', errorFields(error));
  }
};

/** Executes a due task to remove files, unless their image shows them, and deletes the task. */
export const finishCleanup = async (
  context: Context,
  { files, due }: { files: ImageFiles; due: Date },
): Promise<boolean> => {
  if (context.now < due) return false;
  const product = await loadDocument(context.reader, productKind, files.product, { consistent: true });
  if (!product?.value.images.some(({ photo }) => photo?.digest === files.contentHash))
    await removeFiles(context, files);
  await context.writer.transact([dropFiles(files)], randomUUID());
  return true;
};
