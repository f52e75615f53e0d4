import { hashOf } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { getAttendanceCertificate as verb } from '#shared/services/registrations/get-attendance-certificate.ts';

export const getAttendanceCertificate = signedInRoute({
  method: 'GET',
  path: '/v1/registrations/{id}/attendance-certificate',
  operationId: 'getAttendanceCertificate',
  run: async (context, { id }) => {
    const certificate = await verb(context, id);
    const { certificatePdf } = await import('#functions/events/certificate-pdf.ts');
    return { name: `${id}.pdf`, base64: (await certificatePdf(certificate)).toString('base64') };
  },
  answer: ({ name, base64 }) => ({
    status: 200,
    headers: {
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      etag: `"${hashOf(base64)}"`,
    },
    body: base64,
    base64: true,
  }),
});
