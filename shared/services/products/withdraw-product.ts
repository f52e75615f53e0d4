import { withdraw } from '../../domain/products/product-transitions.ts';
import { requireExpected } from '../access/documents.ts';
import { loadOwnProduct } from '../access/membership.ts';
import type { Context } from '../context.ts';
import { deed, saveProduct } from './save-product.ts';

/** Takes the working copy back from review; a proposed change is dropped. */
export const withdrawProduct = async (context: Context, id: string, reason: string | undefined) => {
  const { product } = await loadOwnProduct(context, id);
  requireExpected(context, product);
  return saveProduct(context, product, withdraw(product.value, deed(context, reason)), {
    action: 'product.withdraw',
    reason,
  });
};
