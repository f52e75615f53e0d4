import { productKind } from '#shared/data/products/product-store.ts';
import { certificateKind } from '#shared/data/recognition/certificate-store.ts';
import type { Stored } from '#shared/data/table/document.ts';
import type { Action } from '#shared/data/table/writer.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { type Certificate, certificateSnapshot } from '#shared/domain/recognition/certificate.ts';
import { type WorkingCertificate, workingCertificate } from '#shared/domain/recognition/certificate-views.ts';
import * as messages from '#shared/domain/recognition/messages.ts';
import { Problem } from '#shared/platform/problem.ts';
import { slugify } from '#shared/platform/text.ts';
import { loadProduct } from '#shared/services/access/documents.ts';
import { type AuditEvent, auditEventOf, commit } from '#shared/services/kernel/commit.ts';
import type { Context, Working } from '#shared/services/kernel/context.ts';
import { propagateNoted, propagationActions } from '#shared/services/products/internal/propagate-product.ts';

/** Throws 409 if another certificate of the product has the number, ignoring case and punctuation. */
export const requireFreeNumber = (product: Product, number: string, own?: string): void => {
  if (!product.certificates.some((snapshot) => snapshot.id !== own && slugify(snapshot.number) === slugify(number)))
    return;
  throw new Problem('already_exists', messages.numberTaken);
};

/** The product with the certificate's mark put in or replaced. */
export const withSnapshot = (product: Product, certificate: Certificate): Product => ({
  ...product,
  certificates: [...product.certificates.filter(({ id }) => id !== certificate.id), certificateSnapshot(certificate)],
});

/**
 * Writes a certificate and, in the same transaction, its product with the resulting star. Both get an audit event. The
 * product's shelf rows are updated afterwards.
 */
export const saveCertificate = async (
  context: Context,
  change: { before?: Stored<Certificate>; after: Certificate; product?: Stored<Product>; also?: Action[] },
  details: Omit<AuditEvent, 'subject' | 'from' | 'to'>,
): Promise<Working<WorkingCertificate>> => {
  const { before, after, also = [] } = change;
  const product = change.product ?? (await loadProduct(context, after.product.id));
  const withCertificate = withSnapshot(product.value, after);
  const noted = propagationActions(product, withCertificate);
  const saved = await commit(
    context,
    {
      saves: [
        { kind: certificateKind, before, after },
        { kind: productKind, before: product, after: withCertificate },
      ],
      also: [...also, ...noted],
      auditEvents: [
        auditEventOf(before, after, details),
        { subject: product.value.id, action: `product.${details.action}`, changed: ['certificates'] },
      ],
    },
    { body: workingCertificate(after, withCertificate, context.today), version: (before?.version ?? 0) + 1 },
  );
  await propagateNoted(context, { value: withCertificate, version: product.version + 1 }, noted);
  return saved;
};
