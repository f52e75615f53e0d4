import { originFaults } from '../../domain/products/product.ts';
import { contentFaults, type EditProduct, withEdit } from '../../domain/products/product-input.ts';
import { edit } from '../../domain/products/product-transitions.ts';
import { requireExpected } from '../access/documents.ts';
import { loadOwnProduct } from '../access/membership.ts';
import type { Context } from '../context.ts';
import { originOf } from '../places.ts';
import { requireRules } from '../rules.ts';
import { deed, saveProduct } from './save-product.ts';

/** Changes a draft, or proposes a change of a product that has a face; the face stays until an officer approves. */
export const editProduct = async (context: Context, id: string, input: EditProduct) => {
  const { product } = await loadOwnProduct(context, id);
  requireExpected(context, product);
  const content = withEdit(product.value.content, input);
  const edited = edit(product.value, content, product.value.origin, deed(context, undefined));
  const faults = contentFaults(content);
  const origin = input.originCommune ? await originOf(content.originCommune, []) : product.value.origin;
  requireRules([...faults, ...originFaults(product.value, origin)]);
  return saveProduct(context, product, { ...edited, origin }, { action: 'product.edit', changed: Object.keys(input) });
};
