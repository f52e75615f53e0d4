import * as fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { sequenceAfter } from '#shared/domain/events/calendar-entry.ts';
import type { Event } from '#shared/domain/events/event.ts';
import { type EventCard, eventCard } from '#shared/domain/events/event-views.ts';
import { calendarText } from '#shared/domain/events/ical.ts';
import { addDays } from '#shared/platform/vietnam-day.ts';

const event = (over: Partial<Event> = {}): Event => ({
  id: 'evt_01JD0000000000000000000000',
  status: 'published',
  kind: 'fair',
  title: 'Hội chợ OCOP Hoa Lư',
  legalBasis: { number: '12/KH-UBND', date: '2026-10-01' },
  organizer: { office: 'off_37', name: 'Văn phòng Điều phối nông thôn mới Ninh Bình' },
  provinces: [{ code: '37', name: 'Ninh Bình' }],
  venue: { name: 'Quảng trường', lat: 20.25, lng: 105.97 },
  stops: [],
  startDate: '2026-12-10',
  endDate: '2026-12-12',
  closedDates: [],
  registration: null,
  booths: [],
  alcoholBasis: null,
  sequence: 0,
  cancellation: null,
  createdAt: '2026-11-01T02:00:00.000Z',
  updatedAt: '2026-11-02T03:04:05.678Z',
  publishedAt: '2026-11-02T03:04:05.678Z',
  ...over,
});
const card = (over: Partial<Event> = {}): EventCard => eventCard(event(over));

const write = (cards: EventCard[], cutNote?: string): string =>
  calendarText(cards, { name: 'Sự kiện OCOP', urlOf: (id) => `https://ocop.example/v1/events/${id}`, cutNote });

/** A calendar as another library reads it. */
const read = (text: string) => {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[] as never);
  const entries = calendar.getAllSubcomponents('vevent').map((component) => {
    const value = (name: string): unknown => component.getFirstPropertyValue(name);
    const entry = new ICAL.Event(component);
    return {
      uid: entry.uid,
      summary: entry.summary,
      description: entry.description,
      location: entry.location,
      start: entry.startDate.toString(),
      end: entry.endDate.toString(),
      allDay: entry.startDate.isDate && entry.endDate.isDate,
      days: entry.duration.toSeconds() / 86_400,
      sequence: entry.sequence,
      status: value('status'),
      stamp: String(value('dtstamp')),
      modified: String(value('last-modified')),
      category: value('categories'),
      url: value('url'),
      geo: value('geo'),
      names: component.getAllProperties().map(({ name }) => name),
    };
  });
  return { calendar, entries };
};
const only = (one: EventCard) => {
  const { entries } = read(write([one]));
  expect(entries).toHaveLength(1);
  return entries[0] as (typeof entries)[number];
};

