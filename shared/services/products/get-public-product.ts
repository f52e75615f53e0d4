import { loadProductHead, loadPublishedProduct } from '#shared/data/products/product-store.ts';
import { isHeadPublic, type ProductHead } from '#shared/domain/products/product-head.ts';
import { publicProduct } from '#shared/domain/products/product-views.ts';
import { notFound } from '#shared/platform/problem.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';
import { idOf } from '#shared/services/kernel/unique-name.ts';

/** A public product by id, as buyers see it today. */
export const getPublicProduct = async (context: ReadContext, id: string) => {
  const product = await loadPublishedProduct(context.reader, id);
  if (!product) throw notFound();
  return publicProduct(product, context);
};

/** The head of a public product by id or slug. */
export const getPublicProductHead = async (
  context: ReadContext,
  idOrSlug: string,
): Promise<ProductHead & { name: string }> => {
  const head = await loadProductHead(context.reader, await idOf(context.reader, 'product', idOrSlug));
  if (!head || !isHeadPublic(head)) throw notFound();
  return head;
};
