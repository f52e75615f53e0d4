/**
 * Days of the Vietnamese calendar as `YYYY-MM-DD` strings. Vietnam keeps UTC+7 the whole year (no daylight saving since
 * 1975-06-13), so a day is an instant shifted by seven hours.
 */
export type Day = string;

/** The offset of Vietnam's time from UTC, in milliseconds. */
export const VIETNAM_SHIFT_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const parse = (day: Day): number => Date.parse(`${day}T00:00:00Z`);
const print = (ms: number): Day => new Date(ms).toISOString().slice(0, 10);

/** The day in Asia/Ho_Chi_Minh on which an instant falls. */
export const vietnamDay = (instant: Date): Day => print(instant.getTime() + VIETNAM_SHIFT_MS);

/** A day in Vietnamese notation: `15/12/2023`. */
export const dayText = (day: Day): string => day.split('-').reverse().join('/');

/** An instant in Vietnamese notation and local time: `08:30 15/12/2023`. */
export const instantText = (instant: string): string => {
  const local = new Date(Date.parse(instant) + VIETNAM_SHIFT_MS).toISOString();
  return `${local.slice('YYYY-MM-DDT'.length, 'YYYY-MM-DDTHH:MM'.length)} ${dayText(local.slice(0, 'YYYY-MM-DD'.length))}`;
};

/** The instant of a Vietnamese day and time; `24:00` is the midnight that ends the day. */
export const instantAt = (day: Day, time: string): Date => new Date(`${day}T${time}:00+07:00`);

/** Whether a string is a real calendar day (`2026-02-30` is not). */
export const isDay = (text: string): boolean =>
  DAY.test(text) && Number.isFinite(parse(text)) && print(parse(text)) === text;

/** `day` moved by a number of days, which may be negative. */
export const addDays = (day: Day, days: number): Day => print(parse(day) + days * DAY_MS);

/** The number of days from one day to another; negative if the second is earlier. */
export const daysBetween = (from: Day, to: Day): number => (parse(to) - parse(from)) / DAY_MS;

/** `day` plus a number of months; in a shorter month its last day (2024-02-29 + 36 months is 2027-02-28). */
export const addMonths = (day: Day, months: number): Day => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  return print(
    Date.UTC(lastOfMonth.getUTCFullYear(), lastOfMonth.getUTCMonth(), Math.min(date, lastOfMonth.getUTCDate())),
  );
};

/** Whole seconds until the next midnight in Asia/Ho_Chi_Minh: 0 to 86,400. */
export const secondsToMidnight = (instant: Date): number =>
  Math.floor((DAY_MS - ((instant.getTime() + VIETNAM_SHIFT_MS) % DAY_MS)) / 1000);
