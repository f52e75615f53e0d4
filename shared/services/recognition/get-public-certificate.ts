import { certificateKind } from '../../data/certificate-kind.ts';
import { loadDocument } from '../../data/document.ts';
import { productKind } from '../../data/product-kind.ts';
import { publicCertificate } from '../../domain/recognition/certificate-views.ts';
import { isId } from '../../platform/ids.ts';
import { notFound } from '../../platform/problem.ts';
import type { ReadContext } from '../context.ts';

/** A certificate's public face on the day of reading; nothing of a producer that is not verified or is suspended. */
export const getPublicCertificate = async (context: ReadContext, id: string) => {
  if (!isId('certificate', id)) throw notFound();
  const stored = await loadDocument(context.reader, certificateKind, id, { consistent: false });
  if (!stored) throw notFound();
  const product = await loadDocument(context.reader, productKind, stored.value.product.id, { consistent: false });
  if (!product?.value.producer.visible) throw notFound();
  return { body: publicCertificate(stored.value, product.value, context.today), version: stored.version };
};
