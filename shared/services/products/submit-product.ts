import { submit } from '../../domain/products/product-transitions.ts';
import { requireExpected } from '../access/documents.ts';
import { loadOwnProduct } from '../access/membership.ts';
import type { Context } from '../context.ts';
import { deed, saveProduct } from './save-product.ts';

/** Hands the working copy to the officers of the territory. */
export const submitProduct = async (context: Context, id: string, reason: string | undefined) => {
  const { product } = await loadOwnProduct(context, id);
  requireExpected(context, product);
  return saveProduct(context, product, submit(product.value, deed(context, reason)), {
    action: 'product.submit',
    reason,
  });
};
