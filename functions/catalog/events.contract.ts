import { Event, EventSummary } from '#shared/contract/events.ts';
import { describeOperations } from '#shared/contract/operation.ts';
import { pageOf } from '#shared/contract/parts.ts';
import { eventRoutes } from './events.routes.ts';

export const eventContract = describeOperations(eventRoutes, {
  listEvents: {
    tag: 'Buyers',
    summary: 'Find events',
    description:
      'Announced events with at least one day from `from` (default: today) to `to` (default: 366 days later), earliest first, each once; at most 400 days. A page can be shorter than `limit`. Cancelled events are included with their status. An event is listed in the province where it takes place, which can differ from the province of its office.',
    problems: [],
    responses: { 200: { description: 'A page of events', schema: pageOf(EventSummary) } },
  },
  getEvent: {
    tag: 'Buyers',
    summary: 'An event',
    description: '`ongoing` and `finished` follow from the day of reading, whatever its hours.',
    problems: [],
    responses: { 200: { description: 'The event, announced or cancelled', schema: Event } },
  },
  getEventsCalendar: {
    tag: 'Buyers',
    summary: 'Events as a calendar',
    description:
      '`text/calendar` from one month ago to one year ahead, for subscriptions. An event keeps its UID; a change increments SEQUENCE, and a cancelled event stays with STATUS:CANCELLED. The calendar holds the events nearest to today up to a size limit. A truncated calendar names in X-WR-CALDESC the days before and from which events are missing, and has the number of its entries in the property X-OCOP-TRUNCATED and in a header of the same name. A calendar of one province or kind covers more days. A tour shows its first five stops, an event its first three hours of days. An event with a start time has instants in UTC, another one whole days; without an end time it ends with its last day. The description begins with that of the event.',
    problems: [],
    responses: { 200: { description: 'A calendar by RFC 5545', files: ['text/calendar'] } },
  },
});
