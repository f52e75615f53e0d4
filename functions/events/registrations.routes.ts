import * as z from 'zod';
import { NeededReason, OptionalReason } from '#shared/domain/input.ts';
import { Register } from '#shared/domain/registrations/registration-input.ts';
import { decodeCursor, encodeCursor } from '#shared/http/cursor.ts';
import { linked, pageQuery, pageResponse } from '#shared/http/page.ts';
import { hashOf, json } from '#shared/http/response.ts';
import { defineRoutes, signedInRoute } from '#shared/http/route.ts';
import { cursorInvalid } from '#shared/platform/problem.ts';
import { approveRegistration } from '#shared/services/registrations/approve-registration.ts';
import { getAttendanceCertificate } from '#shared/services/registrations/get-attendance-certificate.ts';
import { getPass } from '#shared/services/registrations/get-pass.ts';
import { getRegistration } from '#shared/services/registrations/get-registration.ts';
import { listEventRegistrations } from '#shared/services/registrations/list-event-registrations.ts';
import { listOwnRegistrations } from '#shared/services/registrations/list-own-registrations.ts';
import { refuseRegistration } from '#shared/services/registrations/refuse-registration.ts';
import { registerForEvent } from '#shared/services/registrations/register-for-event.ts';
import { withdrawRegistration } from '#shared/services/registrations/withdraw-registration.ts';

const COUNT = /^\d{1,8}$/;

const positionOf = (scope: string, cursor: string | undefined) => {
  if (cursor === undefined) return undefined;
  const [after = '', waiting = ''] = decodeCursor(scope, cursor, 2);
  if (!COUNT.test(after) || !COUNT.test(waiting)) throw cursorInvalid();
  return { after, waiting: Number(waiting) };
};

export const registrationRoutes = defineRoutes({
  approveRegistration: signedInRoute({
    method: 'POST',
    path: '/v1/registrations/{id}/approve',
    body: OptionalReason,
    run: (context, { id, body }) => approveRegistration(context, id, body?.reason),
    respond: (registration) => json(200, registration),
  }),
  getAttendanceCertificate: signedInRoute({
    method: 'GET',
    path: '/v1/registrations/{id}/attendance-certificate',
    run: async (context, { id }) => {
      const certificate = await getAttendanceCertificate(context, id);
      const { certificatePdf } = await import('#functions/events/certificate-pdf.ts');
      return { name: `${id}.pdf`, base64: (await certificatePdf(certificate)).toString('base64') };
    },
    respond: ({ name, base64 }) => ({
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
  }),
  getPass: signedInRoute({
    method: 'GET',
    path: '/v1/registrations/{id}/pass',
    run: (context, { id }) => getPass(context, id),
    respond: (pass) => json(200, pass),
  }),
  getRegistration: signedInRoute({
    method: 'GET',
    path: '/v1/registrations/{id}',
    run: (context, { id }) => getRegistration(context, id),
    respond: (registration) => json(200, registration),
  }),
  listEventRegistrations: signedInRoute({
    method: 'GET',
    path: '/v1/events/{id}/registrations',
    query: z.strictObject(pageQuery),
    run: async (context, { id, query }) => {
      const scope = JSON.stringify(['registrations', id]);
      const { items, next } = await listEventRegistrations(context, id, {
        limit: query.limit,
        from: positionOf(scope, query.cursor),
      });
      const page = { items, ...(next ? { next: encodeCursor(scope, [next.after, String(next.waiting)]) } : {}) };
      return linked(`/v1/events/${id}/registrations`, query, page);
    },
    respond: pageResponse,
  }),
  listOwnRegistrations: signedInRoute({
    method: 'GET',
    path: '/v1/me/registrations',
    query: z.strictObject(pageQuery),
    run: async (context, { query }) => {
      const scope = JSON.stringify(['own-registrations', context.caller.subject]);
      const after = query.cursor === undefined ? undefined : (decodeCursor(scope, query.cursor, 2) as [string, string]);
      const { items, next } = await listOwnRegistrations(context, { limit: query.limit, after });
      const page = { items, ...(next === undefined ? {} : { next: encodeCursor(scope, next) }) };
      return linked('/v1/me/registrations', query, page);
    },
    respond: pageResponse,
  }),
  refuseRegistration: signedInRoute({
    method: 'POST',
    path: '/v1/registrations/{id}/refuse',
    body: NeededReason,
    run: (context, { id, body }) => refuseRegistration(context, id, body.reason),
    respond: (registration) => json(200, registration),
  }),
  registerForEvent: signedInRoute({
    method: 'POST',
    path: '/v1/events/{id}/registrations',
    body: Register,
    run: (context, { id, body }) => registerForEvent(context, id, body),
    respond: (made) => json(201, made, { location: `/v1/registrations/${made.id}` }),
  }),
  withdrawRegistration: signedInRoute({
    method: 'POST',
    path: '/v1/registrations/{id}/withdraw',
    body: OptionalReason,
    run: (context, { id, body }) => withdrawRegistration(context, id, body?.reason),
    respond: (registration) => json(200, registration),
  }),
});
