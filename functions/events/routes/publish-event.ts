import { OptionalReason } from '#shared/domain/input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { publishEvent as verb } from '#shared/services/events/publish-event.ts';

export const publishEvent = signedInRoute({
  method: 'POST',
  path: '/v1/events/{id}/publish',
  operationId: 'publishEvent',
  ifMatch: true,
  body: OptionalReason,
  run: (context, { id, body }) => verb(context, id, body?.reason),
  answer: working,
});
