// The hours of an event in Vietnam's time. Its state on a day does not depend on them.
import { brokenRule, type Fault } from '#shared/platform/problem.ts';
import { instantAt } from '#shared/platform/vietnam-day.ts';
import type { DayHours, Event } from './event.ts';
import * as messages from './messages.ts';

type Timed = Pick<Event, 'startDate' | 'endDate' | 'startTime' | 'endTime' | 'days'>;
type EventTimes = { startTime?: string; endTime?: string };

const orderOf = ({ date, from }: DayHours): string => `${date} ${from}`;

/** Hours in the order of time. */
export const inOrder = (days: readonly DayHours[]): DayHours[] =>
  days.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));

/** When an event begins on its first day and ends on its last: its own times, else those of its hours on these days. */
export const timesOf = ({ startDate, endDate, startTime, endTime, days = [] }: Timed): EventTimes => {
  const begins = startTime ?? days.find(({ date }) => date === startDate)?.from;
  const ends = endTime ?? days.findLast(({ date }) => date === endDate)?.to;
  return {
    ...(begins === undefined ? {} : { startTime: begins }),
    ...(ends === undefined || begins === undefined ? {} : { endTime: ends }),
  };
};

/** The instants of begin and end of an event with hours; null if it takes whole days. Without a last time its last day ends it. */
export const spanOf = ({ startDate, endDate, ...event }: Timed): { start: Date; end: Date } | null => {
  const { startTime, endTime = '24:00' } = timesOf({ startDate, endDate, ...event });
  return startTime === undefined ? null : { start: instantAt(startDate, startTime), end: instantAt(endDate, endTime) };
};

/**
 * The rules that hours break. `days` are the hours in the order in which they were sent; `pointerOf` names the place of a
 * fault of one of them, `placeOf` that of a fault of several fields of the event.
 */
export const hoursFaults = (
  { startDate, endDate, closedDates, startTime, endTime }: Event,
  days: readonly DayHours[],
  pointerOf: (index: number, field: keyof DayHours) => string,
  placeOf: (...fields: ('startTime' | 'endTime' | 'startDate' | 'endDate')[]) => string,
): Fault[] => {
  const faults: Fault[] = [];
  if (endTime !== undefined && startTime === undefined && !days.some(({ date }) => date === startDate))
    faults.push(brokenRule(placeOf('endTime'), 'start_time_missing', messages.startTimeMissing));
  if (startDate === endDate && startTime !== undefined && endTime !== undefined && endTime <= startTime)
    faults.push(
      brokenRule(
        placeOf('endTime', 'startTime', 'endDate', 'startDate'),
        'event_ends_before_start',
        messages.eventTimesReversed,
      ),
    );
  for (const [index, { date, from, to }] of days.entries()) {
    if (date < startDate || date > endDate || closedDates.includes(date))
      faults.push(brokenRule(pointerOf(index, 'date'), 'day_outside_event', messages.hoursOutsideDays(index + 1)));
    if (to <= from) faults.push(brokenRule(pointerOf(index, 'to'), 'hours_end_before_start', messages.hoursReversed));
    if (days.some((other, at) => at < index && other.date === date && other.from < to && from < other.to))
      faults.push(brokenRule(pointerOf(index, 'from'), 'hours_overlap', messages.hoursOverlap(index + 1)));
    if (date === startDate && startTime !== undefined && from < startTime)
      faults.push(brokenRule(pointerOf(index, 'from'), 'hours_outside_event', messages.hoursBeforeStart(index + 1)));
    if (date === endDate && endTime !== undefined && to > endTime)
      faults.push(brokenRule(pointerOf(index, 'to'), 'hours_outside_event', messages.hoursAfterEnd(index + 1)));
  }
  return faults;
};
