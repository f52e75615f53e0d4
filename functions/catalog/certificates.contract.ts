import { PublicCertificate } from '#shared/contract/answers.ts';
import { describeOperations } from '#shared/contract/operation.ts';
import { certificateRoutes } from './certificates.routes.ts';

export const certificateContract = describeOperations(certificateRoutes, {
  getCertificate: {
    tag: 'Buyers',
    summary: 'Check a certificate',
    description: 'Anybody may check what was decided, how long it holds, and whether it lapsed or was revoked.',
    problems: [],
    responses: { 200: { description: 'The public face of the certificate', schema: PublicCertificate } },
  },
});
