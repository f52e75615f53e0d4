import * as z from 'zod';
import { EVENT_KINDS } from '#shared/domain/events/event.ts';
import { day } from '#shared/domain/input.ts';
import { publicJson } from '#shared/http/answer.ts';
import { decodeCursor, encodeCursor } from '#shared/http/cursor.ts';
import { nextLink, pageQuery, withinBytes } from '#shared/http/page.ts';
import { provinceCode } from '#shared/http/province-parameter.ts';
import { publicRoute } from '#shared/http/route.ts';
import { EVENT_MAX } from '#shared/platform/limits.ts';
import { cursorInvalid, type Fault, Problem } from '#shared/platform/problem.ts';
import { addDays, type Day, isDay } from '#shared/platform/vietnam-day.ts';
import { type EventWindow, listEvents as list } from '#shared/services/events/list-events.ts';

const USUAL_DAYS = 366;

const ListEventsQuery = z.strictObject({
  province: provinceCode.optional(),
  kind: z.enum(EVENT_KINDS).optional(),
  from: day.optional(),
  to: day.optional(),
  ...pageQuery,
});

const windowFault = (code: string, vi: string, en: string): Fault => ({ parameter: 'to', code, detail: { vi, en } });

const refuseWindow = ({ from, to }: EventWindow): void => {
  const faults: Fault[] = [];
  if (to < from)
    faults.push(windowFault('window_empty', 'Không được trước ngày đầu của khoảng.', 'Must not be before `from`.'));
  if (to >= addDays(from, EVENT_MAX.windowDays))
    faults.push(
      windowFault(
        'window_too_long',
        `Khoảng thời gian dài nhất ${EVENT_MAX.windowDays} ngày.`,
        `A window has at most ${EVENT_MAX.windowDays} days.`,
      ),
    );
  if (faults.length > 0) throw new Problem('invalid_request', undefined, { faults });
};

export const listEvents = publicRoute({
  method: 'GET',
  path: '/v1/events',
  operationId: 'listEvents',
  query: ListEventsQuery,
  handle: async (context, { query }) => {
    const { province, kind, from, to, limit, cursor } = query;
    const scope = JSON.stringify(['events', province, kind, from, to]);
    // What is not said stays as it was on the day of the first page.
    const [first, after] = cursor === undefined ? [context.today] : decodeCursor(scope, cursor, 2);
    if (first === undefined || !isDay(first)) throw cursorInvalid();
    const begin: Day = from ?? first;
    const window = { from: begin, to: to ?? addDays(begin, USUAL_DAYS) };
    refuseWindow(window);
    const filter = { ...window, province, kind };
    const { items, next } = await withinBytes(limit, (most) => list(context, filter, { limit: most, after }));
    const onward = next === undefined ? undefined : encodeCursor(scope, [first, next]);
    return publicJson(context.now, JSON.stringify({ items, ...(onward === undefined ? {} : { next: onward }) }), {
      ...(onward === undefined ? {} : { link: nextLink('/v1/events', query, onward) }),
    });
  },
});
