import * as z from 'zod';
import type { CertificateSnapshot } from '#shared/domain/products/product.ts';
import { addDays, addMonths, vietnamDay } from '#shared/platform/vietnam-day.ts';
import { EXTENSION_MAX_DAYS, REGIME_IDS, REVOCATION_REVERSAL, VALIDITY_MONTHS } from './regimes.ts';

/** Grounds of a revocation (26/2026/QĐ-TTg, Art. 8). */
export const REVOCATION_GROUNDS = ['a', 'b', 'c', 'd', 'đ', 'e'] as const;

/** The issuer; it can be a district, a level that no longer exists. */
export const Issuer = z.object({ name: z.string(), level: z.enum(['district', 'province', 'ministry']) });

/** The content of the decision; `regime` names the rules in force on the day of the decision. */
export const Recognition = z.object({
  number: z.string(),
  decisionNumber: z.string(),
  decisionDate: z.string(),
  issuer: Issuer,
  regime: z.enum(REGIME_IDS),
  criteriaSet: z.int(),
  scores: z.object({ a: z.number(), b: z.number(), c: z.number() }).optional(),
  /** The points in all, where the decision prints only them. */
  scoreTotal: z.number().optional(),
  /** The programme's code of the product. */
  productCode: z.string().optional(),
  stars: z.union([z.literal(3), z.literal(4), z.literal(5)]),
  issuedOn: z.string(),
  evidence: z.string().optional(),
});
export type Recognition = z.infer<typeof Recognition>;

const Attribution = z.object({ at: z.string(), by: z.string() });

const Revocation = z.object({
  decisionNumber: z.string(),
  decisionDate: z.string(),
  ground: z.enum(REVOCATION_GROUNDS),
  reason: z.string().optional(),
});
const Extension = z.object({ effectiveTo: z.string(), basis: z.string() });

/**
 * A certificate (giấy chứng nhận) of a product's star. Days are Vietnamese calendar days, inclusive. `history` holds
 * values replaced by corrections, `reversedRevocations` the revocations recorded by mistake.
 */
export const Certificate = z.object({
  id: z.string(),
  status: z.enum(['entered', 'revoked']),
  product: z.object({ id: z.string(), name: z.string() }),
  province: z.string(),
  recognition: Recognition,
  validTo: z.string(),
  extension: Extension.extend(Attribution.shape).nullable(),
  revocation: Revocation.extend(Attribution.shape).nullable(),
  enteredAt: z.string(),
  enteredBy: z.string(),
  history: z.array(Attribution.extend({ reason: z.string(), before: Recognition })),
  reversedRevocations: z
    .array(Attribution.extend({ reason: z.string(), revocation: Revocation.extend(Attribution.shape) }))
    .default([]),
});
export type Certificate = z.infer<typeof Certificate>;

/** The data of the public page of a certificate, without its history and the officer who entered it. */
export const PublicCertificate = z.object({
  id: z.string(),
  product: Certificate.shape.product,
  recognition: Recognition.omit({ scores: true, scoreTotal: true, evidence: true }),
  validTo: z.string(),
  extension: Extension.nullable(),
  revocation: Revocation.omit({ reason: true }).nullable(),
});
export type PublicCertificate = z.infer<typeof PublicCertificate>;

export type Revocation = z.infer<typeof Revocation>;
export type Extension = z.infer<typeof Extension>;

/** The points in all, in exact hundredths. */
export const sumOfScores = ({ a, b, c }: NonNullable<Recognition['scores']>): number =>
  [a, b, c].reduce((sum, part) => sum + Math.round(part * 100), 0) / 100;

/** The points in all: the sum of the parts, or what the decision prints; undefined where none were entered. */
export const scoreTotalOf = ({ scores, scoreTotal }: Pick<Recognition, 'scores' | 'scoreTotal'>): number | undefined =>
  scores ? sumOfScores(scores) : scoreTotal;

/** The last valid day of a certificate issued on a day: the day 36 months later, included. */
export const validToOf = (issuedOn: string): string => addMonths(issuedOn, VALIDITY_MONTHS);

/** The latest last day of an extension (26/2026/QĐ-TTg, Art. 12.3). */
export const latestExtension = (certificate: Certificate): string => addDays(certificate.validTo, EXTENSION_MAX_DAYS);

/** The last day on which the certificate gives its star: `validTo`, or the recorded extension's end. */
export const effectiveToOf = (certificate: Pick<PublicCertificate, 'validTo' | 'extension'>): string =>
  certificate.extension?.effectiveTo ?? certificate.validTo;

/** The last day on which a revocation recorded at an instant can be undone. */
export const reversibleUntil = (recordedAt: string): string =>
  addDays(vietnamDay(new Date(recordedAt)), REVOCATION_REVERSAL.days);

/** The snapshot of the certificate in its product. */
export const certificateSnapshot = (certificate: Certificate): CertificateSnapshot => ({
  id: certificate.id,
  number: certificate.recognition.number,
  ...(certificate.recognition.productCode === undefined ? {} : { productCode: certificate.recognition.productCode }),
  stars: certificate.recognition.stars,
  issuedOn: certificate.recognition.issuedOn,
  enteredAt: certificate.enteredAt,
  validTo: certificate.validTo,
  effectiveTo: effectiveToOf(certificate),
  revoked: certificate.revocation !== null,
});

/** The state of the certificate on a day. */
export const certificateState = (
  certificate: Pick<PublicCertificate, 'id' | 'validTo' | 'extension' | 'revocation'>,
  deciding: Pick<CertificateSnapshot, 'id'> | null,
  day: string,
): 'active' | 'lapsed' | 'revoked' | 'superseded' => {
  if (certificate.revocation) return 'revoked';
  if (day > effectiveToOf(certificate)) return 'lapsed';
  return deciding?.id === certificate.id ? 'active' : 'superseded';
};

/** A row in the list of a territory's certificates. */
export const CertificateSummary = z.object({
  id: z.string(),
  number: z.string(),
  product: Certificate.shape.product,
  stars: Recognition.shape.stars,
  validTo: z.string(),
  effectiveTo: z.string(),
});
export type CertificateSummary = z.infer<typeof CertificateSummary>;
