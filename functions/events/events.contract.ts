import { OwnEventSummary, WorkingEvent } from '#shared/contract/events.ts';
import { describeOperations } from '#shared/contract/operation.ts';
import { pageOf } from '#shared/contract/parts.ts';
import { eventRoutes } from './events.routes.ts';

const TAG = 'Events';

export const eventContract = describeOperations(eventRoutes, {
  createEvent: {
    tag: TAG,
    summary: 'Draft an event',
    description:
      "The event belongs to the caller's office; officers of several offices name one as `office`. Days are Vietnamese days, and times those of Vietnam. An event without `startTime` takes whole days, unless `days` has hours of its first day. `closedDates` are between the first and the last day. The event can take place in a province other than its office's. `registration.audience` follows from the kind if it is not given.",
    problems: [403],
    responses: { 201: { description: 'The draft', schema: WorkingEvent } },
  },
  editEvent: {
    tag: TAG,
    summary: 'Change an event',
    description:
      'Lists (an empty one clears `days`), venue and registration are replaced as a whole. An announced event keeps its kind, its office and the audience of its registration; its registration cannot be removed, only ended by its last day. An event that has begun keeps its first day. A finished or cancelled event cannot be changed.',
    problems: [403, 409, 422],
    responses: { 200: { description: 'Changed', schema: WorkingEvent } },
  },
  publishEvent: {
    tag: TAG,
    summary: 'Announce a draft',
    description: 'The event must have a venue or stops. A past event can be announced as a record.',
    problems: [403, 409],
    responses: { 200: { description: 'Announced', schema: WorkingEvent } },
  },
  cancelEvent: {
    tag: TAG,
    summary: 'Cancel an event',
    description: 'An announced event stays visible with the reason.',
    problems: [403, 409],
    responses: { 200: { description: 'Cancelled', schema: WorkingEvent } },
  },
  listOwnEvents: {
    tag: TAG,
    summary: "Events of the caller's office in every state",
    description: 'Latest first. Officers of several offices name one as `office`.',
    problems: [403],
    responses: { 200: { description: 'A page', schema: pageOf(OwnEventSummary) } },
  },
  getOwnEvent: {
    tag: TAG,
    summary: 'The working copy of an event',
    problems: [403],
    responses: { 200: { description: 'The working copy', schema: WorkingEvent } },
  },
});
