import { randomUUID } from 'node:crypto';
import { dropFiles, type ImageFiles, noteFiles } from '#shared/data/pending-work/pending-work-store.ts';
import { productKind } from '#shared/data/products/product-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import type { Action } from '#shared/data/table/writer.ts';
import type { Photo, ProductImage } from '#shared/domain/images/image.ts';
import { publishImage, rejectImage } from '#shared/domain/images/image-transitions.ts';
import type { RejectionCode } from '#shared/domain/images/messages.ts';
import { mediaKey, privateKey, UPLOAD_MAX_BYTES, uploadKey } from '#shared/domain/images/renditions.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { UPLOAD_TIMEOUT_MINUTES } from '#shared/platform/limits.ts';
import { removeFiles } from '#shared/services/images/internal/cleanup.ts';
import { contentHashOf } from '#shared/services/images/internal/content-hash.ts';
import { PRIVATE_CACHE, PUBLIC_CACHE } from '#shared/services/images/internal/placement.ts';
import type { Context, JobContext } from '#shared/services/kernel/context.ts';
import { retryOnConflict } from '#shared/services/kernel/retry-on-conflict.ts';
import { saveProduct } from '#shared/services/products/internal/save-product.ts';

/** The result of rendering: the size of the upright original, and files by the names of its renditions. */
export type Rendered = Omit<Photo, 'digest'> & { files: { name: string; type: string; bytes: Buffer }[] };
export type Render = (bytes: Buffer, declared: string) => Promise<Rendered | { refused: RejectionCode }>;

/** The outcome of an upload event. */
export type Outcome = 'published' | 'refused' | 'ignored';

type Upload = { product: string; image: string };

const load = async (context: Context, { product, image }: Upload) => {
  const stored = await loadDocument(context.reader, productKind, product, { consistent: true });
  return { stored, image: stored?.value.images.find(({ id }) => id === image) };
};

/** Decides on the current state of the image, in one write; undefined if it is gone. */
const decide = (
  context: Context,
  upload: Upload,
  action: string,
  decision: (product: Product) => Product,
  more: { also?: (after: Product) => Action[]; putFiles?: () => Promise<void> } = {},
): Promise<ProductImage | undefined> =>
  retryOnConflict(context, async () => {
    const { stored } = await load(context, upload);
    if (!stored) return undefined;
    const after = decision(stored.value);
    const { also, ...how } = more;
    await saveProduct(context, stored, after, { action, changed: [upload.image], also: also?.(after) ?? [], ...how });
    return after.images.find(({ id }) => id === upload.image);
  });

const reject = async (context: Context, upload: Upload, code: RejectionCode): Promise<Outcome> => {
  const image = await decide(context, upload, 'product.refuse-image', (product) =>
    rejectImage(product, upload.image, code, context.now),
  );
  return image?.refusal ? 'refused' : 'ignored';
};

/**
 * Writes the private files, and the public ones if the product is public, then shows them by one write. A task is
 * stored first, by which the scheduled job removes the files of an interrupted run; the write that shows them deletes
 * it.
 */
const publish = async (context: JobContext, upload: Upload, bytes: Buffer, rendered: Rendered): Promise<Outcome> => {
  const { files, ...size } = rendered;
  const photo: Photo = { digest: contentHashOf(upload.image, bytes), ...size };
  const made: ImageFiles = { ...upload, contentHash: photo.digest, width: size.width, height: size.height };
  let { image } = await load(context, upload);
  if (image && !image.photo) {
    const expiresAt = new Date(context.now.getTime() + UPLOAD_TIMEOUT_MINUTES * 60_000);
    await context.writer.transact([noteFiles(made, expiresAt)], randomUUID());
    const put = async (keyOf: typeof mediaKey, cacheControl: string): Promise<void> => {
      for (const { name, type, bytes: content } of files) {
        await context.storage.media.put(keyOf(photo.digest, name), { type, bytes: content, cacheControl });
      }
    };
    await put(privateKey, PRIVATE_CACHE);
    image = await decide(
      context,
      upload,
      'product.publish-image',
      (product) => publishImage(product, upload.image, photo, context.now),
      {
        also: ({ images }) => (images.some((each) => each.photo?.digest === photo.digest) ? [dropFiles(made)] : []),
        putFiles: () => put(mediaKey, PUBLIC_CACHE),
      },
    );
  }
  if (image?.photo?.digest === photo.digest) return 'published';
  await removeFiles(context, made);
  return image?.refusal ? 'refused' : 'ignored';
};

/**
 * Takes in what was uploaded for an image, and then drops the upload. Until the one write that shows it nothing of it is
 * shown, so a run that breaks off is made again by the next delivery of the event. An image that is gone, or a photo
 * already, stays as it is, and what an earlier run has left of this upload is removed.
 */
export const processUpload = async (context: JobContext, upload: Upload, render: Render): Promise<Outcome> => {
  const { uploads } = context.storage;
  const key = uploadKey(upload.product, upload.image);
  const object = await uploads.get(key, { maxBytes: UPLOAD_MAX_BYTES });
  if (!object) return 'ignored';
  const { bytes, type, etag } = object;
  const rendered = bytes ? await render(bytes, type) : { refused: 'too_large' as const };
  const outcome =
    bytes && !('refused' in rendered)
      ? await publish(context, upload, bytes, rendered)
      : await reject(context, upload, 'refused' in rendered ? rendered.refused : 'too_large');
  // A later upload has its own event.
  await uploads.remove(key, { etag });
  return outcome;
};
