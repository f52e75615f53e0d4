import { loadProductHead } from '#shared/data/products/product-store.ts';
import { loadPublicCertificate } from '#shared/data/recognition/certificate-store.ts';
import { publicCertificate } from '#shared/domain/recognition/certificate-views.ts';
import { isId } from '#shared/platform/ids.ts';
import { notFound } from '#shared/platform/problem.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';

/** The public view of a certificate on the day of reading; 404 unless its producer is verified. */
export const getPublicCertificate = async (context: ReadContext, id: string) => {
  if (!isId('certificate', id)) throw notFound();
  const stored = await loadPublicCertificate(context.reader, id);
  if (!stored) throw notFound();
  const product = await loadProductHead(context.reader, stored.value.product.id);
  if (!product?.producer.visible) throw notFound();
  return { body: publicCertificate(stored.value, product, context.today), version: stored.version };
};
