import { suspend } from '../../domain/products/product-transitions.ts';
import { requireExpected } from '../access/documents.ts';
import { loadProductAsOfficer } from '../access/office.ts';
import type { Context } from '../context.ts';
import { deed, saveProduct } from './save-product.ts';

/** Hides a published product from buyers. */
export const suspendProduct = async (context: Context, id: string, reason: string) => {
  const product = await loadProductAsOfficer(context, id);
  requireExpected(context, product);
  return saveProduct(context, product, suspend(product.value, deed(context, reason)), {
    action: 'product.suspend',
    reason,
  });
};