describe('a calendar', () => {
  it('is one of RFC 5545 with a name, and ends its lines with CRLF', () => {
    const text = write([card()]);
    const { calendar } = read(text);
    expect(calendar.name).toBe('vcalendar');
    expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
    expect(calendar.getFirstPropertyValue('prodid')).toBe('-//OCOP//Events//VI');
    expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('Sự kiện OCOP');
    expect(calendar.getFirstPropertyValue('x-ocop-truncated')).toBeNull();
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('says that it was cut', () => {
    const { calendar } = read(write([card()], 'Chỉ gồm 500 sự kiện đầu tiên'));
    expect(calendar.getFirstPropertyValue('x-ocop-truncated')).toBe('TRUE');
    expect(calendar.getFirstPropertyValue('x-wr-caldesc')).toBe('Chỉ gồm 500 sự kiện đầu tiên');
  });

  it('may be empty', () => {
    expect(read(write([])).entries).toEqual([]);
  });

  it('gives the same bytes for the same events', () => {
    const cards = [card(), card({ id: 'evt_01JD0000000000000000000001', status: 'cancelled', sequence: 4 })];
    expect(write(cards)).toBe(write(structuredClone(cards)));
  });
});

describe('an entry', () => {
  it('tells what is known of the event, in whole days', () => {
    const entry = only(
      card({
        kind: 'study-tour',
        titleEn: 'Study tour',
        audience: 'Cán bộ OCOP cấp huyện',
        venue: null,
        provinces: [
          { code: '37', name: 'Ninh Bình' },
          { code: '38', name: 'Thanh Hóa' },
        ],
        stops: [{ name: 'Cơ sở Lệ Thanh', arrivesAt: '2026-12-10T01:30:00.000Z' }, { name: 'Phố cổ Hoa Lư' }],
      }),
    );
    expect(entry).toMatchObject({
      uid: 'evt_01JD0000000000000000000000@ocop',
      summary: 'Hội chợ OCOP Hoa Lư',
      start: '2026-12-10',
      end: '2026-12-13',
      allDay: true,
      days: 3,
      sequence: 0,
      status: 'CONFIRMED',
      stamp: '2026-11-02T03:04:05Z',
      modified: '2026-11-02T03:04:05Z',
      category: 'Đoàn tham quan học tập',
      url: 'https://ocop.example/v1/events/evt_01JD0000000000000000000000',
      location: 'Cơ sở Lệ Thanh, Ninh Bình, Thanh Hóa',
      geo: null,
    });
    expect(entry.description.split('\n')).toEqual([
      'Study tour',
      'Đơn vị tổ chức: Văn phòng Điều phối nông thôn mới Ninh Bình',
      'Căn cứ: 12/KH-UBND ngày 01/10/2026',
      'Âm lịch: mùng 2 tháng 11 năm Bính Ngọ – mùng 4 tháng 11 năm Bính Ngọ',
      'Đối tượng: Cán bộ OCOP cấp huyện',
      '1. Cơ sở Lệ Thanh (08:30 10/12/2026)',
      '2. Phố cổ Hoa Lư',
    ]);
  });

  it.each([
    ['over the end of a year', '2026-12-30', '2027-01-02', '2027-01-03', 4],
    ['over a leap day', '2028-02-28', '2028-03-01', '2028-03-02', 3],
    ['on one day', '2026-12-31', '2026-12-31', '2027-01-01', 1],
    ['over Tết and two months', '2026-02-14', '2026-03-03', '2026-03-04', 18],
  ])('%s ends on the day after the last one', (_, startDate, endDate, end, days) => {
    expect(only(card({ startDate, endDate }))).toMatchObject({ start: startDate, end, days, allDay: true });
  });

  it('tells the days on which the event rests, and where it is', () => {
    const entry = only(
      card({
        startDate: '2026-02-14',
        endDate: '2026-03-03',
        closedDates: ['2026-02-17', '2026-02-18'],
        venue: {
          name: 'Cung Quy hoạch',
          addressLine: 'Đường Trần Quốc Nghiễn',
          commune: { code: '06658', name: 'Hạ Long' },
          lat: 20.956,
          lng: 107.094,
        },
      }),
    );
    expect(entry.description).toContain('Nghỉ các ngày: 17/02/2026, 18/02/2026');
    expect(entry.description).toContain('27 tháng Chạp năm Ất Tỵ – 15 tháng Giêng năm Bính Ngọ');
    expect(entry.location).toBe('Cung Quy hoạch, Đường Trần Quốc Nghiễn, Hạ Long, Ninh Bình');
    expect(entry.geo).toEqual([20.956, 107.094]);
  });

  it.each([
    ['hours', { startTime: '08:00', endTime: '17:30' }, '2026-12-10T01:00:00Z', '2026-12-12T10:30:00Z'],
    ['no end', { startTime: '08:00' }, '2026-12-10T01:00:00Z', '2026-12-12T17:00:00Z'],
    ['midnight as its end', { startTime: '00:00', endTime: '24:00' }, '2026-12-09T17:00:00Z', '2026-12-12T17:00:00Z'],
    [
      'one day',
      { endDate: '2026-12-10', startTime: '19:00', endTime: '22:15' },
      '2026-12-10T12:00:00Z',
      '2026-12-10T15:15:00Z',
    ],
    [
      'hours of its days alone',
      {
        days: [
          { date: '2026-12-10', from: '07:30', to: '11:30' },
          { date: '2026-12-10', from: '13:30', to: '17:00' },
          { date: '2026-12-12', from: '08:00', to: '11:00' },
          { date: '2026-12-12', from: '19:00', to: '21:00' },
        ],
      },
      '2026-12-10T00:30:00Z',
      '2026-12-12T14:00:00Z',
    ],
  ] satisfies [string, Partial<Event>, string, string][])('with %s has instants in UTC', (_, hours, start, end) => {
    expect(only(card(hours))).toMatchObject({ start, end, allDay: false });
    expect(write([card(hours)])).toMatch(/^DTSTART:\d{8}T\d{6}Z\r$/m);
  });

  it('without hours of its first day takes whole days and tells those of the others', () => {
    const entry = only(card({ days: [{ date: '2026-12-11', from: '19:00', to: '24:00', note: 'Đêm hội; mở cửa' }] }));
    expect(entry).toMatchObject({ start: '2026-12-10', end: '2026-12-13', allDay: true });
    expect(entry.description.split('\n')).toContain('Ngày 11/12/2026, 19:00–24:00: Đêm hội; mở cửa');
  });

  it('tells the first hours of days and how many more there are, and that an end is not set', () => {
    const days = Array.from({ length: 8 }, (_, index) => ({
      date: '2026-12-10',
      from: `${String(8 + index).padStart(2, '0')}:00`,
      to: `${String(8 + index).padStart(2, '0')}:45`,
    }));
    const { description } = only(card({ days }));
    expect(description.match(/Ngày 10/g)).toHaveLength(3);
    expect(description).toContain('… và 5 mục giờ khác');
    expect(description).toContain('Bắt đầu: 08:00 ngày 10/12/2026, chưa định giờ kết thúc');
  });

  it('has the beginning of the description up to a whole word', () => {
    expect(only(card({ description: 'Dòng một\nDòng hai' })).description).toContain('Dòng một\nDòng hai');
    const { description } = only(card({ description: `${'Sản phẩm '.repeat(60)}🏮` }));
    expect(description).toMatch(/Sản…\n|phẩm…\n/);
    expect(only(card({ description: '🏮'.repeat(400) })).description).toContain(`${'🏮'.repeat(200)}…`);
  });

  it('keeps its UID when it is called off, and says so', () => {
    expect(only(card({ status: 'cancelled', sequence: 3 }))).toMatchObject({
      uid: 'evt_01JD0000000000000000000000@ocop',
      status: 'CANCELLED',
      sequence: 3,
    });
  });

  it('folds lines at 75 octets and breaks no letter', () => {
    const title = 'Hội chợ ẩm thực nông nghiệp hữu cơ vùng Đồng bằng sông Hồng 🏮 '.repeat(3).trim();
    const text = write([card({ title })]);
    for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(Buffer.from(text).toString('utf8')).toBe(text);
    expect(text.isWellFormed()).toBe(true);
    expect(only(card({ title })).summary).toBe(title);
  });

  it.each([
    'Hội chợ\r\nBEGIN:VEVENT\r\nUID:gia@mao\r\nEND:VEVENT',
    'Hội chợ\nSTATUS:CANCELLED',
    'Hội chợ\rATTACH:http://a.example',
    'a;b,c:d\\e"f\\nkhông',
    'END:VCALENDAR',
    ' ;VALUE=URI:x ',
  ])('takes %j for text', (title) => {
    const entry = only(card({ title, venue: { name: title }, organizer: { office: 'off_37', name: title } }));
    expect(entry.summary).toBe(title.replaceAll(/\r\n?/g, '\n'));
    expect(entry.status).toBe('CONFIRMED');
    expect(entry.uid).toBe('evt_01JD0000000000000000000000@ocop');
    expect(entry.names.filter((name) => ['attach', 'uid', 'status'].includes(name)).sort()).toEqual(['status', 'uid']);
  });

  it('comes back as it was, whatever its words and days', () => {
    const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }).filter((text) => !/[\r\n]/.test(text));
    fc.assert(
      fc.property(
        fc.array(fc.record({ title: words, offset: fc.nat(20_000), length: fc.nat(91), cancelled: fc.boolean() }), {
          maxLength: 8,
        }),
        (made) => {
          const cards = made.map(({ title, offset, length, cancelled }, index) => {
            const startDate = addDays('2018-01-01', offset);
            return card({
              id: `evt_01JD000000000000000000000${index}`,
              title,
              startDate,
              endDate: addDays(startDate, length),
              status: cancelled ? 'cancelled' : 'published',
              sequence: index,
            });
          });
          const text = write(cards);
          for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(
            read(text).entries.map(({ uid, summary, start, end, status, sequence }) => ({
              uid,
              summary,
              start,
              end,
              status,
              sequence,
            })),
          ).toEqual(
            cards.map(({ id, title, startDate, endDate, status, sequence }) => ({
              uid: `${id}@ocop`,
              summary: title,
              start: startDate,
              end: addDays(endDate, 1),
              status: status === 'cancelled' ? 'CANCELLED' : 'CONFIRMED',
              sequence,
            })),
          );
        },
      ),
    );
  });
});

