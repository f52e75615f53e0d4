import { isVisible, producerSnapshot } from '#shared/domain/producers/producer.ts';
import * as messages from '#shared/domain/products/messages.ts';
import { approve } from '#shared/domain/products/product-transitions.ts';
import { Problem } from '#shared/platform/problem.ts';
import { loadProducer, requireExpected } from '#shared/services/access/documents.ts';
import { loadProductAsOfficer } from '#shared/services/access/office.ts';
import { attributionOf } from '#shared/services/kernel/attribution.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { publicSlug } from '#shared/services/kernel/unique-name.ts';
import { saveProduct } from '#shared/services/products/internal/save-product.ts';

/** Publishes the submitted version; fails unless the producer is verified. */
export const approveProduct = async (context: Context, id: string, reason: string | undefined) => {
  const product = await loadProductAsOfficer(context, id);
  requireExpected(context, product);
  const approved = approve(product.value, attributionOf(context, reason));
  const producer = await loadProducer(context, product.value.producer.id);
  if (!isVisible(producer.value)) {
    throw new Problem('producer_not_verified', messages.verifyProducerFirst);
  }
  const { slug, also } = product.value.face
    ? { slug: approved.slug, also: [] }
    : await publicSlug(context, 'product', approved.content.name, approved.id);
  const published = { ...approved, slug, producer: producerSnapshot(producer.value) };
  return saveProduct(context, product, published, { action: 'product.approve', reason, producer, also });
};
