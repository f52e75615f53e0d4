import { removeImage as remove } from '#shared/domain/images/image-transitions.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadProductToModerate } from '#shared/services/access/membership.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { saveProduct } from '#shared/services/products/internal/save-product.ts';

/** Takes an image out of a product: its producer's members any, an officer of its territory what does not belong there. */
export const removeImage = async (context: Context, id: string, image: string, reason: string | undefined) => {
  const product = await loadProductToModerate(context, id);
  requireExpected(context, product);
  const after = remove(product.value, image, context.now);
  return saveProduct(context, product, after, { action: 'product.remove-image', changed: [image], reason });
};
