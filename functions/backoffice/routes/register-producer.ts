import { RegisterProducer } from '#shared/domain/producers/producer-input.ts';
import { created } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { registerProducer as verb } from '#shared/services/producers/register-producer.ts';

export const registerProducer = signedInRoute({
  method: 'POST',
  path: '/v1/producers',
  operationId: 'registerProducer',
  rateLimit: 'signUp',
  body: RegisterProducer,
  run: (context, { body }) => verb(context, body),
  answer: (made) => created(made, `/v1/me/producers/${made.body.id}`),
});
