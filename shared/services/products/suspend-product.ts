import { suspend } from '#shared/domain/products/product-transitions.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadProductAsOfficer } from '#shared/services/access/office.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { deed, saveProduct } from '#shared/services/products/internal/save-product.ts';

/** Hides a published product from buyers. */
export const suspendProduct = async (context: Context, id: string, reason: string) => {
  const product = await loadProductAsOfficer(context, id);
  requireExpected(context, product);
  return saveProduct(context, product, suspend(product.value, deed(context, reason)), {
    action: 'product.suspend',
    reason,
  });
};
