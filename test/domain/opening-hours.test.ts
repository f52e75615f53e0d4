import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOpenAt, type OpeningHours } from '#shared/domain/sales-points/opening-hours.ts';

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
/** An instant of Vietnam's wall clock. 2026-11-23 is a Monday. */
const at = (local: string): Date => new Date(`${local}+07:00`);
const weekly = (...entries: OpeningHours['weekly']): OpeningHours => ({ weekly: entries, holidays: [] });
const judge = (hours: OpeningHours, instants: Record<string, boolean>): void => {
  const seen = Object.keys(instants).map((local) => [local, isOpenAt(hours, at(local))]);
  expect(Object.fromEntries(seen)).toEqual(instants);
};

describe('a place whose hours are unknown', () => {
  it('is neither open nor closed', () => {
    expect(isOpenAt(null, at('2026-11-23T10:00'))).toBeNull();
  });
});

describe('weekly hours', () => {
  it('begin with the opening minute and are over at the closing one, to the millisecond', () => {
    judge(weekly({ days: [1], opens: '08:30', closes: '17:00' }), {
      '2026-11-23T08:29:59.999': false,
      '2026-11-23T08:30:00.000': true,
      '2026-11-23T16:59:59.999': true,
      '2026-11-23T17:00:00.000': false,
    });
  });

  it('hold on the weekdays of Vietnam, seven hours ahead of UTC', () => {
    const sunday = weekly({ days: [7], opens: '00:00', closes: '23:59' });
    expect(isOpenAt(sunday, new Date('2026-11-21T16:59:59.999Z'))).toBe(false);
    expect(isOpenAt(sunday, new Date('2026-11-21T17:00:00.000Z'))).toBe(true);
    expect(isOpenAt(sunday, new Date('2026-11-22T16:58:59.999Z'))).toBe(true);
    expect(isOpenAt(sunday, new Date('2026-11-22T17:00:00.000Z'))).toBe(false);
  });

  it('may have a break at noon, and entries that overlap or touch add up', () => {
    judge(
      weekly(
        { days: [1], opens: '07:00', closes: '11:00' },
        { days: [1], opens: '10:00', closes: '12:00' },
        { days: [1, 2], opens: '12:00', closes: '12:30' },
        { days: [1], opens: '14:00', closes: '18:00' },
      ),
      {
        '2026-11-23T11:30': true,
        '2026-11-23T12:00': true,
        '2026-11-23T12:30': false,
        '2026-11-23T13:59': false,
        '2026-11-23T14:00': true,
        '2026-11-24T11:30': false,
        '2026-11-24T12:00': true,
      },
    );
  });

  it('run past midnight into a day that has none of its own, and from Sunday into Monday', () => {
    judge(weekly({ days: [6, 7], opens: '18:00', closes: '02:00' }), {
      '2026-11-21T01:59': false,
      '2026-11-21T18:00': true,
      '2026-11-22T00:00': true,
      '2026-11-22T01:59:59.999': true,
      '2026-11-22T02:00': false,
      '2026-11-22T18:00': true,
      '2026-11-23T01:59': true,
      '2026-11-23T02:00': false,
      '2026-11-23T18:00': false,
    });
  });

  it('that close at midnight leave no minute of the day out and none of the next one in', () => {
    judge(weekly({ days: [1], opens: '20:00', closes: '00:00' }), {
      '2026-11-23T23:59:59.999': true,
      '2026-11-24T00:00': false,
    });
  });

  it('that open and close at the same time are the whole day round', () => {
    judge(weekly({ days: [1], opens: '06:00', closes: '06:00' }), {
      '2026-11-23T05:59': false,
      '2026-11-23T06:00': true,
      '2026-11-24T05:59': true,
      '2026-11-24T06:00': false,
    });
    const always = weekly({ days: EVERY_DAY, opens: '00:00', closes: '00:00' });
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }), (instant) => {
        expect(isOpenAt(always, instant)).toBe(true);
      }),
      { seed: 7 },
    );
  });

  it('are none where the list is empty: closed, not unknown', () => {
    expect(isOpenAt(weekly(), at('2026-11-23T10:00'))).toBe(false);
  });
});

