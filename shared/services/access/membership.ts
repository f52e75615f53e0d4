import type { Stored } from '../../data/document.ts';
import { isMember, isVisible, type Producer } from '../../domain/producers/producer.ts';
import { isPublic, type Product } from '../../domain/products/product.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { Context } from '../context.ts';
import { loadProducer, loadProduct } from './documents.ts';

/** The refusal of what a caller may know of but not do. */
export const forbidden = (): Problem =>
  new Problem('forbidden', { vi: 'Bạn không có quyền làm việc này.', en: 'You may not do this.' });

/** The producer, for its members; others get 403 where it is public and 404 where it is not. */
export const loadOwnProducer = async (context: Context, id: string): Promise<Stored<Producer>> => {
  const producer = await loadProducer(context, id);
  if (isMember(producer.value, context.caller.subject)) return producer;
  throw isVisible(producer.value) ? forbidden() : notFound();
};

/** The product with its producer, for the producer's members; others get 403 where it is public and 404 where it is not. */
export const loadOwnProduct = async (
  context: Context,
  id: string,
): Promise<{ product: Stored<Product>; producer: Stored<Producer> }> => {
  const product = await loadProduct(context, id);
  const producer = await loadProducer(context, product.value.producer.id);
  if (isMember(producer.value, context.caller.subject)) return { product, producer };
  throw isPublic(product.value) ? forbidden() : notFound();
};
