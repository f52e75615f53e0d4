import * as z from 'zod';
import {
  CorrectCertificate,
  CreateCertificate,
  ExpiringWithin,
  ExtendCertificate,
  ReinstateCertificate,
  RevokeCertificate,
} from '#shared/domain/recognition/certificate-input.ts';
import { linked, pageQuery, pageResponse, positionOf, withCursor } from '#shared/http/page.ts';
import { provinceCode } from '#shared/http/province-parameter.ts';
import { created, working } from '#shared/http/response.ts';
import { defineRoutes, signedInRoute } from '#shared/http/route.ts';
import { correctCertificate } from '#shared/services/recognition/correct-certificate.ts';
import { createCertificate } from '#shared/services/recognition/create-certificate.ts';
import { extendCertificate } from '#shared/services/recognition/extend-certificate.ts';
import { listCertificates } from '#shared/services/recognition/list-certificates.ts';
import { reinstateCertificate } from '#shared/services/recognition/reinstate-certificate.ts';
import { revokeCertificate } from '#shared/services/recognition/revoke-certificate.ts';

export const certificateRoutes = defineRoutes({
  correctCertificate: signedInRoute({
    method: 'POST',
    path: '/v1/certificates/{id}/correct',
    ifMatch: true,
    body: CorrectCertificate,
    run: (context, { id, body }) => correctCertificate(context, id, body),
    respond: working,
  }),
  createCertificate: signedInRoute({
    method: 'POST',
    path: '/v1/certificates',
    body: CreateCertificate,
    run: (context, { body }) => createCertificate(context, body),
    respond: (made) => created(made, `/v1/certificates/${made.body.id}`),
  }),
  extendCertificate: signedInRoute({
    method: 'POST',
    path: '/v1/certificates/{id}/extend',
    ifMatch: true,
    body: ExtendCertificate,
    run: (context, { id, body }) => extendCertificate(context, id, body),
    respond: working,
  }),
  listCertificates: signedInRoute({
    method: 'GET',
    path: '/v1/certificates',
    query: z.strictObject({
      expiringWithinDays: ExpiringWithin.optional(),
      province: provinceCode.optional(),
      ...pageQuery,
    }),
    run: async (context, { query }) => {
      const scope = JSON.stringify(['certificates', query.province, query.expiringWithinDays]);
      const after = positionOf(scope, query.cursor);
      const { expiringWithinDays, province, limit } = query;
      const page = await listCertificates(context, { expiringWithinDays, province, limit, after });
      return linked('/v1/certificates', query, withCursor(scope, page));
    },
    respond: pageResponse,
  }),
  reinstateCertificate: signedInRoute({
    method: 'POST',
    path: '/v1/certificates/{id}/reinstate',
    ifMatch: true,
    body: ReinstateCertificate,
    run: (context, { id, body }) => reinstateCertificate(context, id, body.reason),
    respond: working,
  }),
  revokeCertificate: signedInRoute({
    method: 'POST',
    path: '/v1/certificates/{id}/revoke',
    ifMatch: true,
    body: RevokeCertificate,
    run: (context, { id, body }) => revokeCertificate(context, id, body),
    respond: working,
  }),
});
