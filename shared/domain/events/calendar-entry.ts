// The calendar entry of an event. SEQUENCE is incremented if this text changes, so entry and SEQUENCE are always
// consistent.
import { addDays, type Day, instantText } from '#shared/platform/vietnam-day.ts';
import type { Event } from './event.ts';
import { spanOf } from './event-hours.ts';
import { type EventCard, eventCard } from './event-views.ts';
import { lunarDay, lunarText } from './lunar.ts';
import * as messages from './messages.ts';

type Seen = Omit<EventCard, 'booths'>;

/**
 * The content of an entry; `endsBefore` is the day after the last one, because RFC 5545 ends whole days exclusively. `span`
 * has the instants of an event with hours.
 */
export type CalendarEntry = {
  startDate: Day;
  endsBefore: Day;
  span: { start: string; end: string } | null;
  cancelled: boolean;
  category: string;
  summary: string;
  description: string;
  location: string;
  geo: { lat: number; lng: number } | null;
};

const lunarSpan = ({ startDate, endDate }: Seen): string => {
  const start = lunarText(lunarDay(startDate));
  return messages.calendarLunarVi(startDate === endDate ? start : `${start} – ${lunarText(lunarDay(endDate))}`);
};

const hoursOf = ({ startDate, startTime, endTime, days = [], dayCount = 0 }: Seen): (string | undefined)[] => [
  startTime === undefined || endTime !== undefined ? undefined : messages.calendarStartVi(startDate, startTime),
  ...days.map(({ date, from, to, note }) => messages.calendarHoursVi(date, from, to, note)),
  dayCount > days.length ? messages.calendarMoreHoursVi(dayCount - days.length) : undefined,
];

const linesOf = (event: Seen): (string | undefined)[] => [
  event.titleEn,
  event.excerpt,
  messages.calendarOrganizerVi(event.organizer.name),
  event.legalBasis ? messages.calendarBasisVi(event.legalBasis.number, event.legalBasis.date) : undefined,
  lunarSpan(event),
  ...hoursOf(event),
  event.audience === undefined ? undefined : messages.calendarAudienceVi(event.audience),
  event.closedDates.length === 0 ? undefined : messages.calendarClosedDatesVi(event.closedDates),
  ...event.stops.map(({ name, arrivesAt }, index) =>
    arrivesAt === undefined ? `${index + 1}. ${name}` : `${index + 1}. ${name} (${instantText(arrivesAt)})`,
  ),
  event.stopCount > event.stops.length ? messages.calendarMoreStopsVi(event.stopCount - event.stops.length) : undefined,
];

const locationOf = ({ venue, stops, provinces }: Seen): string => {
  const within = provinces.map(({ name }) => name).join(', ');
  if (venue === null) return [stops[0]?.name, within].filter(Boolean).join(', ');
  return [venue.name, venue.addressLine, venue.commune?.name, within].filter(Boolean).join(', ');
};

const instantsOf = (event: Seen): CalendarEntry['span'] => {
  const span = spanOf(event);
  return span && { start: span.start.toISOString(), end: span.end.toISOString() };
};

/** The calendar entry of an event. */
export const calendarEntry = (event: Seen): CalendarEntry => ({
  startDate: event.startDate,
  endsBefore: addDays(event.endDate, 1),
  span: instantsOf(event),
  cancelled: event.status === 'cancelled',
  category: messages.EVENT_KINDS_VI[event.kind],
  summary: event.title,
  description: linesOf(event)
    .filter((line) => line !== undefined)
    .join('\n'),
  location: locationOf(event),
  geo:
    event.venue?.lat === undefined || event.venue.lng === undefined
      ? null
      : { lat: event.venue.lat, lng: event.venue.lng },
});

/** The next `sequence` of an announced event: incremented if its calendar entry changes. */
export const sequenceAfter = (before: Event, after: Event): number =>
  before.publishedAt !== null &&
  JSON.stringify(calendarEntry(eventCard(before))) !== JSON.stringify(calendarEntry(eventCard(after)))
    ? before.sequence + 1
    : before.sequence;
