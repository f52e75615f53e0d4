import { productKind } from '../../data/product-kind.ts';
import type { ProductImage } from '../../domain/images/image.ts';
import type { RequestImage } from '../../domain/images/image-input.ts';
import { requestImage as request } from '../../domain/images/image-transitions.ts';
import { PRIVATE_ADDRESSES, uploadUntil, workingImage } from '../../domain/images/image-views.ts';
import { UPLOAD_MAX_BYTES, uploadKey } from '../../domain/images/renditions.ts';
import { newId } from '../../platform/ids.ts';
import { loadOwnProduct } from '../access/membership.ts';
import { commit, deedOf } from '../commit.ts';
import type { Context } from '../context.ts';

/** Adds an image that waits for its upload, and gives the form that uploads it: good for ten minutes and this image only. */
export const requestImage = async (context: Context, id: string, input: RequestImage) => {
  const { product } = await loadOwnProduct(context, id);
  const after = request(product.value, newId('image', context.now), input, context.now);
  const image = after.images.at(-1) as ProductImage;
  const expiresAt = uploadUntil(image);
  const form = context.files.uploadForm(
    { key: uploadKey(id, image.id), type: image.type, maxBytes: UPLOAD_MAX_BYTES, expiresAt },
    context.now,
  );
  return commit(
    context,
    {
      saves: [{ kind: productKind, before: product, after }],
      deeds: [deedOf(product, after, { action: 'product.request-image', changed: [image.id] })],
    },
    {
      body: {
        product: id,
        ...workingImage(PRIVATE_ADDRESSES, context.now, after.content, image),
        ...form,
        expiresAt: expiresAt.toISOString(),
        maxBytes: UPLOAD_MAX_BYTES,
      },
      version: product.version + 1,
    },
  );
};
