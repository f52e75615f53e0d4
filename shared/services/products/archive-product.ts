import { archive } from '#shared/domain/products/product-transitions.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadOwnProduct } from '#shared/services/access/membership.ts';
import { attributionOf } from '#shared/services/kernel/attribution.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { saveProduct } from '#shared/services/products/internal/save-product.ts';

/** Archives the product, which removes it from the public lists. */
export const archiveProduct = async (context: Context, id: string, reason: string | undefined) => {
  const { product } = await loadOwnProduct(context, id);
  requireExpected(context, product);
  return saveProduct(context, product, archive(product.value, attributionOf(context, reason)), {
    action: 'product.archive',
    reason,
  });
};
