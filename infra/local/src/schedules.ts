import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Fields, readStateFile, replaceFile } from './durable-file.ts';
import { localRegion } from './identity.ts';
import { localAccountId } from './resolver.ts';
import type { Runtime } from './runtime.ts';
import type { LocalSchedule } from './template.ts';

const minuteMs = 60_000;
// Schedules missed during this period run once; older ones are superseded by later runs.
const lookBackMinutes = 2 * 24 * 60;

type Clock = { minute: number; hour: number; day: number; month: number; weekday: number; year: number };

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const formatters = new Map<string, Intl.DateTimeFormat>();

const clockAt = (instant: number, timeZone: string): Clock => {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      weekday: 'short',
    });
    formatters.set(timeZone, formatter);
  }
  const parts = Object.fromEntries(formatter.formatToParts(instant).map(({ type, value }) => [type, value]));
  return {
    minute: Number(parts.minute),
    hour: Number(parts.hour),
    day: Number(parts.day),
    month: Number(parts.month),
    weekday: dayNames.indexOf((parts.weekday ?? '').toUpperCase()) + 1,
    year: Number(parts.year),
  };
};

const fieldMatches = (field: string, value: number, first: number, names: string[] = []): boolean =>
  field.split(',').some((term) => {
    if (term === '*' || term === '?') return true;
    const match = /^(?:(\*)|([A-Z]+|\d+)(?:-([A-Z]+|\d+))?)(?:\/(\d+))?$/.exec(term.toUpperCase());
    if (!match) throw new Error(`the cron term ${term} is not served here`);
    const number = (text: string): number => {
      const index = names.indexOf(text);
      const parsed = index === -1 ? Number(text) : index + 1;
      if (Number.isNaN(parsed)) throw new Error(`the cron term ${term} is not served here`);
      return parsed;
    };
    const [, any, from, to, step] = match;
    const start = any || from === undefined ? first : number(from);
    const end = to !== undefined ? number(to) : any || step !== undefined ? Number.POSITIVE_INFINITY : start;
    return value >= start && value <= end && (value - start) % Number(step ?? 1) === 0;
  });

const unitMs: Record<string, number> = { minute: minuteMs, hour: 60 * minuteMs, day: 24 * 60 * minuteMs };

