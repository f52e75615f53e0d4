import { describeOperations } from '#shared/contract/operation.ts';
import { PublicCertificate } from '#shared/contract/responses.ts';
import { certificateRoutes } from './certificates.routes.ts';

export const certificateContract = describeOperations(certificateRoutes, {
  getCertificate: {
    tag: 'Buyers',
    summary: 'Check a certificate',
    description:
      'Public: the decision, the period of validity, and whether the certificate has expired or was revoked. A reinstated certificate is shown as valid.',
    problems: [],
    responses: { 200: { description: 'The public face of the certificate', schema: PublicCertificate } },
  },
});
