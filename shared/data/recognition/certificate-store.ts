import * as z from 'zod';
import { type DocumentKind, loadDocument, type Row, type Stored } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import type { Reader } from '#shared/data/table/reader.ts';
import { cardBy, type Page, pagesOf, readPage, type Walk } from '#shared/data/table/rows.ts';
import { COUNTRY } from '#shared/domain/access/territory.ts';
import {
  Certificate,
  CertificateSummary,
  effectiveToOf,
  PublicCertificate,
} from '#shared/domain/recognition/certificate.ts';
import type { Day } from '#shared/platform/vietnam-day.ts';

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
        } satisfies CertificateSummary),
      }));

const StoredPublicCertificate = PublicCertificate.extend({ version: z.int() });
const decodePublicCertificate = cardBy(StoredPublicCertificate);

/** How certificates are stored. */
export const certificateKind: DocumentKind<Certificate> = {
  kind: 'certificate',
  schema: Certificate,
  rows: (certificate, version) => [
    ...expiryRows(certificate),
    { ...keys.published(certificate.id), card: JSON.stringify({ ...PublicCertificate.parse(certificate), version }) },
  ],
};

/**
 * The data of a certificate's public page, eventually consistent. The data of a certificate of an earlier release is
 * read from its document with its history.
 */
export const loadPublicCertificate = async (
  reader: Reader,
  id: string,
): Promise<Stored<PublicCertificate> | undefined> => {
  const item = await reader.get(keys.published(id));
  if (!item) return loadDocument(reader, certificateKind, id, { consistent: false });
  const { version, ...value } = decodePublicCertificate(item);
  return { value, version };
};

/** The certificates of a territory by the day on which they expire: all, or those of a period, both days included. */
export const readCertificates = (
  reader: Reader,
  territory: string,
  within: { from: Day; to: Day } | undefined,
  walk: Walk,
): Promise<Page<CertificateSummary>> =>
  readPage(
    reader,
    {
      pk: keys.certificate.partition(territory),
      ...(within ? { from: within.from, to: `${within.to}\uffff` } : {}),
    },
    walk,
    cardBy(CertificateSummary),
  );

/** The ids of all certificates that are not revoked, one page at a time. */
export const certificateIds = (reader: Reader): AsyncGenerator<string[]> =>
  pagesOf(reader, { pk: keys.certificate.partition(COUNTRY) }, (item) => cardBy(CertificateSummary)(item).id);
