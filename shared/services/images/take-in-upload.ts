import { loadDocument } from '../../data/document.ts';
import type { StoredObject } from '../../data/object-store.ts';
import { productKind } from '../../data/product-kind.ts';
import type { Photo, ProductImage } from '../../domain/images/image.ts';
import { publishImage, refuseImage } from '../../domain/images/image-transitions.ts';
import type { RefusalCode } from '../../domain/images/refusals.ts';
import { mediaKey, UPLOAD_MAX_BYTES, uploadKey } from '../../domain/images/renditions.ts';
import type { Product } from '../../domain/products/product.ts';
import type { Context } from '../context.ts';
import { saveProduct } from '../products/save-product.ts';
import { throughRaces } from '../races.ts';
import { digestOf } from './digest.ts';

/** What is made of an upload: the upright original's size, and files by the names of its renditions. */
export type Rendered = Omit<Photo, 'digest'> & { files: { name: string; type: string; bytes: Buffer }[] };
export type Render = (bytes: Buffer, declared: string) => Promise<Rendered | { refused: RefusalCode }>;

/** What an event came to. */
export type Outcome = 'published' | 'refused' | 'ignored';

/** The files' names hold a digest of their content, so what a name shows never changes. */
const FOREVER = 'public, max-age=31536000, immutable';

const imageOf = (product: Product | undefined, id: string): ProductImage | undefined =>
  product?.images.find((image) => image.id === id);

/**
 * Takes in what was uploaded for an image. The files come first, then one write that shows them all, then the upload goes;
 * so a run that breaks off shows nothing by half and is made again by the next delivery of the event. An image that is
 * gone, or a photo already, stays as it is: whatever else was uploaded for it is dropped, with files that an earlier run
 * may have left.
 */
export const takeInUpload = async (
  context: Context,
  upload: { product: string; image: string },
  render: Render,
): Promise<Outcome> => {
  const { uploads, media } = context.files;
  const key = uploadKey(upload.product, upload.image);
  const load = () => loadDocument(context.reader, productKind, upload.product, { consistent: true });
  const decide = (action: string, decision: (product: Product) => Product): Promise<ProductImage | undefined> =>
    throughRaces(context, async () => {
      const product = await load();
      if (!product) return undefined;
      const after = decision(product.value);
      await saveProduct(context, product, after, { action, changed: [upload.image] });
      return imageOf(after, upload.image);
    });

  const object = await uploads.get(key, { maxBytes: UPLOAD_MAX_BYTES });
  if (!object) return 'ignored';
  const image = imageOf((await load())?.value, upload.image);
  const rendered = object === 'too-large' ? { refused: 'too_large' as const } : await render(object.bytes, object.type);

  let outcome: Outcome = 'ignored';
  if ('refused' in rendered) {
    const decided = await decide('product.refuse-image', (product) =>
      refuseImage(product, upload.image, rendered.refused, context.now),
    );
    if (decided?.refusal) outcome = 'refused';
  } else {
    const { files, ...size } = rendered;
    const digest = digestOf(upload.image, (object as StoredObject).bytes);
    let shown = image;
    if (image && !image.photo) {
      for (const { name, type, bytes } of files) {
        await media.put(mediaKey(digest, name), { type, bytes, cacheControl: FOREVER });
      }
      shown = await decide('product.publish-image', (product) =>
        publishImage(product, upload.image, { digest, ...size }, context.now),
      );
      outcome = 'published';
    }
    if (shown?.photo?.digest !== digest) {
      for (const { name } of files) await media.remove(mediaKey(digest, name));
      outcome = 'ignored';
    }
  }
  await uploads.remove(key);
  return outcome;
};
