import * as z from 'zod';
import { EVENT_KINDS } from '#shared/domain/events/event.ts';
import * as messages from '#shared/domain/events/messages.ts';
import { day, shapeError } from '#shared/domain/input.ts';
import { formerProvince, province as provinceOf } from '#shared/domain/places/provinces.ts';
import { decodeCursor, encodeCursor } from '#shared/http/cursor.ts';
import { whenRight } from '#shared/http/faults.ts';
import { nextLink, pageQuery, withinBytes } from '#shared/http/page.ts';
import { anyProvince, provinceKey } from '#shared/http/province-parameter.ts';
import { hashOf, publicCache, publicJson } from '#shared/http/response.ts';
import { defineRoutes, publicRoute } from '#shared/http/route.ts';
import { EVENT_MAX } from '#shared/platform/limits.ts';
import { cursorInvalid, Problem } from '#shared/platform/problem.ts';
import { addDays, type Day, isDay } from '#shared/platform/vietnam-day.ts';
import { getPublicEvent } from '#shared/services/events/get-public-event.ts';
import { cardsOfCalendar, type EventWindow, listEvents } from '#shared/services/events/list-events.ts';

/** Calendars are read every few hours, so a change can be a quarter of an hour late. */
const CALENDAR_CACHE_SECONDS = 900;

const GetEventsCalendarQuery = z.strictObject({
  province: anyProvince.optional(),
  kind: z.enum(EVENT_KINDS).optional(),
});

const USUAL_DAYS = 366;

const WINDOW_EMPTY = { code: 'window_empty', detail: messages.windowEmpty };
const WINDOW_TOO_LONG = { code: 'window_too_long', detail: messages.windowTooLong(EVENT_MAX.windowDays) };

const windowFault = ({ from, to }: EventWindow): typeof WINDOW_EMPTY | undefined => {
  if (to < from) return WINDOW_EMPTY;
  return to >= addDays(from, EVENT_MAX.windowDays) ? WINDOW_TOO_LONG : undefined;
};

const isFault = (
  { from, to }: { from?: string | undefined; to?: string | undefined },
  fault: typeof WINDOW_EMPTY,
): boolean => from !== undefined && to !== undefined && windowFault({ from, to }) === fault;

const ListEventsQuery = [WINDOW_EMPTY, WINDOW_TOO_LONG].reduce(
  (schema, fault) =>
    schema.refine((window) => !isFault(window, fault), {
      ...shapeError(fault.code, fault.detail),
      path: ['to'],
      ...whenRight('from', 'to'),
    }),
  z.strictObject({
    province: anyProvince.optional(),
    kind: z.enum(EVENT_KINDS).optional(),
    from: day.optional(),
    to: day.optional(),
    ...pageQuery,
  }),
);

/** Throws 400 for an invalid period; its first day is today if the query names none. */
const refuseWindow = (window: EventWindow): void => {
  const fault = windowFault(window);
  if (!fault) return;
  throw new Problem('invalid_request', undefined, { faults: [{ parameter: 'to', ...fault }] });
};

export const eventRoutes = defineRoutes({
  getEvent: publicRoute({
    method: 'GET',
    path: '/v1/events/{id}',
    handle: async (context, { id }) => publicJson(context.now, await getPublicEvent(context, id)),
  }),
  getEventsCalendar: publicRoute({
    method: 'GET',
    path: '/v1/events.ics',
    query: GetEventsCalendarQuery,
    handle: async (context, { query }) => {
      const [{ cards, leftOut }, { calendarText }] = await Promise.all([
        cardsOfCalendar(context, query),
        import('#shared/domain/events/ical.ts'),
      ]);
      const { province } = query;
      const body = calendarText(cards, {
        name: messages.calendarNameVi(
          province && (province.kind === 'former' ? formerProvince : provinceOf)(province.code)?.name,
        ),
        urlOf: (id) => `${context.mediaUrl}/v1/events/${id}`,
        ...(leftOut ? { cutNote: messages.calendarCutVi(cards.length, leftOut) } : {}),
      });
      return {
        status: 200,
        headers: {
          'content-type': 'text/calendar; charset=utf-8',
          'content-disposition': 'inline; filename="ocop.ics"',
          'cache-control': publicCache(context.now, CALENDAR_CACHE_SECONDS),
          vary: 'Accept-Language',
          etag: `"${hashOf(body)}"`,
          ...(leftOut ? { 'x-ocop-truncated': String(cards.length) } : {}),
        },
        body,
      };
    },
  }),
  listEvents: publicRoute({
    method: 'GET',
    path: '/v1/events',
    query: ListEventsQuery,
    handle: async (context, { query }) => {
      const { province, kind, from, to, limit, cursor } = query;
      const scope = JSON.stringify(['events', provinceKey(province), kind, from, to]);
      // Default values stay those of the day of the first page.
      const [first, after] = cursor === undefined ? [context.today] : decodeCursor(scope, cursor, 2);
      if (first === undefined || !isDay(first)) throw cursorInvalid();
      const begin: Day = from ?? first;
      const window = { from: begin, to: to ?? addDays(begin, USUAL_DAYS) };
      refuseWindow(window);
      const filter = { ...window, province, kind };
      const { items, next } = await withinBytes(limit, (most) => listEvents(context, filter, { limit: most, after }));
      const onward = next === undefined ? undefined : encodeCursor(scope, [first, next]);
      return publicJson(
        context.now,
        { items, ...(onward === undefined ? {} : { next: onward }) },
        {
          ...(onward === undefined
            ? {}
            : { link: nextLink('/v1/events', { ...query, province: province?.text }, onward) }),
        },
      );
    },
  }),
});
