import { working } from '#shared/http/answer.ts';
import { memberSubject } from '#shared/http/member-subject.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { appointOfficer as verb } from '#shared/services/offices/appoint-officer.ts';

export const appointOfficer = signedInRoute({
  method: 'PUT',
  path: '/v1/offices/{id}/members/{subject}',
  operationId: 'appointOfficer',
  run: (context, { id, params }) => verb(context, id, memberSubject(params)),
  answer: working,
});
