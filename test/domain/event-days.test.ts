import { describe, expect, it } from 'vitest';
import { monthsOf } from '#shared/data/events/event-store.ts';
import { heldDays } from '#shared/domain/registrations/eligibility.ts';

describe('the days of an event', () => {
  it('are all from the first to the last, without those on which it rests', () => {
    const event = { startDate: '2027-02-27', endDate: '2027-03-02', closedDates: ['2027-02-28'] };
    expect(heldDays(event)).toEqual(['2027-02-27', '2027-03-01', '2027-03-02']);
    expect(heldDays({ ...event, endDate: '2027-02-27' })).toEqual(['2027-02-27']);
    expect(heldDays({ ...event, endDate: '2027-02-26' })).toEqual([]);
  });

  it('end with the last day that four digits can write', () => {
    expect(heldDays({ startDate: '9999-12-30', endDate: '9999-12-31', closedDates: [] })).toEqual([
      '9999-12-30',
      '9999-12-31',
    ]);
  });
});

describe('the months of an event', () => {
  it('are all that its days touch', () => {
    expect(monthsOf('2026-11-30', '2027-02-01')).toEqual(['2026-11', '2026-12', '2027-01', '2027-02']);
    expect(monthsOf('2026-11-30', '2026-11-30')).toEqual(['2026-11']);
    expect(monthsOf('2026-12-01', '2026-11-30')).toEqual([]);
  });

  it('end with the last month that four digits can write', () => {
    expect(monthsOf('9999-11-30', '9999-12-31')).toEqual(['9999-11', '9999-12']);
  });
});
