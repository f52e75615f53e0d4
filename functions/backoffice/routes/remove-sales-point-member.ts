import { noContent } from '#shared/http/answer.ts';
import { memberSubject } from '#shared/http/member-subject.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { removeSalesPointMember as verb } from '#shared/services/sales-points/remove-sales-point-member.ts';

export const removeSalesPointMember = signedInRoute({
  method: 'DELETE',
  path: '/v1/sales-points/{id}/members/{subject}',
  operationId: 'removeSalesPointMember',
  run: (context, { id, params }) => verb(context, id, memberSubject(params)),
  answer: noContent,
});
