import { CertificateSummary, WorkingCertificate } from '#shared/contract/answers.ts';
import { describeOperations } from '#shared/contract/operation.ts';
import { pageOf } from '#shared/contract/parts.ts';
import { certificateRoutes } from './certificates.routes.ts';

export const certificateContract = describeOperations(certificateRoutes, {
  createCertificate: {
    tag: 'Officers',
    summary: 'Enter a certificate',
    description: '`validTo` and `effectiveTo` are computed. The star of the product follows from it.',
    problems: [403, 404, 409],
    responses: { 201: { description: 'Entered', schema: WorkingCertificate } },
  },
  correctCertificate: {
    tag: 'Officers',
    summary: 'Correct what was entered wrongly',
    description: 'What it replaces is kept.',
    problems: [403, 409],
    responses: { 200: { description: 'Corrected', schema: WorkingCertificate } },
  },
  revokeCertificate: {
    tag: 'Officers',
    summary: 'Record a revocation',
    problems: [403, 409],
    responses: { 200: { description: 'Revoked', schema: WorkingCertificate } },
  },
  reinstateCertificate: {
    tag: 'Officers',
    summary: 'Take back a revocation that was recorded by mistake',
    description:
      'Within 30 days after the revocation was recorded, with the reason; 409 after that. The star is back at once. The revocation stays in `reversedRevocations` and in the audit, which officers see; the public page shows the certificate as it stands.',
    problems: [403, 409],
    responses: { 200: { description: 'Reinstated', schema: WorkingCertificate } },
  },
  extendCertificate: {
    tag: 'Officers',
    summary: 'Record an extension with its basis',
    problems: [403, 409],
    responses: { 200: { description: 'Extended', schema: WorkingCertificate } },
  },
  listCertificates: {
    tag: 'Officers',
    summary: 'Certificates by the day on which they end',
    problems: [403, 422],
    responses: { 200: { description: 'A page', schema: pageOf(CertificateSummary) } },
  },
});
