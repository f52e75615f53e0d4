import { monthOf } from '../../data/event-kind.ts';
import { COUNTRY, keys } from '../../data/keys.ts';
import { type Item, stringOf } from '../../data/reader.ts';
import type { EventKind } from '../../domain/events/event.ts';
import { type EventCard, eventSummary } from '../../domain/events/event-views.ts';
import { EVENT_MAX } from '../../platform/limits.ts';
import { cursorInvalid } from '../../platform/problem.ts';
import { addDays, type Day } from '../../platform/vietnam-day.ts';
import type { ReadContext } from '../context.ts';

/** Vietnamese days, both included; events that touch any of them are meant. */
export type EventWindow = { from: Day; to: Day };
type EventFilter = EventWindow & { province?: string | undefined; kind?: EventKind | undefined };

/** A page that passes over so many rows is given short, with where to go on. */
const ROWS_MAX = 1_000;
const ROWS_READ = 200;
/** Rows of the window's first month that ended before it, or of another kind, are read and passed over. */
const SPARE_ROWS = 20;

const POSITION = /^\d{4}-\d{2}#\d{4}-\d{2}-\d{2}#evt_[0-9A-Z]{26}$/;

const cardOf = (item: Item): EventCard => JSON.parse(stringOf(item, 'card')) as EventCard;

/** Events have a row in every month they touch; one counts, that of their first month within the window. */
const counts = (sk: string, card: EventCard, { from, kind }: EventFilter): boolean =>
  monthOf(sk) === monthOf(card.startDate > from ? card.startDate : from) &&
  card.endDate >= from &&
  (kind === undefined || card.kind === kind);

/**
 * Cards of announced events of a window by their first day, at most `limit`, each once; `next` is the sort key to go on
 * behind. The rows that are read are those of the window's months in one partition.
 */
const cardsIn = async (
  { reader }: Pick<ReadContext, 'reader'>,
  filter: EventFilter,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<{ cards: EventCard[]; next?: string }> => {
  const { pk } = keys.eventByMonth(filter.province ?? COUNTRY, '', '', '');
  const range = { pk, from: monthOf(filter.from), to: `${monthOf(filter.to)}#${filter.to}\uffff` };
  const cards: EventCard[] = [];
  let position = after;
  for (let passed = 0; passed < ROWS_MAX; ) {
    const { items, more } = await reader.query({
      ...range,
      limit: Math.min(limit + SPARE_ROWS, ROWS_READ),
      ...(position === undefined ? {} : { after: position }),
    });
    for (const item of items) {
      const card = cardOf(item);
      const sk = stringOf(item, 'sk');
      if (counts(sk, card, filter)) {
        if (cards.length === limit) return { cards, ...(position === undefined ? {} : { next: position }) };
        cards.push(card);
      }
      position = sk;
      passed += 1;
    }
    if (!more) return { cards };
  }
  return { cards, ...(position === undefined ? {} : { next: position }) };
};

/** One page of the announced events that touch a window, the earliest first; `after` is the sort key to go on behind. */
export const listEvents = async (
  context: ReadContext,
  filter: EventFilter,
  walk: { limit: number; after?: string | undefined },
) => {
  if (walk.after !== undefined && !POSITION.test(walk.after)) throw cursorInvalid();
  const { cards, ...rest } = await cardsIn(context, filter, walk);
  return { items: cards.map((card) => eventSummary(card, context.today)), ...rest };
};

const CALENDAR_DAYS_BACK = 31;
const CALENDAR_DAYS_AHEAD = 366;
/** A calendar of a rare kind passes over so many pages of rows at most. */
const CALENDAR_PAGES_MAX = 5;

/** The cards of a calendar, from a month ago to a year ahead; `cut` says that there are more than it may have. */
export const cardsOfCalendar = async (
  context: ReadContext,
  filter: Pick<EventFilter, 'province' | 'kind'>,
): Promise<{ cards: EventCard[]; cut: boolean }> => {
  const window = { from: addDays(context.today, -CALENDAR_DAYS_BACK), to: addDays(context.today, CALENDAR_DAYS_AHEAD) };
  const cards: EventCard[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < CALENDAR_PAGES_MAX; pages += 1) {
    const page = await cardsIn(
      context,
      { ...filter, ...window },
      { limit: EVENT_MAX.calendarEntries - cards.length, after },
    );
    cards.push(...page.cards);
    after = page.next;
    if (after === undefined || cards.length === EVENT_MAX.calendarEntries) break;
  }
  return { cards, cut: after !== undefined };
};
