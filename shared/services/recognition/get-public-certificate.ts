import { loadCertificateFace } from '../../data/certificate-kind.ts';
import { loadProductHead } from '../../data/product-kind.ts';
import { publicCertificate } from '../../domain/recognition/certificate-views.ts';
import { isId } from '../../platform/ids.ts';
import { notFound } from '../../platform/problem.ts';
import type { ReadContext } from '../context.ts';

/** A certificate's public face on the day of reading; nothing of a producer that is not verified or is suspended. */
export const getPublicCertificate = async (context: ReadContext, id: string) => {
  if (!isId('certificate', id)) throw notFound();
  const stored = await loadCertificateFace(context.reader, id);
  if (!stored) throw notFound();
  const product = await loadProductHead(context.reader, stored.value.product.id);
  if (!product?.producer.visible) throw notFound();
  return { body: publicCertificate(stored.value, product, context.today), version: stored.version };
};
