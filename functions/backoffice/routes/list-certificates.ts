import * as z from 'zod';
import { ExpiringWithin } from '#shared/domain/recognition/certificate-input.ts';
import { linked, pageAnswer, pageQuery, positionOf, withCursor } from '#shared/http/page.ts';
import { provinceCode } from '#shared/http/province-parameter.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { listCertificates as verb } from '#shared/services/recognition/list-certificates.ts';

export const listCertificates = signedInRoute({
  method: 'GET',
  path: '/v1/certificates',
  operationId: 'listCertificates',
  query: z.strictObject({
    expiringWithinDays: ExpiringWithin.optional(),
    province: provinceCode.optional(),
    ...pageQuery,
  }),
  run: async (context, { query }) => {
    const scope = JSON.stringify(['certificates', query.province, query.expiringWithinDays]);
    const after = positionOf(scope, query.cursor);
    const { expiringWithinDays, province, limit } = query;
    const page = await verb(context, { expiringWithinDays, province, limit, after });
    return linked('/v1/certificates', query, withCursor(scope, page));
  },
  answer: pageAnswer,
});
