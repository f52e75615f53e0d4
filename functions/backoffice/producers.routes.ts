import { NeededReason, OptionalReason } from '#shared/domain/input.ts';
import { EditProducer, RegisterProducer } from '#shared/domain/producers/producer-input.ts';
import { memberSubject } from '#shared/http/member-subject.ts';
import { created, noContent, working } from '#shared/http/response.ts';
import { defineRoutes, signedInRoute } from '#shared/http/route.ts';
import { addProducerMember } from '#shared/services/producers/add-producer-member.ts';
import { editProducer } from '#shared/services/producers/edit-producer.ts';
import { getOwnProducer } from '#shared/services/producers/get-own-producer.ts';
import { registerProducer } from '#shared/services/producers/register-producer.ts';
import { removeProducerMember } from '#shared/services/producers/remove-producer-member.ts';
import { suspendProducer } from '#shared/services/producers/suspend-producer.ts';
import { verifyProducer } from '#shared/services/producers/verify-producer.ts';

export const producerRoutes = defineRoutes({
  addProducerMember: signedInRoute({
    method: 'PUT',
    path: '/v1/producers/{id}/members/{subject}',
    run: (context, { id, params }) => addProducerMember(context, id, memberSubject(params)),
    respond: working,
  }),
  editProducer: signedInRoute({
    method: 'PATCH',
    path: '/v1/producers/{id}',
    body: EditProducer,
    run: (context, { id, body }) => editProducer(context, id, body),
    respond: working,
  }),
  getOwnProducer: signedInRoute({
    method: 'GET',
    path: '/v1/me/producers/{id}',
    run: (context, { id }) => getOwnProducer(context, id),
    respond: working,
  }),
  registerProducer: signedInRoute({
    method: 'POST',
    path: '/v1/producers',
    rateLimit: 'signUp',
    body: RegisterProducer,
    run: (context, { body }) => registerProducer(context, body),
    respond: (made) => created(made, `/v1/me/producers/${made.body.id}`),
  }),
  removeProducerMember: signedInRoute({
    method: 'DELETE',
    path: '/v1/producers/{id}/members/{subject}',
    run: (context, { id, params }) => removeProducerMember(context, id, memberSubject(params)),
    respond: noContent,
  }),
  suspendProducer: signedInRoute({
    method: 'POST',
    path: '/v1/producers/{id}/suspend',
    body: NeededReason,
    run: (context, { id, body }) => suspendProducer(context, id, body.reason),
    respond: working,
  }),
  verifyProducer: signedInRoute({
    method: 'POST',
    path: '/v1/producers/{id}/verify',
    body: OptionalReason,
    run: (context, { id, body }) => verifyProducer(context, id, body?.reason),
    respond: working,
  }),
});
