// Reports for higher authorities: an event with all its outcomes, and the events of a year with their sums. An event
// without reports has null instead of zeros, so that the gap is visible.
import * as z from 'zod';
import { EVENT_KINDS, Event, type EventKind, statusOn, type VisibleEventState } from '#shared/domain/events/event.ts';
import type { Day } from '#shared/platform/vietnam-day.ts';
import { type Outcome, sumOf, type Totals } from './outcome.ts';

/** The fields of an event in reports, also stored in list rows. */
export const ReportedEvent = Event.pick({
  id: true,
  status: true,
  kind: true,
  title: true,
  legalBasis: true,
  organizer: true,
  provinces: true,
  startDate: true,
  endDate: true,
  closedDates: true,
  publishedAt: true,
});
export type ReportedEvent = z.infer<typeof ReportedEvent>;

/** An event as a line of a report; `days` is the number of open days. */
export type EventLine = Omit<ReportedEvent, 'status' | 'closedDates' | 'publishedAt'> & {
  days: number;
  status: VisibleEventState;
};

/** Numbers of registrations: registered, admitted at any time, and attended. */
export const Participation = z.object({ registered: z.int(), in: z.int(), attended: z.int() });
export type Participation = z.infer<typeof Participation>;

export type EventReport = {
  event: EventLine;
  participation: Participation | null;
  items: Outcome[];
  sum: Totals | null;
};

/** The number of events, the number of events with reports, and the sum of these reports. */
export type Summed = { events: number; reported: number; sum: Totals | null };

export type YearReport = {
  year: number;
  province: { code: string; name: string } | null;
  items: (EventLine & { sum: Totals | null })[];
  byKind: ({ kind: EventKind } & Summed)[];
  total: Summed;
};

const DAY_MS = 86_400_000;

/** The number of days from the first to the last, both included. */
const spanOf = ({ startDate, endDate }: { startDate: Day; endDate: Day }): number =>
  (Date.parse(endDate) - Date.parse(startDate)) / DAY_MS + 1;

const lineOf = (event: ReportedEvent, today: Day): EventLine => ({
  id: event.id,
  kind: event.kind,
  title: event.title,
  legalBasis: event.legalBasis,
  organizer: event.organizer,
  provinces: event.provinces,
  startDate: event.startDate,
  endDate: event.endDate,
  days: spanOf(event) - event.closedDates.length,
  status: statusOn(event, today),
});

/** The report of one event, on a day. */
export const eventReport = (
  event: ReportedEvent,
  today: Day,
  parts: Pick<EventReport, 'participation' | 'items' | 'sum'>,
): EventReport => ({ event: lineOf(event, today), ...parts });

const summed = (items: readonly { sum: Totals | null }[]): Summed => {
  const reported = items.flatMap(({ sum }) => (sum === null ? [] : [sum]));
  return { events: items.length, reported: reported.length, sum: sumOf(reported) };
};

/** The report of a year: one line per event in the order of their first days, sums by kind, and a total. */
export const yearReport = (
  { year, province, today }: Pick<YearReport, 'year' | 'province'> & { today: Day },
  events: readonly { event: ReportedEvent; sum: Totals | null }[],
): YearReport => {
  const items = events.map(({ event, sum }) => ({ ...lineOf(event, today), sum }));
  const kinds = EVENT_KINDS.filter((kind) => items.some((item) => item.kind === kind));
  return {
    year,
    province,
    items,
    byKind: kinds.map((kind) => ({ kind, ...summed(items.filter((item) => item.kind === kind)) })),
    total: summed(items),
  };
};