/** Whether an EventBridge expression (`cron(…)`, `rate(…)`, `at(…)`) falls on the minute that begins at `instant`. */
export const isDue = (expression: string, timeZone: string, instant: number): boolean => {
  const cron = /^cron\((.+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
  if (cron) {
    const [minute, hour, day, month, weekday, year] = cron;
    if (!minute || !hour || !day || !month || !weekday || !year) throw new Error(`${expression} needs six fields`);
    const clock = clockAt(instant, timeZone);
    return (
      fieldMatches(minute, clock.minute, 0) &&
      fieldMatches(hour, clock.hour, 0) &&
      fieldMatches(day, clock.day, 1) &&
      fieldMatches(month, clock.month, 1, monthNames) &&
      fieldMatches(weekday, clock.weekday, 1, dayNames) &&
      fieldMatches(year, clock.year, 1970)
    );
  }
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) {
    const period = Number(rate[1]) * (unitMs[rate[2] ?? ''] ?? minuteMs);
    return instant % period < minuteMs;
  }
  const at = /^at\((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::\d\d)?\)$/.exec(expression);
  if (!at) throw new Error(`the schedule ${expression} is not served here`);
  const [year, month, day, hour, minute] = at.slice(1).map(Number);
  const clock = clockAt(instant, timeZone);
  return (
    clock.year === year && clock.month === month && clock.day === day && clock.hour === hour && clock.minute === minute
  );
};

const eventOf = (schedule: LocalSchedule, instant: number): string => {
  const scheduleArn = `arn:aws:scheduler:${localRegion}:${localAccountId}:schedule/default/${schedule.name}`;
  const time = new Date(instant).toISOString().replace('.000Z', 'Z');
  if (schedule.input !== undefined) {
    return schedule.input
      .replaceAll('<aws.scheduler.scheduled-time>', time)
      .replaceAll('<aws.scheduler.schedule-arn>', scheduleArn)
      .replaceAll('<aws.scheduler.execution-id>', randomUUID())
      .replaceAll('<aws.scheduler.attempt-number>', '1');
  }
  return JSON.stringify({
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: localAccountId,
    time,
    region: localRegion,
    resources: [scheduleArn],
    detail: '{}',
  });
};

type ScheduleOptions = {
  schedules: LocalSchedule[];
  runtime: Pick<Runtime, 'invoke'>;
  dataDir: string;
  log: (line: string) => void;
  now?: () => number;
};

type LookState = { lookedAt: number };

const lookStateOf = ({ lookedAt }: Fields): LookState | undefined =>
  Number.isSafeInteger(lookedAt) ? { lookedAt: lookedAt as number } : undefined;

const startOfMinute = (instant: number): number => Math.floor(instant / minuteMs) * minuteMs;

/**
 * Creates the check that runs the schedules that became due since the last check. The last checked minute is stored in
 * the data folder: a schedule that was due while nothing ran is run once, and an interrupted one is run again.
 */
export const createLook = async (options: ScheduleOptions, signal: AbortSignal): Promise<() => Promise<void>> => {
  const { schedules, runtime, log } = options;
  const now = options.now ?? Date.now;
  const statePath = join(options.dataDir, 'schedules.json');
  for (const { expression, timeZone } of schedules) isDue(expression, timeZone, startOfMinute(now()));
  const stored = await readStateFile(statePath, lookStateOf, {
    log,
    consequence: 'schedules of the last two days run once more.',
  });
  let lookedAt =
    stored === 'missing'
      ? startOfMinute(now())
      : stored === 'torn'
        ? startOfMinute(now()) - lookBackMinutes * minuteMs
        : stored.lookedAt;

  const run = async (schedule: LocalSchedule, instant: number): Promise<void> => {
    for (let attempt = 0; attempt <= schedule.maximumRetries; attempt++) {
      signal.throwIfAborted();
      try {
        await runtime.invoke(schedule.functionArn, eventOf(schedule, instant));
        return;
      } catch (error) {
        log(`schedule ${schedule.name}, attempt ${attempt + 1}: ${(error as Error).message}`);
      }
    }
  };

  return async () => {
    const until = startOfMinute(now());
    // After the clock is set back, minutes repeat: an extra run is harmless, and none until the old time would not be.
    lookedAt = Math.min(lookedAt, until);
    const from = Math.max(lookedAt + minuteMs, until - lookBackMinutes * minuteMs);
    for (const schedule of schedules) {
      let due: number | undefined;
      for (let instant = from; instant <= until; instant += minuteMs) {
        if (isDue(schedule.expression, schedule.timeZone, instant)) due = instant;
      }
      if (due !== undefined) await run(schedule, due);
    }
    lookedAt = until;
    await replaceFile(statePath, JSON.stringify({ lookedAt }));
  };
};

/** Runs the template's schedules in this process, at the start of every minute. */
export const startSchedules = async (options: ScheduleOptions): Promise<{ stop: () => Promise<void> }> => {
  const now = options.now ?? Date.now;
  const stopping = new AbortController();
  const look = await createLook(options, stopping.signal);
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();
  const tick = (): void => {
    underWay = look()
      .catch((error: Error) => {
        if (!stopping.signal.aborted) options.log(`schedules: ${error.message}`);
      })
      .then(() => {
        if (!stopping.signal.aborted) timer = setTimeout(tick, minuteMs - (now() % minuteMs) + 50);
      });
  };
  tick();
  return {
    stop: async () => {
      stopping.abort();
      clearTimeout(timer);
      await underWay;
    },
  };
};
