import { ReinstateCertificate } from '#shared/domain/recognition/certificate-input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { reinstateCertificate as verb } from '#shared/services/recognition/reinstate-certificate.ts';

export const reinstateCertificate = signedInRoute({
  method: 'POST',
  path: '/v1/certificates/{id}/reinstate',
  operationId: 'reinstateCertificate',
  ifMatch: true,
  body: ReinstateCertificate,
  run: (context, { id, body }) => verb(context, id, body.reason),
  answer: working,
});
