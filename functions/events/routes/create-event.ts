import { CreateEvent } from '#shared/domain/events/event-input.ts';
import { created } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { createEvent as verb } from '#shared/services/events/create-event.ts';

export const createEvent = signedInRoute({
  method: 'POST',
  path: '/v1/events',
  operationId: 'createEvent',
  body: CreateEvent,
  run: (context, { body }) => verb(context, body),
  answer: (made) => created(made, `/v1/me/events/${made.body.id}`),
});
