import { EVENT_ROW_MAX_BYTES, eventCardOf, monthOf } from '#shared/data/events/event-store.ts';
import { COUNTRY, keys } from '#shared/data/table/keys.ts';
import { PAGE_MAX_UNITS, readWithin } from '#shared/data/table/read-budget.ts';
import { stringOf } from '#shared/data/table/reader.ts';
import type { EventKind } from '#shared/domain/events/event.ts';
import { type EventCard, eventSummary } from '#shared/domain/events/event-views.ts';
import { EVENT_MAX } from '#shared/platform/limits.ts';
import { cursorInvalid } from '#shared/platform/problem.ts';
import { addDays, type Day } from '#shared/platform/vietnam-day.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';

/** Vietnamese days, both included; events that touch any of them are meant. */
export type EventWindow = { from: Day; to: Day };
type EventFilter = EventWindow & { province?: string | undefined; kind?: EventKind | undefined };

/** Rows of the window's first month that ended before it, or of another kind, are read and passed over. */
const SPARE_ROWS = 20;

const POSITION = /^\d{4}-\d{2}#\d{4}-\d{2}-\d{2}#evt_[0-9A-Z]{26}$/;

/** Events have a row in every month they touch; one counts, that of their first month within the window. */
const counts = (sk: string, card: EventCard, { from, kind }: EventFilter): boolean =>
  monthOf(sk) === monthOf(card.startDate > from ? card.startDate : from) &&
  card.endDate >= from &&
  (kind === undefined || card.kind === kind);

type Rows = { from: string; to: string; descending?: boolean };

/** The rows of the months that a window touches, up to its last day. */
const rowsOf = ({ from, to }: EventWindow): Rows => ({ from: monthOf(from), to: `${monthOf(to)}#${to}\uffff` });

/**
 * Cards of announced events of a window, at most `limit`, each once, in the order of `rows`; `next` is the sort key to go on
 * behind where there are more, also where `units` of read capacity are spent.
 */
const cardsIn = async (
  { reader }: Pick<ReadContext, 'reader'>,
  filter: EventFilter,
  rows: Rows,
  { limit, after, units }: { limit: number; after?: string | undefined; units: number },
): Promise<{ cards: EventCard[]; more: boolean; next?: string; spent: number }> => {
  const pk = keys.eventByMonth.partition(filter.province ?? COUNTRY);
  const range = { pk, ...rows };
  const cards: EventCard[] = [];
  let position = after;
  let spent = 0;
  const page = (more: boolean) => ({
    cards,
    spent,
    more,
    ...(more && position !== undefined ? { next: position } : {}),
  });
  for (;;) {
    const read = await readWithin(
      reader,
      { ...range, limit: limit - cards.length + SPARE_ROWS, ...(position === undefined ? {} : { after: position }) },
      { units: units - spent, rowMaxBytes: EVENT_ROW_MAX_BYTES },
    );
    spent += read.units;
    for (const item of read.items) {
      const card = eventCardOf(item);
      const sk = stringOf(item, 'sk');
      if (counts(sk, card, filter)) {
        if (cards.length === limit) return page(true);
        cards.push(card);
      }
      position = sk;
    }
    if (!read.more || read.items.length === 0) return page(read.more);
  }
};

/**
 * One page of the announced events that touch a window, the earliest first; `after` is the sort key to go on behind. It ends
 * before `limit` where it has read what a page may.
 */
export const listEvents = async (
  context: ReadContext,
  filter: EventFilter,
  walk: { limit: number; after?: string | undefined },
) => {
  if (walk.after !== undefined && !POSITION.test(walk.after)) throw cursorInvalid();
  const { cards, next } = await cardsIn(context, filter, rowsOf(filter), { ...walk, units: PAGE_MAX_UNITS });
  return {
    items: cards.map((card) => eventSummary(card, context.today)),
    ...(next === undefined ? {} : { next }),
  };
};

const CALENDAR_DAYS_BACK = 31;
const CALENDAR_DAYS_AHEAD = 366;
/** What a calendar reads of the events that have begun, at most, in read capacity units; the coming ones get the rest. */
const CALENDAR_BEGUN_UNITS = 5;

/** What a calendar had no room for: events that begin before a day, and those that begin from a day on. */
export type LeftOut = { before: Day | null; from: Day | null };

const startOf = (position: string | undefined, otherwise: Day): Day =>
  position?.slice('2026-12#'.length, '2026-12#2026-12-31'.length) ?? otherwise;
const orderOf = ({ startDate, id }: EventCard): string => `${startDate}#${id}`;

/**
 * The cards of a calendar by their first day, from a month ago to a year ahead, with what was left out. Of those that have begun
 * the latest are read first, of the coming ones the earliest, as long as a request may read.
 */
export const cardsOfCalendar = async (
  context: ReadContext,
  filter: Pick<EventFilter, 'province' | 'kind'>,
): Promise<{ cards: EventCard[]; leftOut: LeftOut | null }> => {
  const { today } = context;
  const limit = EVENT_MAX.calendarEntries;
  const past = { from: addDays(today, -CALENDAR_DAYS_BACK), to: addDays(today, -1) };
  const coming = { from: today, to: addDays(today, CALENDAR_DAYS_AHEAD) };
  const begun = await cardsIn(
    context,
    { ...filter, ...past },
    { ...rowsOf(past), descending: true },
    { limit, units: CALENDAR_BEGUN_UNITS },
  );
  const ahead = await cardsIn(
    context,
    { ...filter, ...coming },
    { ...rowsOf(coming), from: `${monthOf(today)}#${today}` },
    { limit: limit - begun.cards.length, units: PAGE_MAX_UNITS - begun.spent },
  );
  return {
    cards: [...begun.cards, ...ahead.cards].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
    leftOut:
      begun.more || ahead.more
        ? {
            before: begun.more ? startOf(begun.next, today) : null,
            from: ahead.more ? startOf(ahead.next, today) : null,
          }
        : null,
  };
};
