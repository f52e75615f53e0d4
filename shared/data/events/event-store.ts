import type { DocumentKind, Row } from '#shared/data/table/document.ts';
import { COUNTRY, keys } from '#shared/data/table/keys.ts';
import { type Item, type Reader, stringOf } from '#shared/data/table/reader.ts';
import { Event, EventHead, isAnnounced } from '#shared/domain/events/event.ts';
import { type EventCard, eventCard } from '#shared/domain/events/event-views.ts';
import { EVENT_MAX } from '#shared/platform/limits.ts';

const MONTH_LENGTH = '2026-12'.length;

/** The month of a day, `YYYY-MM`. */
export const monthOf = (day: string): string => day.slice(0, MONTH_LENGTH);

/** Months since the year 0. */
const monthNumber = (day: string): number => {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return 12 * year + month - 1;
};

const monthText = (number: number): string =>
  `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`;

/** The months that a span of days touches, the first and the last included. */
export const monthsOf = (startDate: string, endDate: string): string[] => {
  const first = monthNumber(startDate);
  return Array.from({ length: Math.max(0, monthNumber(endDate) - first + 1) }, (_, index) => monthText(first + index));
};

const cardOf = (event: Event): string => JSON.stringify(eventCard(event));

/** The card that a row of a list of events holds. Rows of before cards had a count of stops hold all of them. */
export const eventCardOf = (item: Item): EventCard => {
  const card = JSON.parse(stringOf(item, 'card')) as Omit<EventCard, 'stopCount'> & Partial<EventCard>;
  return {
    ...card,
    stops: card.stops.slice(0, EVENT_MAX.listedStops),
    stopCount: card.stopCount ?? card.stops.length,
  };
};

/** No row of a list of events is larger, in bytes, whatever the event holds. */
export const EVENT_ROW_MAX_BYTES = 11_000;

const publicRows = (event: Event): Row[] => {
  if (!isAnnounced(event)) return [];
  const card = cardOf(event);
  return [COUNTRY, ...event.provinces.map(({ code }) => code)].flatMap((territory) =>
    monthsOf(event.startDate, event.endDate).map((month) => ({
      ...keys.eventByMonth(territory, month, event.startDate, event.id),
      card,
    })),
  );
};

const headRows = (event: Event): Row[] =>
  isAnnounced(event) ? [{ ...keys.head(event.id), card: JSON.stringify(EventHead.parse(event)) }] : [];

/** The head of an announced event, eventually consistent. */
export const loadEventHead = async (reader: Reader, id: string): Promise<EventHead | undefined> => {
  const item = await reader.get(keys.head(id));
  return item && EventHead.parse(JSON.parse(stringOf(item, 'card')));
};

/** How events are kept. */
export const eventKind: DocumentKind<Event> = {
  kind: 'event',
  schema: Event,
  rows: (event) => [
    ...publicRows(event),
    ...headRows(event),
    { ...keys.eventOf(event.organizer.office, event.startDate, event.id), card: cardOf(event) },
  ],
};
