import { EditEvent } from '#shared/domain/events/event-input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { editEvent as verb } from '#shared/services/events/edit-event.ts';

export const editEvent = signedInRoute({
  method: 'PATCH',
  path: '/v1/events/{id}',
  operationId: 'editEvent',
  ifMatch: true,
  body: EditEvent,
  run: (context, { id, body }) => verb(context, id, body),
  answer: working,
});
