import * as z from 'zod';
import { OfficeId } from '#shared/domain/events/event-input.ts';
import { linked, pageAnswer, pageQuery, positionOf, withCursor } from '#shared/http/page.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { listOwnEvents as verb } from '#shared/services/events/list-own-events.ts';

export const listOwnEvents = signedInRoute({
  method: 'GET',
  path: '/v1/me/events',
  operationId: 'listOwnEvents',
  query: z.strictObject({ office: OfficeId.optional(), ...pageQuery }),
  run: async (context, { query }) => {
    const { office, limit, cursor } = query;
    const scope = JSON.stringify(['own-events', context.caller.subject, office]);
    const page = await verb(context, { office, limit, after: positionOf(scope, cursor) });
    return linked('/v1/me/events', query, withCursor(scope, page));
  },
  answer: pageAnswer,
});
