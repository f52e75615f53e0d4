import { Event, EventSummary } from '#shared/contract/events.ts';
import { describeOperations } from '#shared/contract/operation.ts';
import { pageOf } from '#shared/contract/parts.ts';
import { eventRoutes } from './events.routes.ts';

export const eventContract = describeOperations(eventRoutes, {
  listEvents: {
    tag: 'Buyers',
    summary: 'What offices organise',
    description:
      'Announced events that touch the days from `from` (today) to `to` (366 days on), the earliest first, each once; at most 400 days. A page can be shorter than `limit`. Cancelled ones are among them with their status.',
    problems: [],
    responses: { 200: { description: 'A page of events', schema: pageOf(EventSummary) } },
  },
  getEvent: {
    tag: 'Buyers',
    summary: 'An event',
    problems: [],
    responses: { 200: { description: 'The event, announced or cancelled', schema: Event } },
  },
  getEventsCalendar: {
    tag: 'Buyers',
    summary: 'Events for calendars',
    description:
      '`text/calendar`, from a month ago to a year ahead: subscribe to it. An event keeps its UID; a change counts SEQUENCE up, a cancelled one stays with STATUS:CANCELLED. It has what can be read of it at once, nearest to today: one that leaves events out says in X-WR-CALDESC before and from which first day, and has the property X-OCOP-TRUNCATED and a header of the same name with the number of its entries. A calendar of one province or kind has room for more. A tour shows its first five stops.',
    problems: [],
    responses: { 200: { description: 'A calendar by RFC 5545', files: ['text/calendar'] } },
  },
});
