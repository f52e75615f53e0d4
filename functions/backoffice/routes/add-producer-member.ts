import { working } from '#shared/http/answer.ts';
import { memberSubject } from '#shared/http/member-subject.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { addProducerMember as verb } from '#shared/services/producers/add-producer-member.ts';

export const addProducerMember = signedInRoute({
  method: 'PUT',
  path: '/v1/producers/{id}/members/{subject}',
  operationId: 'addProducerMember',
  run: (context, { id, params }) => verb(context, id, memberSubject(params)),
  answer: working,
});
