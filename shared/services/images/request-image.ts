import { productKind } from '#shared/data/products/product-store.ts';
import type { ProductImage } from '#shared/domain/images/image.ts';
import type { RequestImage } from '#shared/domain/images/image-input.ts';
import { requestImage as request } from '#shared/domain/images/image-transitions.ts';
import { PRIVATE_ADDRESSES, uploadUntil, workingImage } from '#shared/domain/images/image-views.ts';
import { UPLOAD_MAX_BYTES, uploadKey } from '#shared/domain/images/renditions.ts';
import { newId } from '#shared/platform/ids.ts';
import { loadOwnProduct } from '#shared/services/access/membership.ts';
import { auditEventOf, commit } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** Adds an image that waits for its upload, and returns the upload form, valid for ten minutes and this image only. */
export const requestImage = async (context: Context, id: string, input: RequestImage) => {
  const { product } = await loadOwnProduct(context, id);
  const after = request(product.value, newId('image', context.now), input, context.now);
  const image = after.images.at(-1) as ProductImage;
  const expiresAt = uploadUntil(image);
  const form = context.storage.uploadForm(
    { key: uploadKey(id, image.id), type: image.type, maxBytes: UPLOAD_MAX_BYTES, expiresAt },
    context.now,
  );
  return commit(
    context,
    {
      saves: [{ kind: productKind, before: product, after }],
      auditEvents: [auditEventOf(product, after, { action: 'product.request-image', changed: [image.id] })],
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
