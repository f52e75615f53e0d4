import { RevokeCertificate } from '#shared/domain/recognition/certificate-input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { revokeCertificate as verb } from '#shared/services/recognition/revoke-certificate.ts';

export const revokeCertificate = signedInRoute({
  method: 'POST',
  path: '/v1/certificates/{id}/revoke',
  operationId: 'revokeCertificate',
  ifMatch: true,
  body: RevokeCertificate,
  run: (context, { id, body }) => verb(context, id, body),
  answer: working,
});
