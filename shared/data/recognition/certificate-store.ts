import * as z from 'zod';
import { type DocumentKind, loadDocument, type Row, type Stored } from '#shared/data/table/document.ts';
import { COUNTRY, keys } from '#shared/data/table/keys.ts';
import { type Reader, stringOf } from '#shared/data/table/reader.ts';
import { Certificate, CertificateFace, effectiveToOf } from '#shared/domain/recognition/certificate.ts';

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

const StoredFace = CertificateFace.extend({ version: z.int() });

/** How certificates are kept. */
export const certificateKind: DocumentKind<Certificate> = {
  kind: 'certificate',
  schema: Certificate,
  rows: (certificate, version) => [
    ...expiryRows(certificate),
    { ...keys.face(certificate.id), card: JSON.stringify({ ...CertificateFace.parse(certificate), version }) },
  ],
};

/**
 * What the public page of a certificate is made of, eventually consistent. One that an earlier release wrote is read from its
 * document, with all of its history.
 */
export const loadCertificateFace = async (reader: Reader, id: string): Promise<Stored<CertificateFace> | undefined> => {
  const item = await reader.get(keys.face(id));
  if (!item) return loadDocument(reader, certificateKind, id, { consistent: false });
  const { version, ...value } = StoredFace.parse(JSON.parse(stringOf(item, 'card')));
  return { value, version };
};
