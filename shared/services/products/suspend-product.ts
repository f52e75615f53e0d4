import { suspend } from '#shared/domain/products/product-transitions.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadProductAsOfficer } from '#shared/services/access/office.ts';
import { attributionOf } from '#shared/services/kernel/attribution.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { saveProduct } from '#shared/services/products/internal/save-product.ts';

/** Suspends a published product, which hides it from buyers; a recall also ends its sale. */
export const suspendProduct = async (context: Context, id: string, reason: string, recall = false) => {
  const product = await loadProductAsOfficer(context, id);
  requireExpected(context, product);
  return saveProduct(context, product, suspend(product.value, { ...attributionOf(context, reason), recall }), {
    action: recall ? 'product.recall' : 'product.suspend',
    reason,
  });
};
