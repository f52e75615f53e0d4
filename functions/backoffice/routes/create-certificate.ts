import { CreateCertificate } from '#shared/domain/recognition/certificate-input.ts';
import { created } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { createCertificate as verb } from '#shared/services/recognition/create-certificate.ts';

export const createCertificate = signedInRoute({
  method: 'POST',
  path: '/v1/certificates',
  operationId: 'createCertificate',
  body: CreateCertificate,
  run: (context, { body }) => verb(context, body),
  answer: (made) => created(made, `/v1/certificates/${made.body.id}`),
});
