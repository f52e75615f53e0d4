import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, isDay, secondsToMidnight, vietnamDay } from '#shared/platform/vietnam-day.ts';

const instant = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
const day = instant.map((date) => date.toISOString().slice(0, 10));

const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh', dateStyle: 'short' });

describe('the Vietnamese day', () => {
  it.each([
    ['2026-11-23T16:59:59.999Z', '2026-11-23'],
    ['2026-11-23T17:00:00.000Z', '2026-11-24'],
    ['2026-12-31T17:00:00.000Z', '2027-01-01'],
    ['2028-02-28T17:00:00.000Z', '2028-02-29'],
  ])('of %s is %s', (text, expected) => expect(vietnamDay(new Date(text))).toBe(expected));

  it('is the one of the time-zone database', () => {
    fc.assert(
      fc.property(instant, (date) => {
        expect(vietnamDay(date)).toBe(calendar.format(date));
      }),
      { seed: 1 },
    );
  });

  it('has so many whole seconds left: what is kept that long never outlives it', () => {
    fc.assert(
      fc.property(instant, (date) => {
        const left = secondsToMidnight(date);
        const midnight = Date.parse(`${addDays(vietnamDay(date), 1)}T00:00:00+07:00`);
        expect(date.getTime() + left * 1000).toBeLessThanOrEqual(midnight);
        expect(date.getTime() + (left + 1) * 1000).toBeGreaterThan(midnight);
      }),
      { seed: 2 },
    );
  });
});

describe('a day', () => {
  it.each(['2026-11-23', '2024-02-29', '2000-02-29'])('is %s', (text) => expect(isDay(text)).toBe(true));
  it.each([
    '2026-02-29',
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '26-01-01',
    '2026-11-23T00:00:00Z',
    '',
    'x',
    '2026-11-23\n',
  ])('is not %j', (text) => expect(isDay(text)).toBe(false));

  it('moves by days and back', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -4_000, max: 4_000 }), (from, days) => {
        const to = addDays(from, days);
        expect(isDay(to)).toBe(true);
        expect(addDays(to, -days)).toBe(from);
        expect(Date.parse(to) - Date.parse(from)).toBe(days * 86_400_000);
      }),
      { seed: 3 },
    );
  });

  it.each([
    ['2024-02-29', 36, '2027-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2025-08-31', 36, '2028-08-31'],
    ['2026-08-31', 1, '2026-09-30'],
    ['2026-12-31', 2, '2027-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-03-31', -1, '2026-02-28'],
  ])('%s moved by %i months is %s', (from, months, to) => expect(addMonths(from, months)).toBe(to));

  it('moved by months keeps its date, or takes the last one of a shorter month', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -60, max: 60 }), (from, months) => {
        const to = addMonths(from, months);
        const count = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
        expect(count(to) - count(from)).toBe(months);
        if (to.slice(8) !== from.slice(8)) {
          expect(to.slice(8) < from.slice(8)).toBe(true);
          expect(addDays(to, 1).slice(8)).toBe('01');
        }
      }),
      { seed: 4 },
    );
  });
});
