import { EditProducer } from '#shared/domain/producers/producer-input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { editProducer as verb } from '#shared/services/producers/edit-producer.ts';

export const editProducer = signedInRoute({
  method: 'PATCH',
  path: '/v1/producers/{id}',
  operationId: 'editProducer',
  body: EditProducer,
  run: (context, { id, body }) => verb(context, id, body),
  answer: working,
});
