import { randomUUID } from 'node:crypto';
import { productKind } from '#shared/data/products/product-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import { type Item, type Key, numberOf, stringOf } from '#shared/data/table/reader.ts';
import type { Action } from '#shared/data/table/writer.ts';
import type { ShownImage } from '#shared/domain/images/image.ts';
import { filesOf, mediaKey, privateKey, type Size } from '#shared/domain/images/renditions.ts';
import { errorFields, log } from '#shared/platform/logger.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** The files of a photo, and the image and product that show them, showed them, or may come to. */
export type Files = Size & { product: string; image: string; digest: string };

/** The files of images of a product. */
export const filesOfImages = (product: string, images: readonly ShownImage[]): Files[] =>
  images.map(({ id, photo: { digest, width, height } }) => ({ product, image: id, digest, width, height }));

/** The action that marks files as to be removed, from an instant on: unless the image shows them then. */
export const marking = ({ product, image, digest, width, height }: Files, from: Date): Action => {
  const { pk, sk } = keys.pendingFiles(image, digest);
  return {
    kind: 'put',
    item: {
      pk: { S: pk },
      sk: { S: sk },
      product: { S: product },
      digest: { S: digest },
      width: { N: String(width) },
      height: { N: String(height) },
      from: { N: String(from.getTime()) },
    },
  };
};

/** The action that takes the mark away again. */
export const unmarking = ({ image, digest }: Files): Action => ({
  kind: 'delete',
  key: keys.pendingFiles(image, digest),
});

/**
 * Removes the files of a photo; those that are not there are removed already. The private ones go first: once they are gone
 * nobody can make a public copy any more.
 */
export const removeFiles = async (context: Context, { digest, ...size }: Size & { digest: string }): Promise<void> => {
  const names = filesOf(size).map(({ name }) => name);
  await context.files.media.removeAll(names.map((name) => privateKey(digest, name)));
  await context.files.media.removeAll(names.map((name) => mediaKey(digest, name)));
};

/**
 * Removes the files that were dropped and marked, at once. The change itself has been made and is not judged by this: the
 * recurring job removes what is marked again, and then the mark.
 */
export const removeDropped = async (context: Context, dropped: readonly Files[]): Promise<void> => {
  try {
    for (const files of dropped) await removeFiles(context, files);
  } catch (error) {
    log('warn', 'files of images stay for the recurring job', errorFields(error));
  }
};

/** Does what a mark says, where it is due: removes the files unless their image shows them, and then the mark. */
export const finishMarked = async (context: Context, mark: Item): Promise<boolean> => {
  if (context.now.getTime() < numberOf(mark, 'from')) return false;
  const digest = stringOf(mark, 'digest');
  const product = await loadDocument(context.reader, productKind, stringOf(mark, 'product'), { consistent: true });
  if (!product?.value.images.some(({ photo }) => photo?.digest === digest)) {
    await removeFiles(context, { digest, width: numberOf(mark, 'width'), height: numberOf(mark, 'height') });
  }
  const key: Key = { pk: stringOf(mark, 'pk'), sk: stringOf(mark, 'sk') };
  await context.writer.transact([{ kind: 'delete', key }], randomUUID());
  return true;
};
