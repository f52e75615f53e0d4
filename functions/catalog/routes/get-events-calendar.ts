import * as z from 'zod';
import { EVENT_KINDS } from '#shared/domain/events/event.ts';
import { province as provinceOf } from '#shared/domain/places/provinces.ts';
import { hashOf, publicCache } from '#shared/http/answer.ts';
import { provinceCode } from '#shared/http/province-parameter.ts';
import { publicRoute } from '#shared/http/route.ts';
import { dayText } from '#shared/platform/vietnam-day.ts';
import { cardsOfCalendar, type LeftOut } from '#shared/services/events/list-events.ts';

/** Calendars ask every few hours; what changed may reach them a quarter of an hour late. */
const CALENDAR_CACHE_SECONDS = 900;

// Without commas and semicolons, which would be escaped.
const noteOf = (entries: number, { before, from }: LeftOut): string =>
  [
    `Lịch này có ${entries} sự kiện và chưa đầy đủ.`,
    ...(before === null ? [] : [`Thiếu sự kiện bắt đầu trước ngày ${dayText(before)}.`]),
    ...(from === null ? [] : [`Thiếu sự kiện bắt đầu từ ngày ${dayText(from)}.`]),
    'Hãy đăng ký lịch theo tỉnh hoặc theo loại sự kiện.',
  ].join(' ');

const GetEventsCalendarQuery = z.strictObject({
  province: provinceCode.optional(),
  kind: z.enum(EVENT_KINDS).optional(),
});

export const getEventsCalendar = publicRoute({
  method: 'GET',
  path: '/v1/events.ics',
  operationId: 'getEventsCalendar',
  query: GetEventsCalendarQuery,
  handle: async (context, { query }) => {
    const [{ cards, leftOut }, { calendarText }] = await Promise.all([
      cardsOfCalendar(context, query),
      import('#shared/domain/events/ical.ts'),
    ]);
    const place = query.province === undefined ? '' : ` ${provinceOf(query.province)?.name ?? ''}`;
    const body = calendarText(cards, {
      name: `Sự kiện OCOP${place}`,
      urlOf: (id) => `${context.mediaUrl}/v1/events/${id}`,
      ...(leftOut ? { cutNote: noteOf(cards.length, leftOut) } : {}),
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
});
