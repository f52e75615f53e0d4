import { randomUUID } from 'node:crypto';
import { dropFiles, type PhotoFiles } from '#shared/data/pending-work/pending-work-store.ts';
import { productKind } from '#shared/data/products/product-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import type { ShownImage } from '#shared/domain/images/image.ts';
import { filesOf, mediaKey, privateKey } from '#shared/domain/images/renditions.ts';
import { errorFields, log } from '#shared/platform/logger.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** The files of images of a product. */
export const filesOfImages = (product: string, images: readonly ShownImage[]): PhotoFiles[] =>
  images.map(({ id, photo: { digest, width, height } }) => ({ product, image: id, digest, width, height }));

/**
 * Removes the files of a photo; those that are not there are removed already. The private ones go first: once they are gone
 * nobody can make a public copy any more.
 */
export const removeFiles = async (context: Context, { digest, width, height }: PhotoFiles): Promise<void> => {
  const names = filesOf({ width, height }).map(({ name }) => name);
  await context.files.media.removeAll(names.map((name) => privateKey(digest, name)));
  await context.files.media.removeAll(names.map((name) => mediaKey(digest, name)));
};

/**
 * Removes the files that were dropped and marked, at once. The change itself has been made and is not judged by this: the
 * recurring job removes what is marked again, and then the mark.
 */
export const removeDropped = async (context: Context, dropped: readonly PhotoFiles[]): Promise<void> => {
  try {
    for (const files of dropped) await removeFiles(context, files);
  } catch (error) {
    log('warn', 'files of images stay for the recurring job', errorFields(error));
  }
};

/** Executes a due task to remove files, unless their image shows them, and deletes the task. */
export const finishCleanup = async (
  context: Context,
  { files, due }: { files: PhotoFiles; due: Date },
): Promise<boolean> => {
  if (context.now < due) return false;
  const product = await loadDocument(context.reader, productKind, files.product, { consistent: true });
  if (!product?.value.images.some(({ photo }) => photo?.digest === files.digest)) await removeFiles(context, files);
  await context.writer.transact([dropFiles(files)], randomUUID());
  return true;
};
