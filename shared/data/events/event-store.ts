import * as z from 'zod';
import type { DocumentKind, Row } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import { readWithin } from '#shared/data/table/read-budget.ts';
import type { Item, Reader } from '#shared/data/table/reader.ts';
import { cardBy, type Decode, type Page, readPage, rowsOf, sortKeyOf, type Walk } from '#shared/data/table/rows.ts';
import { COUNTRY } from '#shared/domain/access/territory.ts';
import { Event, EventHead, isAnnounced } from '#shared/domain/events/event.ts';
import { EventCard, eventCard } from '#shared/domain/events/event-views.ts';
import { ReportedEvent } from '#shared/domain/outcomes/report.ts';
import { EVENT_MAX } from '#shared/platform/limits.ts';
import type { Day } from '#shared/platform/vietnam-day.ts';

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

/** The months of a period, its first and last month included. */
export const monthsOf = (startDate: string, endDate: string): string[] => {
  const first = monthNumber(startDate);
  return Array.from({ length: Math.max(0, monthNumber(endDate) - first + 1) }, (_, index) => monthText(first + index));
};

const cardText = (event: Event): string => JSON.stringify(eventCard(event));

/** Rows from before cards had a count of stops hold all stops. */
const StoredCard = EventCard.extend({ stopCount: z.int().optional() });

const decodeCard = (item: Item): EventCard => {
  const { stopCount, ...card } = cardBy(StoredCard)(item);
  return { ...card, stops: card.stops.slice(0, EVENT_MAX.listedStops), stopCount: stopCount ?? card.stops.length };
};

/** Maximum size of a list row of an event, in bytes. */
export const EVENT_ROW_MAX_BYTES = 12_200;

const publicRows = (event: Event): Row[] => {
  if (!isAnnounced(event)) return [];
  const card = cardText(event);
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
  return item && cardBy(EventHead)(item);
};

/** How events are stored. */
export const eventKind: DocumentKind<Event> = {
  kind: 'event',
  schema: Event,
  rows: (event) => [
    ...publicRows(event),
    ...headRows(event),
    { ...keys.eventOf(event.organizer.office, event.startDate, event.id), card: cardText(event) },
  ],
};

/** A period of Vietnamese days, both included; it selects events with at least one day in it. */
export type EventWindow = { from: Day; to: Day };

/** A row of the list of announced events: its position, its month and its card. */
export type EventRow = { position: string; month: string; card: EventCard };

const decodeRow: Decode<EventRow> = (item) => {
  const position = sortKeyOf(item);
  return { position, month: monthOf(position), card: decodeCard(item) };
};

const POSITION = /^\d{4}-\d{2}#\d{4}-\d{2}-\d{2}#evt_[0-9A-Z]{26}$/;

/** Whether a text is a valid position in the list of announced events. */
export const isEventPosition = (text: string): boolean => POSITION.test(text);

/** The first day of the event at a position. */
export const startOf = (position: string): Day => position.slice('2026-12#'.length, '2026-12#2026-12-31'.length);

/** The rows of the months of a period: all, or only those of events that begin on or after a day. */
export type EventRange = { territory: string; span: EventWindow; beginningOn?: Day; descending?: true };

/**
 * Reads at most `limit` rows of announced events, by month and first day, for at most `units` of read capacity. `more`
 * says that the range continues; `units` is the capacity that was used.
 */
export const readEventRows = async (
  reader: Reader,
  { territory, span, beginningOn, descending }: EventRange,
  walk: Walk & { units: number },
): Promise<{ rows: EventRow[]; more: boolean; units: number }> => {
  const begin = monthOf(span.from);
  const { items, ...rest } = await readWithin(
    reader,
    {
      pk: keys.eventByMonth.partition(territory),
      from: beginningOn === undefined ? begin : `${begin}#${beginningOn}`,
      to: `${monthOf(span.to)}#${span.to}\uffff`,
      limit: walk.limit,
      ...(descending ? { descending } : {}),
      ...(walk.after === undefined ? {} : { after: walk.after }),
    },
    { units: walk.units, rowMaxBytes: EVENT_ROW_MAX_BYTES },
  );
  return { rows: items.map(decodeRow), ...rest };
};

/** An office's events in every state, latest first. */
export const readEventsOf = (reader: Reader, office: string, walk: Walk): Promise<Page<EventCard>> =>
  readPage(reader, { pk: keys.eventOf.partition(office), descending: true }, walk, decodeCard);

const decodeReported = cardBy(ReportedEvent);

/** The events of an office that begin in a year, in every state. */
export const eventsOfYear = (reader: Reader, office: string, year: number): AsyncGenerator<ReportedEvent> =>
  rowsOf(
    reader,
    { pk: keys.eventOf.partition(office), from: `${year}-01-01`, to: `${year}-12-31#\uffff` },
    decodeReported,
  );

/** The announced events of the country that begin in a year, each once. */
export async function* announcedEventsOfYear(reader: Reader, year: number): AsyncGenerator<ReportedEvent> {
  const range = { pk: keys.eventByMonth.partition(COUNTRY), from: `${year}-01#`, to: `${year}-12#\uffff` };
  // An event has a row in each of its months; only the first counts.
  const isFirst = (position: string) => monthOf(position) === monthOf(startOf(position));
  const decode = (item: Item) => (isFirst(sortKeyOf(item)) ? decodeReported(item) : undefined);
  for await (const event of rowsOf(reader, range, decode)) if (event) yield event;
}