describe('holidays', () => {
  const daily = { days: EVERY_DAY, opens: '08:00', closes: '20:00' };
  const night = { days: EVERY_DAY, opens: '20:00', closes: '03:00' };

  it('close the days from the first to the last, both included', () => {
    judge(
      { weekly: [daily], holidays: [{ from: '2027-02-05', to: '2027-02-09', name: 'Tết Đinh Mùi' }] },
      {
        '2027-02-04T19:59': true,
        '2027-02-05T08:00': false,
        '2027-02-09T19:59': false,
        '2027-02-10T08:00': true,
      },
    );
  });

  it('with times are open at those instead of the weekly ones', () => {
    judge(
      { weekly: [daily], holidays: [{ from: '2026-11-23', to: '2026-11-23', opens: '18:00', closes: '23:00' }] },
      {
        '2026-11-23T09:00': false,
        '2026-11-23T18:00': true,
        '2026-11-23T22:59': true,
        '2026-11-24T09:00': true,
      },
    );
  });

  it('open a day that has no weekly hours', () => {
    judge(
      { weekly: [], holidays: [{ from: '2026-11-23', to: '2026-11-24', opens: '09:00', closes: '10:00' }] },
      {
        '2026-11-23T09:30': true,
        '2026-11-24T09:30': true,
        '2026-11-25T09:30': false,
      },
    );
  });

  it('do not shorten the night that began on the day before, and a closed day has no night of its own', () => {
    judge(
      { weekly: [night], holidays: [{ from: '2026-11-24', to: '2026-11-24' }] },
      {
        '2026-11-24T02:59': true,
        '2026-11-24T03:00': false,
        '2026-11-24T20:00': false,
        '2026-11-25T02:59': false,
        '2026-11-25T20:00': true,
      },
    );
  });

  it('run past midnight into an ordinary day', () => {
    judge(
      { weekly: [], holidays: [{ from: '2026-12-31', to: '2026-12-31', opens: '22:00', closes: '01:00' }] },
      {
        '2026-12-31T21:59': false,
        '2027-01-01T00:59': true,
        '2027-01-01T01:00': false,
      },
    );
  });

  it('that overlap add up: one day with times within a closed week is open at those', () => {
    judge(
      {
        weekly: [daily],
        holidays: [
          { from: '2026-11-23', to: '2026-11-29' },
          { from: '2026-11-25', to: '2026-11-25', opens: '08:00', closes: '10:00' },
          { from: '2026-11-25', to: '2026-11-26', opens: '15:00', closes: '16:00' },
        ],
      },
      {
        '2026-11-24T09:00': false,
        '2026-11-25T09:00': true,
        '2026-11-25T12:00': false,
        '2026-11-25T15:30': true,
        '2026-11-26T09:00': false,
        '2026-11-26T15:30': true,
      },
    );
  });

  it('begin and end at midnight in Vietnam', () => {
    const hours = {
      weekly: [{ days: EVERY_DAY, opens: '00:00', closes: '23:59' }],
      holidays: [{ from: '2026-11-24', to: '2026-11-24' }],
    };
    expect(isOpenAt(hours, new Date('2026-11-23T16:58:59Z'))).toBe(true);
    expect(isOpenAt(hours, new Date('2026-11-23T17:00:00Z'))).toBe(false);
    expect(isOpenAt(hours, new Date('2026-11-24T16:59:59Z'))).toBe(false);
    expect(isOpenAt(hours, new Date('2026-11-24T17:00:00Z'))).toBe(true);
  });
});

describe('any hours at any instant', () => {
  const MINUTE = 60_000;
  const time = fc
    .integer({ min: 0, max: 1_439 })
    .map((minute) => new Date(minute * MINUTE).toISOString().slice(11, 16));
  const day = fc
    .integer({ min: 0, max: 20 })
    .map((n) => new Date(Date.UTC(2026, 10, 16 + n)).toISOString().slice(0, 10));
  const span = fc.record({ opens: time, closes: time });
  const holiday = fc
    .tuple(day, day, fc.option(span, { nil: undefined }))
    .map(([a, b, times]) => ({ from: a < b ? a : b, to: a < b ? b : a, ...times }));
  const hours = fc.record({
    weekly: fc.array(
      fc.tuple(fc.subarray(EVERY_DAY), span).map(([days, times]) => ({ days, ...times })),
      {
        maxLength: 4,
      },
    ),
    holidays: fc.array(holiday, { maxLength: 3 }),
  });

  /** Every minute that is open, reckoned from the days on which hours begin. */
  const openMinutes = ({ weekly: entries, holidays }: OpeningHours): Set<number> => {
    const open = new Set<number>();
    for (let n = -2; n <= 24; n += 1) {
      const midnight = Date.UTC(2026, 10, 16 + n);
      const date = new Date(midnight).toISOString().slice(0, 10);
      const covering = holidays.filter(({ from, to }) => from <= date && date <= to);
      const weekday = ((new Date(midnight).getUTCDay() + 6) % 7) + 1;
      const spans = covering.length > 0 ? covering : entries.filter(({ days }) => days.includes(weekday));
      for (const { opens, closes } of spans) {
        if (opens === undefined || closes === undefined) continue;
        const minuteOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
        const length = (minuteOf(closes) - minuteOf(opens) + 1_440) % 1_440 || 1_440;
        for (let minute = 0; minute < length; minute += 1)
          open.add(midnight / MINUTE + minuteOf(opens) + minute - 7 * 60);
      }
    }
    return open;
  };

  it('are judged as a calendar of minutes would', () => {
    const instants = fc.array(fc.integer({ min: 0, max: 20 * 1_440 }), { minLength: 20, maxLength: 60 });
    fc.assert(
      fc.property(hours, instants, (given, minutes) => {
        const open = openMinutes(given);
        for (const minute of minutes) {
          const absolute = Date.UTC(2026, 10, 16) / MINUTE + minute;
          expect(isOpenAt(given, new Date(absolute * MINUTE))).toBe(open.has(absolute));
        }
      }),
      { seed: 950, numRuns: 150 },
    );
  });
});
