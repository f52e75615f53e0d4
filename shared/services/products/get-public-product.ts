import { loadDocument } from '../../data/document.ts';
import { productKind } from '../../data/product-kind.ts';
import { isPublic } from '../../domain/products/product.ts';
import { publicProduct } from '../../domain/products/product-views.ts';
import { notFound } from '../../platform/problem.ts';
import type { ReadContext } from '../context.ts';
import { idOf } from '../slug.ts';

/** A public product by id or slug, as buyers see it today. */
export const getPublicProduct = async (context: ReadContext, idOrSlug: string) => {
  const id = await idOf(context.reader, 'product', idOrSlug);
  const stored = await loadDocument(context.reader, productKind, id, { consistent: false });
  if (!stored || !isPublic(stored.value)) throw notFound();
  return { body: publicProduct(stored.value, context), version: stored.version };
};
