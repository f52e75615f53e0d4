import { requestChanges } from '../../domain/products/product-transitions.ts';
import { requireExpected } from '../access/documents.ts';
import { loadProductAsOfficer } from '../access/office.ts';
import type { Context } from '../context.ts';
import { deed, saveProduct } from './save-product.ts';

/** Sends the working copy back to the owner with a reason. */
export const requestProductChanges = async (context: Context, id: string, reason: string) => {
  const product = await loadProductAsOfficer(context, id);
  requireExpected(context, product);
  return saveProduct(context, product, requestChanges(product.value, deed(context, reason)), {
    action: 'product.request-changes',
    reason,
  });
};
