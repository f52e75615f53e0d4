import { reinstate } from '#shared/domain/products/product-transitions.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadProductAsOfficer } from '#shared/services/access/office.ts';
import { attributionOf } from '#shared/services/kernel/attribution.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { saveProduct } from '#shared/services/products/internal/save-product.ts';

/** Ends the suspension of a product. */
export const reinstateProduct = async (context: Context, id: string, reason: string | undefined) => {
  const product = await loadProductAsOfficer(context, id);
  requireExpected(context, product);
  return saveProduct(context, product, reinstate(product.value, attributionOf(context, reason)), {
    action: 'product.reinstate',
    reason,
  });
};
