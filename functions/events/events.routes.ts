import * as z from 'zod';
import { CreateEvent, EditEvent, OfficeId } from '#shared/domain/events/event-input.ts';
import { NeededReason, OptionalReason } from '#shared/domain/input.ts';
import { linked, pageQuery, pageResponse, positionOf, withCursor } from '#shared/http/page.ts';
import { created, working } from '#shared/http/response.ts';
import { defineRoutes, signedInRoute } from '#shared/http/route.ts';
import { cancelEvent } from '#shared/services/events/cancel-event.ts';
import { createEvent } from '#shared/services/events/create-event.ts';
import { editEvent } from '#shared/services/events/edit-event.ts';
import { getOwnEvent } from '#shared/services/events/get-own-event.ts';
import { listOwnEvents } from '#shared/services/events/list-own-events.ts';
import { publishEvent } from '#shared/services/events/publish-event.ts';

export const eventRoutes = defineRoutes({
  cancelEvent: signedInRoute({
    method: 'POST',
    path: '/v1/events/{id}/cancel',
    ifMatch: true,
    body: NeededReason,
    run: (context, { id, body }) => cancelEvent(context, id, body.reason),
    respond: working,
  }),
  createEvent: signedInRoute({
    method: 'POST',
    path: '/v1/events',
    body: CreateEvent,
    run: (context, { body }) => createEvent(context, body),
    respond: (made) => created(made, `/v1/me/events/${made.body.id}`),
  }),
  editEvent: signedInRoute({
    method: 'PATCH',
    path: '/v1/events/{id}',
    ifMatch: true,
    body: EditEvent,
    run: (context, { id, body }) => editEvent(context, id, body),
    respond: working,
  }),
  getOwnEvent: signedInRoute({
    method: 'GET',
    path: '/v1/me/events/{id}',
    run: (context, { id }) => getOwnEvent(context, id),
    respond: working,
  }),
  listOwnEvents: signedInRoute({
    method: 'GET',
    path: '/v1/me/events',
    query: z.strictObject({ office: OfficeId.optional(), ...pageQuery }),
    run: async (context, { query }) => {
      const { office, limit, cursor } = query;
      const scope = JSON.stringify(['own-events', context.caller.subject, office]);
      const page = await listOwnEvents(context, { office, limit, after: positionOf(scope, cursor) });
      return linked('/v1/me/events', query, withCursor(scope, page));
    },
    respond: pageResponse,
  }),
  publishEvent: signedInRoute({
    method: 'POST',
    path: '/v1/events/{id}/publish',
    ifMatch: true,
    body: OptionalReason,
    run: (context, { id, body }) => publishEvent(context, id, body?.reason),
    respond: working,
  }),
});
