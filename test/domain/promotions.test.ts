import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventHead } from '#shared/domain/events/event.ts';
import {
  eventsNeeded,
  nextEdge,
  type Offer,
  priceInForce,
  standing,
} from '#shared/domain/promotions/price-in-force.ts';
import { openSpans, type Regular, withinEvent } from '#shared/domain/promotions/promotion.ts';
import { entryFaults } from '#shared/domain/promotions/promotion-entry.ts';

const MINUTE = 60_000;
/** Midnight in Vietnam, at the beginning of 2026-12-10. */
const START = Date.parse('2026-12-09T17:00:00Z');
const DAY = 1_440;

const event = (over: Partial<EventHead> = {}): EventHead => ({
  id: 'evt_1',
  title: 'Hội chợ',
  status: 'published',
  startDate: '2026-12-10',
  endDate: '2026-12-12',
  closedDates: [],
  alcoholBasis: null,
  ...over,
});

const offer = (over: Partial<Offer> = {}): Offer => ({
  id: 'prm_1',
  event: 'evt_1',
  priceVnd: 90_000,
  unit: 'hũ',
  from: START,
  to: START + DAY * MINUTE,
  salesPoints: [],
  booths: [],
  limits: { total: null, perBuyer: null },
  sold: 0,
  ...over,
});

const FOOD: Regular = { priceVnd: 120_000, unit: 'hũ', alcohol: false };
const known = (...events: EventHead[]) => new Map(events.map((one) => [one.id, one]));
const iso = (span: { from: number; to: number }) =>
  [span.from, span.to].map((ms) => new Date(ms).toISOString().replace(':00.000', ''));

describe('the open times of an event', () => {
  it('run from the first midnight in Vietnam to the last, without the days on which it rests', () => {
    const at = { startDate: '2026-12-30', endDate: '2027-01-04' };
    expect(openSpans({ ...at, closedDates: [] }).map(iso)).toEqual([['2026-12-29T17:00Z', '2027-01-04T17:00Z']]);
    expect(openSpans({ ...at, closedDates: ['2027-01-02', '2027-01-01'] }).map(iso)).toEqual([
      ['2026-12-29T17:00Z', '2026-12-31T17:00Z'],
      ['2027-01-02T17:00Z', '2027-01-04T17:00Z'],
    ]);
    expect(openSpans({ ...at, closedDates: ['2026-12-30', '2027-01-04', '2027-01-04'] }).map(iso)).toEqual([
      ['2026-12-30T17:00Z', '2027-01-03T17:00Z'],
    ]);
  });

  it('cut a window, so that an event which has moved since takes its promotions along', () => {
    const window = { from: START - DAY * MINUTE, to: START + 10 * DAY * MINUTE };
    expect(withinEvent(window, event({ closedDates: ['2026-12-11'] })).map(iso)).toEqual([
      ['2026-12-09T17:00Z', '2026-12-10T17:00Z'],
      ['2026-12-11T17:00Z', '2026-12-12T17:00Z'],
    ]);
    expect(withinEvent(window, event({ startDate: '2027-02-01', endDate: '2027-02-02' }))).toEqual([]);
  });
});

