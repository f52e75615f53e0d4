import type { ArrangeImages } from '../../domain/images/image-input.ts';
import { arrangeImages as arrange } from '../../domain/images/image-transitions.ts';
import { requireExpected } from '../access/documents.ts';
import { loadOwnProduct } from '../access/membership.ts';
import type { Context } from '../context.ts';
import { saveProduct } from '../products/save-product.ts';

/** Sets the order of a product's images, their texts and the cover. */
export const arrangeImages = async (context: Context, id: string, input: ArrangeImages) => {
  const { product } = await loadOwnProduct(context, id);
  requireExpected(context, product);
  return saveProduct(context, product, arrange(product.value, input, context.now), {
    action: 'product.arrange-images',
  });
};
