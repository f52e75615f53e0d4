import type { Product } from '#shared/domain/products/product.ts';
import { headOf, type ProductHead } from '#shared/domain/products/product-head.ts';
import {
  type Certificate,
  certificateState,
  effectiveToOf,
  type PublicCertificate,
  scoreTotalOf,
} from './certificate.ts';
import { regime } from './regimes.ts';

/** The public view of a certificate: the decision, its validity, and whether it was revoked. */
export const publicCertificate = (certificate: PublicCertificate, product: ProductHead, day: string) => {
  const { recognition, revocation } = certificate;
  return {
    id: certificate.id,
    number: recognition.number,
    productCode: recognition.productCode ?? null,
    status: certificateState(certificate, product.certificate, day),
    stars: recognition.stars,
    product: { id: product.id, slug: product.slug, name: product.name ?? certificate.product.name },
    producer: { id: product.producer.id, name: product.producer.name },
    decisionNumber: recognition.decisionNumber,
    decisionDate: recognition.decisionDate,
    issuer: recognition.issuer,
    regime: regime(recognition.regime).number,
    criteriaSet: recognition.criteriaSet,
    issuedOn: recognition.issuedOn,
    validTo: certificate.validTo,
    effectiveTo: effectiveToOf(certificate),
    extension: certificate.extension
      ? { effectiveTo: certificate.extension.effectiveTo, basis: certificate.extension.basis }
      : null,
    revocation: revocation
      ? { decisionNumber: revocation.decisionNumber, decisionDate: revocation.decisionDate, ground: revocation.ground }
      : null,
  };
};

/**
 * The view for officers: also scores, evidence, the officer who entered it, values replaced by corrections, and undone
 * revocations.
 */
export const workingCertificate = (certificate: Certificate, product: Product, day: string) => ({
  ...publicCertificate(certificate, headOf(product), day),
  province: certificate.province,
  scores: certificate.recognition.scores ?? null,
  scoreTotal: scoreTotalOf(certificate.recognition) ?? null,
  evidence: certificate.recognition.evidence ?? null,
  enteredAt: certificate.enteredAt,
  enteredBy: certificate.enteredBy,
  corrections: certificate.history,
  reversedRevocations: certificate.reversedRevocations,
});
export type WorkingCertificate = ReturnType<typeof workingCertificate>;
