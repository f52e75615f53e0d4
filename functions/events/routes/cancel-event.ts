import { NeededReason } from '#shared/domain/input.ts';
import { working } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { cancelEvent as verb } from '#shared/services/events/cancel-event.ts';

export const cancelEvent = signedInRoute({
  method: 'POST',
  path: '/v1/events/{id}/cancel',
  operationId: 'cancelEvent',
  ifMatch: true,
  body: NeededReason,
  run: (context, { id, body }) => verb(context, id, body.reason),
  answer: working,
});
