import { archive } from '../../domain/products/product-transitions.ts';
import { requireExpected } from '../access/documents.ts';
import { loadOwnProduct } from '../access/membership.ts';
import type { Context } from '../context.ts';
import { deed, saveProduct } from './save-product.ts';

/** Takes the product off the public lists. */
export const archiveProduct = async (context: Context, id: string, reason: string | undefined) => {
  const { product } = await loadOwnProduct(context, id);
  requireExpected(context, product);
  return saveProduct(context, product, archive(product.value, deed(context, reason)), {
    action: 'product.archive',
    reason,
  });
};
