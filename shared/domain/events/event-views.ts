import * as z from 'zod';
import { EVENT_MAX } from '#shared/platform/limits.ts';
import type { Day } from '#shared/platform/vietnam-day.ts';
import { Event, isOpen, type Registration, statusOn } from './event.ts';
import { timesOf } from './event-hours.ts';
import { lunarDay, lunarText } from './lunar.ts';

/** Length of the beginning of a description in calendars, in code points. */
const EXCERPT_MAX = 200;

/** The beginning of a text up to the last whole word. */
const excerptOf = (text: string): string => {
  const letters = [...text];
  return letters.length <= EXCERPT_MAX
    ? text
    : `${letters
        .slice(0, EXCERPT_MAX)
        .join('')
        .replace(/\s\S*$/u, '')}…`;
};

/**
 * The event in list rows: its first stops and hours of days, how many it has of them, and when it begins and ends; `booths`
 * is the number of booths of its plan, `excerpt` the beginning of its description.
 */
export const EventCard = Event.omit({ booths: true, description: true, cancellation: true, createdAt: true }).extend({
  booths: z.int(),
  stopCount: z.int(),
  dayCount: z.int().optional(),
  excerpt: z.string().optional(),
});
export type EventCard = z.infer<typeof EventCard>;

/** The card of an event, without the fields that only its page shows. */
export const eventCard = ({ booths, description, cancellation, createdAt, ...event }: Event): EventCard => ({
  ...event,
  ...timesOf(event),
  ...(event.days && { days: event.days.slice(0, EVENT_MAX.listedDays), dayCount: event.days.length }),
  ...(description === undefined ? {} : { excerpt: excerptOf(description) }),
  booths: booths.length,
  stops: event.stops.slice(0, EVENT_MAX.listedStops),
  stopCount: event.stops.length,
});

type VisibleEvent = Omit<EventCard, 'booths' | 'publishedAt' | 'alcoholBasis' | 'excerpt'>;

const registrationRulesView = (event: VisibleEvent, today: Day): (Registration & { open: boolean }) | null =>
  event.registration && { ...event.registration, open: isOpen(event, today) };

const visibleEvent = (event: VisibleEvent, today: Day) => {
  const lunar = { start: lunarDay(event.startDate), end: lunarDay(event.endDate) };
  return {
    id: event.id,
    kind: event.kind,
    title: event.title,
    ...(event.titleEn === undefined ? {} : { titleEn: event.titleEn }),
    ...(event.audience === undefined ? {} : { audience: event.audience }),
    legalBasis: event.legalBasis,
    organizer: event.organizer,
    provinces: event.provinces,
    venue: event.venue,
    stops: event.stops,
    stopCount: event.stopCount,
    startDate: event.startDate,
    endDate: event.endDate,
    ...timesOf(event),
    ...(event.days && { days: event.days, dayCount: event.dayCount ?? event.days.length }),
    lunarStart: lunarText(lunar.start),
    lunarEnd: lunarText(lunar.end),
    lunar,
    closedDates: event.closedDates,
    registration: registrationRulesView(event, today),
    status: statusOn(event, today),
    sequence: event.sequence,
    updatedAt: event.updatedAt,
  };
};

/** The event in lists on a day. */
export const eventSummary = (card: EventCard, today: Day) => ({
  ...visibleEvent(card, today),
  boothCount: card.booths,
});

/** The event in its office's own list. */
export const ownEventSummary = (card: EventCard, today: Day) => ({
  ...eventSummary(card, today),
  publishedAt: card.publishedAt,
});

const whole = (event: Event, today: Day) => ({
  ...visibleEvent({ ...event, stopCount: event.stops.length }, today),
  ...(event.description === undefined ? {} : { description: event.description }),
  boothCount: event.booths.length,
  booths: event.booths,
});

/** The public view of an event on a day, without the person who cancelled it. */
export const publicEvent = (event: Event, today: Day) => ({
  ...whole(event, today),
  cancellation: event.cancellation && { at: event.cancellation.at, reason: event.cancellation.reason },
});

/** The view for its officers. */
export const workingEvent = (event: Event, today: Day) => ({
  ...whole(event, today),
  alcoholBasis: event.alcoholBasis,
  cancellation: event.cancellation,
  createdAt: event.createdAt,
  publishedAt: event.publishedAt,
});
export type WorkingEvent = ReturnType<typeof workingEvent>;
