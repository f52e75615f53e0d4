import { working } from '#shared/http/answer.ts';
import { memberSubject } from '#shared/http/member-subject.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { addSalesPointMember as verb } from '#shared/services/sales-points/add-sales-point-member.ts';

export const addSalesPointMember = signedInRoute({
  method: 'PUT',
  path: '/v1/sales-points/{id}/members/{subject}',
  operationId: 'addSalesPointMember',
  run: (context, { id, params }) => verb(context, id, memberSubject(params)),
  answer: working,
});
