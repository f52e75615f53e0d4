import { noContent } from '#shared/http/answer.ts';
import { memberSubject } from '#shared/http/member-subject.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { dismissOfficer as verb } from '#shared/services/offices/dismiss-officer.ts';

export const dismissOfficer = signedInRoute({
  method: 'DELETE',
  path: '/v1/offices/{id}/members/{subject}',
  operationId: 'dismissOfficer',
  run: (context, { id, params }) => verb(context, id, memberSubject(params)),
  answer: noContent,
});