describe('the price in force', () => {
  const at = START + 60 * MINUTE;
  const idOf = (offers: Offer[], events = known(event()), when = at) =>
    priceInForce(standing(offers, FOOD), events, FOOD, when)?.offer.id ?? null;

  it('is the lowest; of equal ones that whose window ends later, then the smaller id', () => {
    const long = offer({ id: 'prm_long', to: START + 2 * DAY * MINUTE });
    expect(idOf([offer(), long, offer({ id: 'prm_low', priceVnd: 89_999, to: at + 1 })])).toBe('prm_low');
    expect(idOf([offer(), long])).toBe('prm_long');
    expect(idOf([offer({ id: 'prm_b' }), offer({ id: 'prm_a' })])).toBe('prm_a');
  });

  it('holds from its first millisecond to the one before its end', () => {
    const one = offer({ from: at, to: at + 1 });
    expect([at - 1, at, at + 1].map((when) => idOf([one], known(event()), when))).toEqual([null, 'prm_1', null]);
  });

  it('is none where it is not below the price of the same unit, sold out, or not admitted by its event', () => {
    expect(idOf([offer({ priceVnd: 120_000 })])).toBeNull();
    expect(idOf([offer({ unit: 'kg' })])).toBeNull();
    expect(idOf([offer({ limits: { total: 5_000, perBuyer: null }, sold: 5_000 })])).toBeNull();
    expect(idOf([offer({ limits: { total: 5_000, perBuyer: null }, sold: 4_999 })])).toBe('prm_1');
    for (const status of ['draft', 'cancelled'] as const) expect(idOf([offer()], known(event({ status })))).toBeNull();
    expect(idOf([offer()], known())).toBeNull();
    expect(standing([offer()], { ...FOOD, priceVnd: null })).toEqual([]);
    const wine = { ...FOOD, alcohol: true };
    expect(priceInForce([offer()], known(event()), wine, at)).toBeNull();
    const allowed = event({ alcoholBasis: { number: '5/QĐ', date: '2026-10-01' } });
    expect(priceInForce([offer()], known(allowed), wine, at)?.offer.id).toBe('prm_1');
  });

  it('lasts until a better one begins, a rest day comes, or its end', () => {
    const long = offer({ to: START + 3 * DAY * MINUTE });
    const better = offer({ id: 'prm_2', priceVnd: 80_000, from: START + DAY * MINUTE, to: START + 2 * DAY * MINUTE });
    const until = (offers: Offer[], events = known(event())) =>
      ((priceInForce(offers, events, FOOD, at)?.until ?? 0) - START) / MINUTE;
    expect(until([long])).toBe(3 * DAY);
    expect(until([long, better])).toBe(DAY);
    expect(until([long, { ...better, priceVnd: 95_000 }])).toBe(3 * DAY);
    expect(until([long], known(event({ closedDates: ['2026-12-12'] })))).toBe(2 * DAY);
    expect(until([long, better], known(event({ closedDates: ['2026-12-11'] })))).toBe(DAY);
    const elsewhere = { ...better, event: 'evt_2' };
    expect(until([long, elsewhere], known(event(), event({ id: 'evt_2', status: 'cancelled' })))).toBe(3 * DAY);
  });
});

const CALENDAR = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' });
const days = new Map<number, string>();
/** The day of a minute by the calendar, which is asked once for each minute. */
const dayOf = (minute: number): string => {
  const known = days.get(minute) ?? CALENDAR.format(START + minute * MINUTE);
  days.set(minute, known);
  return known;
};

/** Reads the rule anew every minute: the day by the calendar, whatever is on sorted by the words of the rule. */
const naive = (offers: Offer[], events: EventHead[], regular: Regular, minute: number): Offer | undefined => {
  const at = START + minute * MINUTE;
  const day = dayOf(minute);
  const on = offers.filter((one) => {
    const its = events.find(({ id }) => id === one.event);
    if (its?.status !== 'published') return false;
    if (day < its.startDate || day > its.endDate || its.closedDates.includes(day)) return false;
    if (regular.alcohol && !its.alcoholBasis) return false;
    if (one.limits.total !== null && one.sold >= one.limits.total) return false;
    if (regular.priceVnd === null || one.priceVnd >= regular.priceVnd || one.unit !== regular.unit) return false;
    return at >= one.from && at < one.to;
  });
  const lowest = Math.min(...on.map(({ priceVnd }) => priceVnd));
  const cheap = on.filter(({ priceVnd }) => priceVnd === lowest);
  const latest = Math.max(...cheap.map(({ to }) => to));
  return cheap.filter(({ to }) => to === latest).sort((a, b) => (a.id < b.id ? -1 : 1))[0];
};

