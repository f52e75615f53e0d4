import { removeImage as remove } from '#shared/domain/images/image-transitions.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadProductToModerate } from '#shared/services/access/membership.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { saveProduct } from '#shared/services/products/internal/save-product.ts';

/** Removes an image of a product: for its producer's members, and for officers of its territory with a reason. */
export const removeImage = async (context: Context, id: string, image: string, reason: string | undefined) => {
  const product = await loadProductToModerate(context, id);
  requireExpected(context, product);
  const after = remove(product.value, image, context.now);
  return saveProduct(context, product, after, { action: 'product.remove-image', changed: [image], reason });
};
