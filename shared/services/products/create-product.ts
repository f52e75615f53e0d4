import { unchanged } from '../../data/document.ts';
import { productKind } from '../../data/product-kind.ts';
import { producerMark } from '../../domain/producers/producer.ts';
import type { Product } from '../../domain/products/product.ts';
import { type CreateProduct, contentFaults, contentOf } from '../../domain/products/product-input.ts';
import { newId } from '../../platform/ids.ts';
import { loadOwnProducer } from '../access/membership.ts';
import { commit } from '../commit.ts';
import type { Context } from '../context.ts';
import { originOf } from '../places.ts';
import { workingCopy } from './save-product.ts';

/** Makes a draft for a producer that the caller is a member of; the producer need not be verified yet. */
export const createProduct = async (context: Context, input: CreateProduct) => {
  const producer = await loadOwnProducer(context, input.producer);
  const content = contentOf(input);
  const origin = await originOf(content.originCommune, contentFaults(content));
  const id = newId('product', context.now);
  const at = context.now.toISOString();
  const product: Product = {
    id,
    slug: id,
    status: 'draft',
    producer: producerMark(producer.value),
    content,
    origin,
    face: null,
    proposal: null,
    note: null,
    certificates: [],
    images: [],
    cover: null,
    createdAt: at,
    updatedAt: at,
    submittedAt: null,
  };
  return commit(
    context,
    {
      saves: [{ kind: productKind, after: product }],
      also: [unchanged(producer)],
      deeds: [{ subject: id, action: 'product.create', to: 'draft' }],
    },
    workingCopy(context, { value: product, version: 1 }),
  );
};
