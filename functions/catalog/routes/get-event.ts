import { publicJson } from '#shared/http/answer.ts';
import { publicRoute } from '#shared/http/route.ts';
import { getPublicEvent } from '#shared/services/events/get-public-event.ts';

export const getEvent = publicRoute({
  method: 'GET',
  path: '/v1/events/{id}',
  operationId: 'getEvent',
  handle: async (context, { id }) => publicJson(context.now, JSON.stringify(await getPublicEvent(context, id))),
});
