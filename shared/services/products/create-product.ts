import { productKind } from '#shared/data/products/product-store.ts';
import { unchanged } from '#shared/data/table/document.ts';
import { producerSnapshot } from '#shared/domain/producers/producer.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { type CreateProduct, contentFaults, contentOf } from '#shared/domain/products/product-input.ts';
import { newId } from '#shared/platform/ids.ts';
import { loadOwnProducer } from '#shared/services/access/membership.ts';
import { commit } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { originOf } from '#shared/services/places/locate-commune.ts';
import { workingCopy } from '#shared/services/products/internal/save-product.ts';

/** Creates a draft for a producer of the caller; the producer need not be verified. */
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
    producer: producerSnapshot(producer.value),
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
      auditEvents: [{ subject: id, action: 'product.create', to: 'draft' }],
    },
    workingCopy(context, { value: product, version: 1 }),
  );
};