const DAYS = ['2026-12-10', '2026-12-11', '2026-12-12', '2026-12-13'];
const SPAN = DAYS.length * DAY;
const minutes = fc.oneof(
  fc.integer({ min: 0, max: SPAN }),
  fc.integer({ min: 0, max: DAYS.length }).map((day) => day * DAY),
);
const someEvents = fc
  .array(
    fc.record({
      days: fc.tuple(fc.nat(3), fc.nat(3)),
      closedDates: fc.subarray(DAYS, { maxLength: 2 }),
      status: fc.constantFrom('published' as const, 'published' as const, 'published' as const, 'cancelled' as const),
      alcoholBasis: fc.constantFrom(null, { number: '5/QĐ', date: '2026-10-01' }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((all) =>
    all.map(({ days, ...rest }, index) => {
      const [first = 0, last = 0] = [...days].sort((a, b) => a - b);
      return event({ ...rest, id: `evt_${index}`, startDate: DAYS[first] ?? '', endDate: DAYS[last] ?? '' });
    }),
  );
const someOffers = fc
  .array(
    fc.record({
      window: fc.tuple(minutes, minutes).filter(([a, b]) => a !== b),
      event: fc.nat(2),
      priceVnd: fc.constantFrom(80_000, 90_000, 90_000, 100_000, 120_000),
      unit: fc.constantFrom('hũ', 'hũ', 'hũ', 'kg'),
      total: fc.constantFrom(null, null, 1_000),
      sold: fc.constantFrom(0, 0, 1_000),
    }),
    { maxLength: 8 },
  )
  .map((all) =>
    all.map(({ window, event: of, total, ...rest }, index) => {
      const [from = 0, to = 0] = [...window].sort((a, b) => a - b);
      const id = `prm_${(index * 5) % 8}`;
      const limits = { total, perBuyer: null };
      return offer({ ...rest, id, limits, event: `evt_${of}`, from: START + from * MINUTE, to: START + to * MINUTE });
    }),
  );

describe('the rule of overlaps', () => {
  it('gives what a scan of every minute finds, and for just as long', () => {
    fc.assert(
      fc.property(someEvents, someOffers, fc.boolean(), minutes, (events, offers, alcohol, minute) => {
        const regular = { ...FOOD, alcohol };
        const when = START + minute * MINUTE;
        const able = standing(offers, regular);
        // Only the events that are said to be needed, as the reading verb loads them.
        const needed = events.filter(({ id }) => eventsNeeded(able, when).includes(id));
        const found = priceInForce(able, known(...needed), regular, when);
        const wanted = naive(offers, events, regular, minute);
        expect(found?.offer.id).toBe(wanted?.id);
        if (!found || !wanted) return;
        let end = minute + 1;
        while (naive(offers, events, regular, end)?.id === wanted.id) end += 1;
        expect((found.until - START) / MINUTE).toBe(end);
      }),
      { seed: 20_261_210, numRuns: 300 },
    );
  });

  it('changes at no other instant than a Vietnamese midnight and the edges that are told', () => {
    fc.assert(
      fc.property(someEvents, someOffers, minutes, (events, offers, minute) => {
        const when = START + minute * MINUTE;
        const able = standing(offers, FOOD);
        const midnight = START + (Math.floor(minute / DAY) + 1) * DAY * MINUTE;
        const edge = Math.min(nextEdge(able, when) ?? midnight, midnight);
        const at = (ms: number) => priceInForce(able, known(...events), FOOD, ms);
        for (const later of [when + 1, Math.floor((when + edge) / 2), edge - 1])
          if (later > when && later < edge) expect(at(later)?.offer.id).toBe(at(when)?.offer.id);
        const now = at(when);
        if (now) expect(now.until).toBeGreaterThan(when);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

describe('the part that a product takes in an event', () => {
  const at = {
    stops: [{ name: 'Cơ sở', producer: 'pro_1' }],
    booths: ['A1', 'A2'].map((id) => ({ id, widthMetres: 3, depthMetres: 3 })),
  };
  const codes = (...[booths, producer, entry]: [string[], string, { booth: string | null } | undefined]) =>
    entryFaults({ booths }, at, producer, entry).map(({ pointer, code }) => `${pointer} ${code}`);

  it('is its registration or a stop at its producer, and the booth that it was given', () => {
    expect(codes([], 'pro_2', undefined)).toEqual(['/product product_not_in_event']);
    expect(codes([], 'pro_1', undefined)).toEqual([]);
    expect(codes(['A1'], 'pro_1', undefined)).toEqual(['/booths/0 booth_not_given']);
    expect(codes(['A1'], 'pro_2', { booth: 'A1' })).toEqual([]);
    expect(codes(['A1', 'A2'], 'pro_2', { booth: 'A1' })).toEqual(['/booths/1 booth_not_given']);
    expect(codes(['A1'], 'pro_2', { booth: null })).toEqual(['/booths/0 booth_not_given']);
  });

  it('leaves booths that the plan lacks to another rule', () => {
    expect(codes(['Z9'], 'pro_2', { booth: null })).toEqual([]);
  });
});
