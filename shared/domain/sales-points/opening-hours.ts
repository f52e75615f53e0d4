// Hours belong to the day on which they begin: hours after midnight continue the day before, whatever the next day is.
import * as z from 'zod';
import { addDays, type Day, VIETNAM_SHIFT_MS, vietnamDay } from '#shared/platform/vietnam-day.ts';

/**
 * Opening hours in Vietnam's time. `days` are ISO weekdays, 1 for Monday; a closing time that is not after the opening
 * time is on the next day, so equal times mean 24 hours. A holiday (`from` and `to` inclusive) replaces the weekly
 * hours: closed without times, otherwise open at its times. Times of overlapping holidays are combined.
 */
export const OpeningHours = z.object({
  weekly: z.array(z.object({ days: z.array(z.number()), opens: z.string(), closes: z.string() })),
  holidays: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      opens: z.string().optional(),
      closes: z.string().optional(),
      name: z.string().optional(),
    }),
  ),
});
export type OpeningHours = z.infer<typeof OpeningHours>;

type Span = { opens: string; closes: string };

const weekdayOf = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;

const spansOf = ({ weekly, holidays }: OpeningHours, day: Day): Span[] => {
  const special = holidays.filter(({ from, to }) => from <= day && day <= to);
  if (special.length === 0) return weekly.filter(({ days }) => days.includes(weekdayOf(day)));
  return special.flatMap(({ opens, closes }) =>
    opens === undefined || closes === undefined ? [] : [{ opens, closes }],
  );
};

const clockOf = (instant: Date): string =>
  new Date(instant.getTime() + VIETNAM_SHIFT_MS).toISOString().slice('YYYY-MM-DDT'.length, 'YYYY-MM-DDTHH:MM'.length);

const endsNextDay = ({ opens, closes }: Span): boolean => closes <= opens;

/**
 * Whether a place is open at an instant: from the opening minute until before the closing minute. Null if its hours are
 * unknown.
 */
export const isOpenAt = (hours: OpeningHours | null, instant: Date): boolean | null => {
  if (hours === null) return null;
  const today = vietnamDay(instant);
  const clock = clockOf(instant);
  return (
    spansOf(hours, today).some((span) => span.opens <= clock && (endsNextDay(span) || clock < span.closes)) ||
    spansOf(hours, addDays(today, -1)).some((span) => endsNextDay(span) && clock < span.closes)
  );
};

const bare = (time: string): string => time.replace(':', '');
const spelt = (digits: string): string => `${digits.slice(0, 2)}:${digits.slice(2)}`;

/** Hours as compact text for list rows: `123409002130;…` is days, opening and closing; holidays follow as JSON. */
export const encodeHours = ({ weekly, holidays }: OpeningHours): string =>
  weekly.map(({ days, opens, closes }) => `${days.join('')}${bare(opens)}${bare(closes)}`).join(';') +
  (holidays.length === 0 ? '' : `|${JSON.stringify(holidays)}`);

/** The hours that `encodeHours` wrote. */
export const decodeHours = (text: string): OpeningHours => {
  const bar = text.indexOf('|');
  const weekly = bar === -1 ? text : text.slice(0, bar);
  return {
    weekly: (weekly === '' ? [] : weekly.split(';')).map((span) => ({
      days: [...span.slice(0, -8)].map(Number),
      opens: spelt(span.slice(-8, -4)),
      closes: spelt(span.slice(-4)),
    })),
    holidays: bar === -1 ? [] : (JSON.parse(text.slice(bar + 1)) as OpeningHours['holidays']),
  };
};
