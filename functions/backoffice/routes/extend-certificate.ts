import { ExtendCertificate } from '#shared/domain/recognition/certificate-input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { extendCertificate as verb } from '#shared/services/recognition/extend-certificate.ts';

export const extendCertificate = signedInRoute({
  method: 'POST',
  path: '/v1/certificates/{id}/extend',
  operationId: 'extendCertificate',
  ifMatch: true,
  body: ExtendCertificate,
  run: (context, { id, body }) => verb(context, id, body),
  answer: working,
});
