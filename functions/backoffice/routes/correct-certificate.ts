import { CorrectCertificate } from '#shared/domain/recognition/certificate-input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { correctCertificate as verb } from '#shared/services/recognition/correct-certificate.ts';

export const correctCertificate = signedInRoute({
  method: 'POST',
  path: '/v1/certificates/{id}/correct',
  operationId: 'correctCertificate',
  ifMatch: true,
  body: CorrectCertificate,
  run: (context, { id, body }) => verb(context, id, body),
  answer: working,
});
