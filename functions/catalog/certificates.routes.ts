import { documentEtag, publicJsonText } from '#shared/http/response.ts';
import { defineRoutes, publicRoute } from '#shared/http/route.ts';
import { getPublicCertificate } from '#shared/services/recognition/get-public-certificate.ts';

export const certificateRoutes = defineRoutes({
  getCertificate: publicRoute({
    method: 'GET',
    path: '/v1/certificates/{id}',
    handle: async (context, { id }) => {
      const { body, version } = await getPublicCertificate(context, id);
      const text = JSON.stringify(body);
      return publicJsonText(context.now, text, { etag: documentEtag(version, text) });
    },
  }),
});
