import { originFaults } from '#shared/domain/products/product.ts';
import { contentFaults, type EditProduct, withEdit } from '#shared/domain/products/product-input.ts';
import { edit } from '#shared/domain/products/product-transitions.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadOwnProduct } from '#shared/services/access/membership.ts';
import { attributionOf } from '#shared/services/kernel/attribution.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { requireRules } from '#shared/services/kernel/require-rules.ts';
import { originOf } from '#shared/services/places/locate-commune.ts';
import { saveProduct } from '#shared/services/products/internal/save-product.ts';

/**
 * Changes a draft, or creates a pending revision of a published product; the published version stays until an officer
 * approves.
 */
export const editProduct = async (context: Context, id: string, input: EditProduct) => {
  const { product } = await loadOwnProduct(context, id);
  requireExpected(context, product);
  const content = withEdit(product.value.content, input);
  const edited = edit(product.value, content, product.value.origin, attributionOf(context));
  const faults = contentFaults(content);
  const origin = input.originCommune ? await originOf(content.originCommune, []) : product.value.origin;
  requireRules([...faults, ...originFaults(product.value, origin)]);
  return saveProduct(context, product, { ...edited, origin }, { action: 'product.edit', changed: Object.keys(input) });
};
