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
      'The office of the caller runs it; officers of several name one as `office`. Days are Vietnamese days. `registration.audience` follows from the kind where it is not said.',
    problems: [403],
    responses: { 201: { description: 'The draft', schema: WorkingEvent } },
  },
  editEvent: {
    tag: TAG,
    summary: 'Change an event',
    description:
      'Lists, venue and registration are replaced as a whole. An announced event keeps its kind, its office and whom its registration is for; one that is over or cancelled stays as it is.',
    problems: [403, 409, 422],
    responses: { 200: { description: 'Changed', schema: WorkingEvent } },
  },
  publishEvent: {
    tag: TAG,
    summary: 'Announce a draft',
    description: 'It has a venue or stops by then.',
    problems: [403, 409],
    responses: { 200: { description: 'Announced', schema: WorkingEvent } },
  },
  cancelEvent: {
    tag: TAG,
    summary: 'Call an event off',
    description: 'An announced one stays visible, with the reason.',
    problems: [403, 409],
    responses: { 200: { description: 'Cancelled', schema: WorkingEvent } },
  },
  listOwnEvents: {
    tag: TAG,
    summary: "My office's events in every state",
    description: 'The latest first. Officers of several offices name one as `office`.',
    problems: [403],
    responses: { 200: { description: 'A page', schema: pageOf(OwnEventSummary) } },
  },
  getOwnEvent: {
    tag: TAG,
    summary: 'The event as its officers work on it',
    problems: [403],
    responses: { 200: { description: 'The working copy', schema: WorkingEvent } },
  },
});
