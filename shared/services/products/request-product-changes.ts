import { requestChanges } from '#shared/domain/products/product-transitions.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadProductAsOfficer } from '#shared/services/access/office.ts';
import { attributionOf } from '#shared/services/kernel/attribution.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { saveProduct } from '#shared/services/products/internal/save-product.ts';

/** Requests changes of the working copy, with a reason. */
export const requestProductChanges = async (context: Context, id: string, reason: string) => {
  const product = await loadProductAsOfficer(context, id);
  requireExpected(context, product);
  return saveProduct(context, product, requestChanges(product.value, attributionOf(context, reason)), {
    action: 'product.request-changes',
    reason,
  });
};
