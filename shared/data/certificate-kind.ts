import { Certificate, effectiveToOf } from '../domain/recognition/certificate.ts';
import type { DocumentKind, Row } from './document.ts';
import { COUNTRY, keys } from './keys.ts';

const expiryRows = (certificate: Certificate): Row[] =>
  certificate.revocation
    ? []
    : [COUNTRY, certificate.province].map((territory) => ({
        ...keys.certificate(territory, effectiveToOf(certificate), certificate.id),
        card: JSON.stringify({
          id: certificate.id,
          number: certificate.recognition.number,
          product: certificate.product,
          stars: certificate.recognition.stars,
          validTo: certificate.validTo,
          effectiveTo: effectiveToOf(certificate),
        }),
      }));

/** How certificates are kept. */
export const certificateKind: DocumentKind<Certificate> = {
  kind: 'certificate',
  schema: Certificate,
  rows: expiryRows,
};
