import { restore } from '../../domain/products/product-transitions.ts';
import { requireExpected } from '../access/documents.ts';
import { loadOwnProduct } from '../access/membership.ts';
import type { Context } from '../context.ts';
import { deed, saveProduct } from './save-product.ts';

/** Brings an archived product back. */
export const restoreProduct = async (context: Context, id: string, reason: string | undefined) => {
  const { product } = await loadOwnProduct(context, id);
  requireExpected(context, product);
  return saveProduct(context, product, restore(product.value, deed(context, reason)), {
    action: 'product.restore',
    reason,
  });
};
