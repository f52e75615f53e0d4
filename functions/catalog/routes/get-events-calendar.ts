import * as z from 'zod';
import { EVENT_KINDS } from '../../../shared/domain/events/event.ts';
import { province as provinceOf } from '../../../shared/domain/places/provinces.ts';
import { hashOf, publicCache } from '../../../shared/http/answer.ts';
import { provinceCode } from '../../../shared/http/province-parameter.ts';
import { publicRoute } from '../../../shared/http/route.ts';
import { EVENT_MAX } from '../../../shared/platform/limits.ts';
import { cardsOfCalendar } from '../../../shared/services/events/list-events.ts';

/** Calendars ask every few hours; what changed may reach them a quarter of an hour late. */
const CALENDAR_CACHE_SECONDS = 900;

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
    const [{ cards, cut }, { calendarText }] = await Promise.all([
      cardsOfCalendar(context, query),
      import('../../../shared/domain/events/ical.ts'),
    ]);
    const place = query.province === undefined ? '' : ` ${provinceOf(query.province)?.name ?? ''}`;
    const body = calendarText(cards, {
      name: `Sự kiện OCOP${place}`,
      urlOf: (id) => `${context.mediaUrl}/v1/events/${id}`,
      ...(cut
        ? { cutNote: `Chỉ gồm ${EVENT_MAX.calendarEntries} sự kiện đầu tiên. Hãy lọc theo tỉnh hoặc loại.` }
        : {}),
    });
    return {
      status: 200,
      headers: {
        'content-type': 'text/calendar; charset=utf-8',
        'content-disposition': 'inline; filename="ocop.ics"',
        'cache-control': publicCache(context.now, CALENDAR_CACHE_SECONDS),
        vary: 'Accept-Language',
        etag: `"${hashOf(body)}"`,
        ...(cut ? { 'x-ocop-truncated': String(EVENT_MAX.calendarEntries) } : {}),
      },
      body,
    };
  },
});
