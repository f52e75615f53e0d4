import { reinstate } from '../../domain/products/product-transitions.ts';
import { requireExpected } from '../access/documents.ts';
import { loadProductAsOfficer } from '../access/office.ts';
import type { Context } from '../context.ts';
import { deed, saveProduct } from './save-product.ts';

/** Shows a suspended product again. */
export const reinstateProduct = async (context: Context, id: string, reason: string | undefined) => {
  const product = await loadProductAsOfficer(context, id);
  requireExpected(context, product);
  return saveProduct(context, product, reinstate(product.value, deed(context, reason)), {
    action: 'product.reinstate',
    reason,
  });
};
