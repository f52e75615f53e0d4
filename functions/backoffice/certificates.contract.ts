import { describeOperations } from '#shared/contract/operation.ts';
import { pageOf } from '#shared/contract/parts.ts';
import { CertificateSummary, WorkingCertificate } from '#shared/contract/responses.ts';
import { certificateRoutes } from './certificates.routes.ts';

export const certificateContract = describeOperations(certificateRoutes, {
  createCertificate: {
    tag: 'Officers',
    summary: 'Enter a certificate',
    description:
      "The service computes `validTo` and `effectiveTo`; the product's star follows from the certificate with the latest `issuedOn`. A star below the band of the score is accepted, because a mandatory condition can lower it; a star above it is 422. The office of the territory can enter 5 stars; the decision must then be the ministry's. `criteriaSet` can differ from the product's, because older decisions used other sets. `148/QĐ-TTg` means the decision as amended on the decision date; the regime is determined when the certificate is entered. Scores are calculated in exact hundredths.",
    problems: [403, 404, 409],
    responses: { 201: { description: 'Entered', schema: WorkingCertificate } },
  },
  correctCertificate: {
    tag: 'Officers',
    summary: 'Correct a certificate that was entered wrongly',
    description:
      'The previous values stay in the history. A certificate that was entered for the wrong product is corrected to the content of the decision, or revoked. A revoked certificate cannot be corrected (409).',
    problems: [403, 409],
    responses: { 200: { description: 'Corrected', schema: WorkingCertificate } },
  },
  revokeCertificate: {
    tag: 'Officers',
    summary: 'Record a revocation',
    description:
      'Use it for a revocation by the competent body; for a wrong entry, correct the certificate. A revocation does not restore an older certificate of the product: the certificate that was issued last decides.',
    problems: [403, 409],
    responses: { 200: { description: 'Revoked', schema: WorkingCertificate } },
  },
  reinstateCertificate: {
    tag: 'Officers',
    summary: 'Undo a revocation that was recorded by mistake',
    description:
      'Possible within 30 days after the revocation was recorded, with a reason; 409 after that. The 30 days are a policy of this service. The star is restored at once. The revocation stays in `reversedRevocations` and in the audit, which officers see; the public page shows the certificate as valid. After 30 days, enter the new decision of the competent body as a new certificate.',
    problems: [403, 409],
    responses: { 200: { description: 'Reinstated', schema: WorkingCertificate } },
  },
  extendCertificate: {
    tag: 'Officers',
    summary: 'Record an extension with its basis',
    description: 'Possible for a certificate of any regime; the officer states the legal basis.',
    problems: [403, 409],
    responses: { 200: { description: 'Extended', schema: WorkingCertificate } },
  },
  listCertificates: {
    tag: 'Officers',
    summary: 'Certificates by the day on which they expire',
    problems: [403, 422],
    responses: { 200: { description: 'A page', schema: pageOf(CertificateSummary) } },
  },
});
