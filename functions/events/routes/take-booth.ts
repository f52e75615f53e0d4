import { noContent } from '#shared/http/answer.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { takeBooth as verb } from '#shared/services/registrations/booths.ts';

export const takeBooth = signedInRoute({
  method: 'DELETE',
  path: '/v1/events/{id}/booths/{booth}',
  operationId: 'takeBooth',
  run: (context, { id, params }) => verb(context, { event: id, booth: params.booth ?? '' }),
  answer: noContent,
});
