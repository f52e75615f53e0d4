import { memberSubject } from '#shared/http/member-subject.ts';
import { noContent, working } from '#shared/http/response.ts';
import { defineRoutes, signedInRoute } from '#shared/http/route.ts';
import { appointOfficer } from '#shared/services/offices/appoint-officer.ts';
import { dismissOfficer } from '#shared/services/offices/dismiss-officer.ts';
import { getOffice } from '#shared/services/offices/get-office.ts';

export const officeRoutes = defineRoutes({
  appointOfficer: signedInRoute({
    method: 'PUT',
    path: '/v1/offices/{id}/members/{subject}',
    run: (context, { id, params }) => appointOfficer(context, id, memberSubject(params)),
    respond: working,
  }),
  dismissOfficer: signedInRoute({
    method: 'DELETE',
    path: '/v1/offices/{id}/members/{subject}',
    run: (context, { id, params }) => dismissOfficer(context, id, memberSubject(params)),
    respond: noContent,
  }),
  getOffice: signedInRoute({
    method: 'GET',
    path: '/v1/offices/{id}',
    run: (context, { id }) => getOffice(context, id),
    respond: working,
  }),
});
