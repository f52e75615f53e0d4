import type { ArrangeImages } from '#shared/domain/images/image-input.ts';
import { arrangeImages as arrange } from '#shared/domain/images/image-transitions.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadOwnProduct } from '#shared/services/access/membership.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { saveProduct } from '#shared/services/products/internal/save-product.ts';

/** Sets the order of a product's images, their texts and the cover. */
export const arrangeImages = async (context: Context, id: string, input: ArrangeImages) => {
  const { product } = await loadOwnProduct(context, id);
  requireExpected(context, product);
  return saveProduct(context, product, arrange(product.value, input, context.now), {
    action: 'product.arrange-images',
  });
};
