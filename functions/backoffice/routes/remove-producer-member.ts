import { noContent } from '#shared/http/answer.ts';
import { memberSubject } from '#shared/http/member-subject.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { removeProducerMember as verb } from '#shared/services/producers/remove-producer-member.ts';

export const removeProducerMember = signedInRoute({
  method: 'DELETE',
  path: '/v1/producers/{id}/members/{subject}',
  operationId: 'removeProducerMember',
  run: (context, { id, params }) => verb(context, id, memberSubject(params)),
  answer: noContent,
});
