import {
  type EventRange,
  type EventRow,
  type EventWindow,
  isEventPosition,
  monthOf,
  readEventRows,
  startOf,
} from '#shared/data/events/event-store.ts';
import { PAGE_MAX_UNITS } from '#shared/data/table/read-budget.ts';
import { COUNTRY } from '#shared/domain/access/territory.ts';
import type { EventKind } from '#shared/domain/events/event.ts';
import { type EventCard, eventSummary } from '#shared/domain/events/event-views.ts';
import type { KnownProvince } from '#shared/domain/places/communes.ts';
import { EVENT_MAX } from '#shared/platform/limits.ts';
import { cursorInvalid } from '#shared/platform/problem.ts';
import { addDays, type Day } from '#shared/platform/vietnam-day.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';
import { type ProvinceScope, provinceScopeOf } from '#shared/services/places/province-scope.ts';

export type { EventWindow };

/** The filter of events: those with at least one day in a period; in a former province, those whose venue lies there. */
type EventFilter = EventWindow & { province?: KnownProvince | undefined; kind?: EventKind | undefined };
type ScopedFilter = EventWindow & { kind?: EventKind | undefined } & ProvinceScope;

const scoped = async ({ province, ...filter }: EventFilter): Promise<ScopedFilter> => ({
  ...filter,
  ...(province === undefined ? { territory: COUNTRY } : await provinceScopeOf(province)),
});

/** Extra rows, because rows of the first month that ended before the period, or of another kind, are read and skipped. */
const SPARE_ROWS = 20;

/** An event has a row in each of its months; the row of its first month within the period counts. */
const counts = ({ month, card }: EventRow, { from, kind, holds }: ScopedFilter): boolean =>
  month === monthOf(card.startDate > from ? card.startDate : from) &&
  card.endDate >= from &&
  (kind === undefined || card.kind === kind) &&
  (holds?.(card.venue?.commune?.code) ?? true);

/**
 * Cards of announced events of a period, at most `limit`, each once; `next` is the position to continue after, also if
 * `units` of read capacity are used up.
 */
const cardsIn = async (
  { reader }: Pick<ReadContext, 'reader'>,
  filter: ScopedFilter,
  order: Pick<EventRange, 'beginningOn' | 'descending'>,
  { limit, after, units }: { limit: number; after?: string | undefined; units: number },
): Promise<{ cards: EventCard[]; more: boolean; next?: string; spent: number }> => {
  const range = { territory: filter.territory, span: filter, ...order };
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
    const walk = { limit: limit - cards.length + SPARE_ROWS, after: position, units: units - spent };
    const read = await readEventRows(reader, range, walk);
    spent += read.units;
    for (const row of read.rows) {
      if (counts(row, filter)) {
        if (cards.length === limit) return page(true);
        cards.push(row.card);
      }
      position = row.position;
    }
    if (!read.more || read.rows.length === 0) return page(read.more);
  }
};

/**
 * One page of the announced events of a period, earliest first; `after` is the sort key to continue after. It ends
 * before `limit` when the read budget of a page is used up.
 */
export const listEvents = async (
  context: ReadContext,
  filter: EventFilter,
  walk: { limit: number; after?: string | undefined },
) => {
  if (walk.after !== undefined && !isEventPosition(walk.after)) throw cursorInvalid();
  const { cards, next } = await cardsIn(context, await scoped(filter), {}, { ...walk, units: PAGE_MAX_UNITS });
  return {
    items: cards.map((card) => eventSummary(card, context.today)),
    ...(next === undefined ? {} : { next }),
  };
};

const CALENDAR_DAYS_BACK = 31;
const CALENDAR_DAYS_AHEAD = 366;
/** Maximum read capacity of a calendar for events that have begun; coming events get the rest. */
const CALENDAR_BEGUN_UNITS = 5;

/** Events that a calendar leaves out: those that begin before a day, and those that begin on or after a day. */
export type LeftOut = { before: Day | null; from: Day | null };

const reached = (position: string | undefined, otherwise: Day): Day =>
  position === undefined ? otherwise : startOf(position);
const orderOf = ({ startDate, id }: EventCard): string => `${startDate}#${id}`;

/**
 * The cards of a calendar by their first day, from a month ago to a year ahead, and the events that it leaves out.
 * Events that have begun are read latest first, coming ones earliest first, within the read budget of a request.
 */
export const cardsOfCalendar = async (
  context: ReadContext,
  filter: Pick<EventFilter, 'province' | 'kind'>,
): Promise<{ cards: EventCard[]; leftOut: LeftOut | null }> => {
  const { today } = context;
  const limit = EVENT_MAX.calendarEntries;
  const past = { from: addDays(today, -CALENDAR_DAYS_BACK), to: addDays(today, -1) };
  const coming = { from: today, to: addDays(today, CALENDAR_DAYS_AHEAD) };
  const inProvince = await scoped({ ...filter, ...past });
  const begun = await cardsIn(context, inProvince, { descending: true }, { limit, units: CALENDAR_BEGUN_UNITS });
  const ahead = await cardsIn(
    context,
    { ...inProvince, ...coming },
    { beginningOn: today },
    { limit: limit - begun.cards.length, units: PAGE_MAX_UNITS - begun.spent },
  );
  return {
    cards: [...begun.cards, ...ahead.cards].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
    leftOut:
      begun.more || ahead.more
        ? {
            before: begun.more ? reached(begun.next, today) : null,
            from: ahead.more ? reached(ahead.next, today) : null,
          }
        : null,
  };
};