describe('the sequence of an announced event', () => {
  it.each([
    ['its title', { title: 'Tên mới' }],
    ['its English title', { titleEn: 'New' }],
    ['its days', { endDate: '2026-12-13' }],
    ['its start time', { startTime: '08:00' }],
    ['hours of a day', { days: [{ date: '2026-12-11', from: '08:00', to: '11:30' }] }],
    ['its description', { description: 'Mô tả' }],
    ['a closed day', { closedDates: ['2026-12-11'] }],
    ['its venue', { venue: { name: 'Nơi khác' } }],
    ['its basis', { legalBasis: null }],
    ['a stop', { stops: [{ name: 'Phố cổ' }] }],
    ['its provinces', { provinces: [{ code: '38', name: 'Thanh Hóa' }] }],
    ['who it names as organiser', { organizer: { office: 'off_37', name: 'UBND' } }],
  ] satisfies [string, Partial<Event>][])('counts a change of %s', (_, change) => {
    expect(sequenceAfter(event({ sequence: 2 }), event({ sequence: 2, ...change }))).toBe(3);
    expect(sequenceAfter(event({ publishedAt: null, status: 'draft' }), event(change))).toBe(0);
  });

  it.each([
    ['the end of a long description', { description: `${'Mô tả '.repeat(50)}khác` }],
    ['its booths', { booths: [{ id: 'A1', widthMetres: 3, depthMetres: 3 }] }],
    ['when it was changed', { updatedAt: '2026-11-05T00:00:00.000Z' }],
  ] satisfies [string, Partial<Event>][])('does not count %s', (_, change) => {
    const before = event({ sequence: 2, ...('description' in change ? { description: 'Mô tả '.repeat(60) } : {}) });
    expect(sequenceAfter(before, { ...before, ...change })).toBe(2);
  });
});
