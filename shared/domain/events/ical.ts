// Calendars by RFC 5545. The text does not depend on the moment of reading: the same events give the same bytes, and
// stamps are those of the last change.
import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { calendarEntry } from './calendar-entry.ts';
import type { EventCard } from './event-views.ts';

const midnight = (day: string): Date => new Date(`${day}T00:00:00Z`);

/**
 * The text of a calendar: whole days, or instants in UTC for events with hours; one stable UID for each event, cancelled
 * events included. `name` and `cutNote` contain no commas or semicolons; `cutNote` says that events are missing.
 */
export const calendarText = (
  cards: readonly EventCard[],
  { name, urlOf, cutNote }: { name: string; urlOf: (id: string) => string; cutNote?: string | undefined },
): string => {
  const calendar = ical({
    name,
    prodId: { company: 'OCOP', product: 'Events', language: 'VI' },
    method: ICalCalendarMethod.PUBLISH,
    scale: 'GREGORIAN',
    timezone: null,
    ...(cutNote === undefined ? {} : { description: cutNote, x: { 'X-OCOP-TRUNCATED': 'TRUE' } }),
  });
  for (const card of cards) {
    const entry = calendarEntry(card);
    calendar.createEvent({
      id: `${card.id}@ocop`,
      sequence: card.sequence,
      stamp: new Date(card.updatedAt),
      lastModified: new Date(card.updatedAt),
      ...(entry.span === null
        ? { start: midnight(entry.startDate), end: midnight(entry.endsBefore), allDay: true }
        : { start: new Date(entry.span.start), end: new Date(entry.span.end) }),
      summary: entry.summary,
      description: entry.description,
      location: {
        title: entry.location,
        ...(entry.geo === null ? {} : { geo: { lat: entry.geo.lat, lon: entry.geo.lng } }),
      },
      categories: [{ name: entry.category }],
      url: urlOf(card.id),
      status: entry.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      transparency: ICalEventTransparency.TRANSPARENT,
    });
  }
  return `${calendar.toString()}\r\n`;
};
