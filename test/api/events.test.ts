import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openOffice } from '#shared/services/offices/open-office.ts';
import {
  type Api,
  BUYER,
  CENTRAL_OFFICER,
  OFFICER,
  OTHER_OFFICER,
  OWNER,
  type Reply,
  startApi,
} from '#test/support/api.ts';
import { draftedEvent, eventInput, publishedEvent } from '#test/support/cases-events.ts';
import { givenEvent } from '#test/support/events.ts';
import { activeSalesPoint, actOnSalesPoint, proposedSalesPoint, verifiedProducer } from '#test/support/journey.ts';
import { expectProblem, expectResponse, idsOf, placesOf } from '#test/support/responses.ts';
import { expectRowsDerived } from '#test/support/table.ts';

const NOW = '2026-11-23T03:00:00Z';
const TWO_OFFICES = 'officer-of-two';

let api: Api;
beforeAll(async () => {
  api = await startApi({ stream: false });
  const system = api.context('system:test');
  await openOffice(system, { id: 'off_37', name: 'Ninh Bình', territory: '37' }, [TWO_OFFICES]);
  await openOffice(system, { id: 'off_38', name: 'Thanh Hóa', territory: '38' }, [TWO_OFFICES]);
});
afterAll(() => api.stop());

const on = async <T>(now: string, work: () => Promise<T>): Promise<T> => {
  api.clock.now = new Date(now);
  try {
    return await work();
  } finally {
    api.clock.now = new Date(NOW);
  }
};

const create = (over: object = {}, as = OFFICER): Promise<Reply> =>
  api.ask('POST', '/v1/events', { as, body: eventInput(over) });
const patch = (id: string, body: object, as = OFFICER, etag = '*'): Promise<Reply> =>
  api.ask('PATCH', `/v1/events/${id}`, { as, body, headers: { 'if-match': etag } });
const publish = (id: string, as = OFFICER): Promise<Reply> =>
  api.ask('POST', `/v1/events/${id}/publish`, { as, headers: { 'if-match': '*' } });
const cancel = (id: string, as = OFFICER, body: object = { reason: 'Bão số 9' }): Promise<Reply> =>
  api.ask('POST', `/v1/events/${id}/cancel`, { as, headers: { 'if-match': '*' }, body });
const own = (id: string, as = OFFICER): Promise<Reply> => api.ask('GET', `/v1/me/events/${id}`, { as });
const ownList = (as = OFFICER, query: Record<string, string | number> = {}): Promise<Reply> =>
  api.ask('GET', '/v1/me/events', { as, query: { limit: 100, ...query } });
const get = (id: string): Promise<Reply> => api.ask('GET', `/v1/events/${id}`);
const list = (query: Record<string, string | number> = {}): Promise<Reply> =>
  api.ask('GET', '/v1/events', { query: { limit: 100, ...query } });
const faultsOf = (reply: Reply, status = 422): string[] =>
  (expectProblem(reply, status).errors ?? [])
    .map(({ pointer, parameter, code }) => `${pointer ?? parameter} ${code}`)
    .sort();
const calendar = async (query: Record<string, string> = {}) => {
  const reply = await api.ask('GET', '/v1/events.ics', { query });
  expect(reply.status, reply.text).toBe(200);
  const root = new ICAL.Component(ICAL.parse(reply.text) as unknown[] as never);
  const entries = root.getAllSubcomponents('vevent').map((component) => {
    const entry = new ICAL.Event(component);
    return {
      id: entry.uid.replace('@ocop', ''),
      summary: entry.summary,
      start: entry.startDate.toString(),
      end: entry.endDate.toString(),
      sequence: entry.sequence,
      status: component.getFirstPropertyValue('status'),
      url: component.getFirstPropertyValue('url'),
    };
  });
  return { reply, root, entries };
};
const entryOf = async (id: string) => (await calendar()).entries.find((entry) => entry.id === id);

describe('the life of an event', () => {
  it('goes from a draft that only its officers know to published, ongoing and finished, by the days alone', async () => {
    const created = await create({ title: 'Vòng đời' });
    expect([created.status, created.body.status, created.body.sequence]).toEqual([201, 'draft', 0]);
    const { id } = created.body;
    expect(created.headers.location).toBe(`/v1/me/events/${id}`);
    expectProblem(await get(id), 404, 'not_found');
    expect(idsOf(await list())).not.toContain(id);
    expect(await entryOf(id)).toBeUndefined();
    expect(idsOf(await ownList())).toContain(id);
    await expectRowsDerived(api);

    const published = await publish(id);
    expect([published.status, published.body.status, published.body.publishedAt]).toEqual([
      200,
      'published',
      api.clock.now.toISOString(),
    ]);
    expectProblem(await publish(id), 409, 'state_conflict');
    expect((await get(id)).body.status).toBe('published');
    expect(idsOf(await list({ province: '37', kind: 'fair' }))).toContain(id);
    await expectRowsDerived(api);

    const statusAt = (now: string) => on(now, async () => (await get(id)).body.status);
    expect(await statusAt('2026-12-09T16:59:59Z')).toBe('published');
    expect(await statusAt('2026-12-09T17:00:00Z')).toBe('ongoing');
    expect(await statusAt('2026-12-12T16:59:59Z')).toBe('ongoing');
    expect(await statusAt('2026-12-12T17:00:00Z')).toBe('finished');
    await on('2026-12-13T03:00:00Z', async () => {
      expectProblem(await patch(id, { title: 'Muộn' }), 409, 'state_conflict');
      expectProblem(await cancel(id), 409, 'state_conflict');
      expect(idsOf(await list())).not.toContain(id);
      expect(idsOf(await list({ from: '2026-12-12', to: '2026-12-12' }))).toContain(id);
    });
  });

  it('is called off with a reason and stays visible, while who did it stays with the offices', async () => {
    const { id } = await publishedEvent(api);
    expect(placesOf(expectProblem(await cancel(id, OFFICER, {}), 400))).toEqual(['/reason']);
    const cancelled = await cancel(id);
    expect(cancelled.body).toMatchObject({
      status: 'cancelled',
      sequence: 1,
      cancellation: { at: api.clock.now.toISOString(), by: OFFICER, reason: 'Bão số 9' },
    });
    const visible = await get(id);
    expect(visible.body.cancellation).toEqual({ at: api.clock.now.toISOString(), reason: 'Bão số 9' });
    expect(visible.text).not.toContain(OFFICER);
    const listed = (await list()).body.items.find((one: { id: string }) => one.id === id);
    expect(listed.status).toBe('cancelled');
    expect(await entryOf(id)).toMatchObject({ status: 'CANCELLED', sequence: 1 });
    for (const reply of [await cancel(id), await publish(id), await patch(id, { title: 'Lại' })])
      expectProblem(reply, 409, 'state_conflict');
    expect(await on('2026-12-11T03:00:00Z', async () => (await get(id)).body.status)).toBe('cancelled');
    await expectRowsDerived(api);
  });

  it('never shows a draft that was called off', async () => {
    const { id } = await draftedEvent(api);
    expect((await cancel(id)).body).toMatchObject({ status: 'cancelled', sequence: 0 });
    expectProblem(await get(id), 404);
    expect(await entryOf(id)).toBeUndefined();
    expect((await own(id)).body.status).toBe('cancelled');
  });

  it('may be announced as a record once it is over', async () => {
    const { id } = await draftedEvent(api, { startDate: '2023-12-15', endDate: '2023-12-16', registration: undefined });
    expect((await publish(id)).body.status).toBe('finished');
    expect((await get(id)).body.lunarStart).toBe('mùng 3 tháng 11 năm Quý Mão');
    expect(idsOf(await list({ from: '2023-12-01', to: '2023-12-31' }))).toEqual([id]);
  });

  it('leaves in the audit who did what', async () => {
    const { id } = await draftedEvent(api);
    await patch(id, { description: 'Mô tả' });
    await publish(id);
    await cancel(id, CENTRAL_OFFICER);
    const audit = await api.ask('GET', '/v1/audit', { as: OFFICER, query: { subject: id } });
    expect(
      audit.body.items.map(({ actor, action, from, to, reason, changed }: Record<string, unknown>) => [
        actor,
        action,
        from,
        to,
        reason ?? changed,
      ]),
    ).toEqual([
      [CENTRAL_OFFICER, 'event.cancel', 'published', 'cancelled', 'Bão số 9'],
      [OFFICER, 'event.publish', 'draft', 'published', undefined],
      [OFFICER, 'event.edit', 'draft', 'draft', ['description']],
      [OFFICER, 'event.create', undefined, 'draft', undefined],
    ]);
  });

  it('tells two officers who change it at once one after the other', async () => {
    const { id, etag } = await publishedEvent(api);
    const replies = await Promise.all(
      [OFFICER, CENTRAL_OFFICER].map((as) => patch(id, { title: `Của ${as}` }, as, etag)),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412]);
    await expectRowsDerived(api);
  });
});

describe('what is shown of an event', () => {
  it('has the days of both calendars, what follows from the kind, and the plan of its booths', async () => {
    const { id } = await publishedEvent(api, {
      title: 'Hội chợ Tết',
      startDate: '2026-12-25',
      endDate: '2027-02-10',
      closedDates: ['2027-02-07', '2027-02-06'],
      registration: { from: '2026-11-01', to: '2026-11-30', capacity: 60 },
      booths: [
        { id: 'A1', widthMetres: 3, depthMetres: 2.5, zone: 'Khu A', x: 0, y: 0 },
        { id: 'A2', widthMetres: 3, depthMetres: 3 },
      ],
    });
    const visible = await get(id);
    expectResponse('getEvent', visible);
    expect(visible.body).toMatchObject({
      legalBasis: { number: '12/KH-UBND', date: '2026-10-01' },
      organizer: { office: 'off_37', name: 'Ninh Bình' },
      provinces: [{ code: '37', name: 'Ninh Bình' }],
      venue: { name: 'Quảng trường Đinh Tiên Hoàng Đế', commune: { code: '14329' }, lat: 20.261, lng: 105.965 },
      stops: [],
      lunarStart: '17 tháng 11 năm Bính Ngọ',
      lunarEnd: 'mùng 5 tháng Giêng năm Đinh Mùi',
      lunar: {
        start: { day: 17, month: 11, leap: false, year: 2026, yearName: 'Bính Ngọ' },
        end: { day: 5, month: 1, leap: false, year: 2027, yearName: 'Đinh Mùi' },
      },
      closedDates: ['2027-02-06', '2027-02-07'],
      registration: {
        audience: 'products',
        from: '2026-11-01',
        to: '2026-11-30',
        capacity: 60,
        minStars: null,
        groups: null,
        provinces: null,
        approval: false,
        open: true,
      },
      boothCount: 2,
      booths: [
        { id: 'A1', widthMetres: 3, depthMetres: 2.5, zone: 'Khu A', x: 0, y: 0 },
        { id: 'A2', widthMetres: 3, depthMetres: 3 },
      ],
    });
    const openAt = (now: string) => on(now, async () => (await get(id)).body.registration.open);
    expect(await openAt('2026-10-31T16:59:59Z')).toBe(false);
    expect(await openAt('2026-10-31T17:00:00Z')).toBe(true);
    expect(await openAt('2026-11-30T16:59:59Z')).toBe(true);
    expect(await openAt('2026-11-30T17:00:00Z')).toBe(false);
    const [listed] = (await list({ from: '2026-12-25', to: '2026-12-25' })).body.items;
    expect([listed.id, listed.boothCount, listed.booths]).toEqual([id, 2, undefined]);
    await cancel(id);
  });

  it('leaves registration to people where the kind is for people', async () => {
    const audienceOf = async (kind: string, registration: object = {}) => {
      const reply = await create({
        kind,
        registration: { from: '2026-11-01', to: '2026-12-01', capacity: 30, ...registration },
      });
      return reply.body.registration.audience;
    };
    expect(await audienceOf('study-tour')).toBe('people');
    expect(await audienceOf('training-class')).toBe('people');
    expect(await audienceOf('conference')).toBe('people');
    expect(await audienceOf('live-sale')).toBe('products');
    expect(await audienceOf('festival')).toBe('products');
    expect(await audienceOf('evaluation-round')).toBe('products');
    expect(await audienceOf('training-class', { audience: 'products' })).toBe('products');
  });

  it('is kept by caches until midnight at most, and the calendar too', async () => {
    const { id } = await publishedEvent(api);
    await on('2026-11-23T16:59:50Z', async () => {
      for (const reply of [await get(id), await list(), (await calendar()).reply])
        expect(reply.headers['cache-control']).toMatch(/max-age=10, s-maxage=10,/);
    });
  });
});

describe('the hours of an event', () => {
  const days = [
    { date: '2026-12-12', from: '19:00', to: '24:00', note: 'Bế mạc' },
    { date: '2026-12-10', from: '13:30', to: '17:00' },
    { date: '2026-12-10', from: '08:00', to: '11:30', note: 'Khai mạc' },
  ];

  it('are in order, in its page, in lists and to its officers, with the times that follow from them', async () => {
    const { id } = await publishedEvent(api, { days, title: 'Hội chợ có giờ' });
    const expected = { startTime: '08:00', endTime: '24:00', days: days.toReversed(), dayCount: 3 };
    expect((await get(id)).body).toMatchObject(expected);
    expect((await own(id)).body).toMatchObject(expected);
    const { items } = (await list({ from: '2026-12-10', to: '2026-12-10' })).body;
    expect(items.find((item: { id: string }) => item.id === id)).toMatchObject(expected);
    expect(await entryOf(id)).toMatchObject({ start: '2026-12-10T01:00:00Z', end: '2026-12-12T17:00:00Z' });
  });

  it('are changed and cleared, which calendars receive; without them it takes whole days', async () => {
    const { id } = await publishedEvent(api, { days, startTime: '07:00' });
    const moved = await patch(id, { startTime: '06:30', endTime: '24:00' });
    expect(moved.body).toMatchObject({ startTime: '06:30', sequence: 1, days: days.toReversed() });
    const cleared = await patch(id, { startTime: null, endTime: null, days: [] });
    expect(cleared.body).toMatchObject({ sequence: 2 });
    for (const field of ['startTime', 'endTime', 'days', 'dayCount']) expect(cleared.body).not.toHaveProperty(field);
    expect(await entryOf(id)).toMatchObject({ start: '2026-12-10', end: '2026-12-13', sequence: 2 });
  });

  it('leave its state to its days', async () => {
    const { id } = await publishedEvent(api, { startTime: '08:00', endTime: '17:00' });
    const stateAt = (now: string) => on(now, async () => (await get(id)).body.status);
    expect(await stateAt('2026-12-09T23:00:00Z')).toBe('ongoing');
    expect(await stateAt('2026-12-12T16:00:00Z')).toBe('ongoing');
  });
});

describe('a change', () => {
  it('of a draft may touch everything, and null clears', async () => {
    const { id, etag } = await draftedEvent(api);
    const changed = await patch(
      id,
      {
        kind: 'training-class',
        office: 'off_38',
        titleEn: null,
        legalBasis: null,
        venue: null,
        registration: null,
        booths: [],
        provinces: ['38', '37'],
        startDate: '2027-01-30',
        endDate: '2027-03-02',
      },
      CENTRAL_OFFICER,
      etag,
    );
    expect(changed.status, changed.text).toBe(200);
    expect(changed.body).toMatchObject({
      kind: 'training-class',
      organizer: { office: 'off_38', name: 'Thanh Hóa' },
      legalBasis: null,
      venue: null,
      registration: null,
      boothCount: 0,
      sequence: 0,
      provinces: [
        { code: '38', name: 'Thanh Hóa' },
        { code: '37', name: 'Ninh Bình' },
      ],
    });
    expect(changed.body.titleEn).toBeUndefined();
    expectProblem(await own(id, OFFICER), 404);
    expect((await own(id, OTHER_OFFICER)).body.id).toBe(id);
    expect(idsOf(await ownList(OTHER_OFFICER))).toContain(id);
    expect(faultsOf(await publish(id, OTHER_OFFICER))).toEqual(['/venue place_missing']);
    await expectRowsDerived(api);
  });

  it('of an announced one counts the sequence where a calendar shows it, and moves it in every list', async () => {
    const { id } = await publishedEvent(api, { startDate: '2027-03-30', endDate: '2027-04-02' });
    expect((await patch(id, { booths: [] })).body.sequence).toBe(0);
    const moved = await patch(id, {
      startDate: '2027-05-31',
      endDate: '2027-06-01',
      provinces: ['38'],
      venue: { name: 'Quảng trường Lam Sơn' },
    });
    expect([moved.status, moved.body.sequence]).toEqual([200, 1]);
    expect(idsOf(await list({ from: '2027-03-01', to: '2027-04-30' }))).not.toContain(id);
    expect(idsOf(await list({ from: '2027-06-01', to: '2027-06-30', province: '38' }))).toEqual([id]);
    expect(idsOf(await list({ from: '2027-06-01', to: '2027-06-30', province: '37' }))).toEqual([]);
    expect(await entryOf(id)).toMatchObject({ start: '2027-05-31', end: '2027-06-02', sequence: 1 });
    await expectRowsDerived(api);
    expect((await patch(id, { title: 'Đổi tên' })).body.sequence).toBe(2);
  });

  it('leaves one that has begun its first day, under which its outcomes are reported', async () => {
    const registration = { from: '2026-11-01', to: '2026-11-20', capacity: 40 };
    const { id } = await publishedEvent(api, { startDate: '2026-11-23', endDate: '2026-11-25', registration });
    expect(faultsOf(await patch(id, { startDate: '2026-11-24' }))).toEqual(['/startDate event_start_fixed']);
    expect((await patch(id, { endDate: '2026-11-26' })).status).toBe(200);
    const ahead = await publishedEvent(api, { startDate: '2026-11-24', endDate: '2026-11-25', registration });
    expect((await patch(ahead.id, { startDate: '2026-11-25' })).status).toBe(200);
  });

  it('leaves an announced one its kind, its office and whom its registration is for', async () => {
    const { id } = await publishedEvent(api);
    const fixed = await patch(
      id,
      {
        kind: 'festival',
        office: 'off_38',
        registration: { audience: 'people', from: '2026-11-01', to: '2026-12-05', capacity: 40 },
      },
      CENTRAL_OFFICER,
    );
    expect(faultsOf(fixed)).toEqual([
      '/kind event_kind_fixed',
      '/office event_office_fixed',
      '/registration/audience registration_fixed',
    ]);
    expect(faultsOf(await patch(id, { registration: null, venue: null }))).toEqual([
      '/registration registration_fixed',
      '/venue place_missing',
    ]);
    expect((await patch(id, { kind: 'fair', office: 'off_37' })).status).toBe(200);
    expect(
      (await patch(id, { registration: { from: '2026-11-01', to: '2026-11-30', capacity: 50 } })).body.registration,
    ).toMatchObject({ capacity: 50, minStars: null, to: '2026-11-30' });
  });

  it('moves the longest event in the most provinces in one transaction', async () => {
    const provinces = ['01', '04', '08', '11', '12', '14', '37', '38'];
    const { id } = await publishedEvent(api, {
      provinces,
      startDate: '2027-01-31',
      endDate: '2027-05-02',
      stops: Array.from({ length: 30 }, (_, index) => ({
        name: `${index} ${'Điểm dừng ở một nơi rất xa '.repeat(7)}`,
      })),
      booths: Array.from({ length: 300 }, (_, index) => ({ id: `A${index}`, widthMetres: 3, depthMetres: 3 })),
    });
    const moved = await patch(id, {
      provinces: ['40', '42', '44', '46', '48', '51', '52', '56'],
      startDate: '2028-01-31',
      endDate: '2028-05-01',
      venue: { name: 'Nơi khác' },
    });
    expect(moved.status, moved.text).toBe(200);
    await expectRowsDerived(api);
    expect(idsOf(await list({ from: '2028-05-01', to: '2028-05-01', province: '56' }))).toEqual([id]);
  });
});

describe('what is refused', () => {
  it('is told all at once, each at its field', async () => {
    const reply = await create({
      provinces: ['36', '37'],
      venue: { name: 'Nơi nào', commune: '00000', lat: 105.9, lng: 20.2 },
      startDate: '2026-12-10',
      endDate: '2026-12-01',
      closedDates: ['2026-12-10'],
      registration: {
        audience: 'people',
        from: '2026-12-09',
        to: '2026-12-02',
        capacity: 10,
        minStars: 4,
        provinces: ['99'],
      },
    });
    expect(faultsOf(reply, 400)).toEqual(['/venue/lat too_big']);
    const again = await create({
      provinces: ['36', '37'],
      venue: { name: 'Nơi nào', commune: '00000', lat: 10, lng: 120 },
      startDate: '2026-12-10',
      endDate: '2026-12-01',
      closedDates: ['2026-12-10'],
      registration: {
        audience: 'people',
        from: '2026-12-09',
        to: '2026-12-02',
        capacity: 10,
        minStars: 4,
        provinces: ['99'],
      },
    });
    expect(faultsOf(again)).toEqual([
      '/closedDates closed_date_outside',
      '/endDate event_ends_before_start',
      '/provinces/0 province_unknown',
      '/registration/minStars registration_products_only',
      '/registration/provinces registration_products_only',
      '/registration/provinces/0 province_unknown',
      '/registration/to registration_after_end',
      '/registration/to registration_ends_before_start',
      '/venue/commune commune_unknown',
      '/venue/lat coordinates_outside_vietnam',
      '/venue/lng coordinates_outside_vietnam',
    ]);
  });

  it.each([
    ['a day too long', { endDate: '2027-03-12' }, '/endDate event_too_long'],
    ['before the programme', { startDate: '2017-12-31', endDate: '2018-01-02' }, '/startDate event_day_out_of_range'],
    ['closed on its first day', { closedDates: ['2026-12-10'] }, '/closedDates closed_date_outside'],
    ['closed on its last day', { closedDates: ['2026-12-12'] }, '/closedDates closed_date_outside'],
    [
      'a stop before it',
      { stops: [{ name: 'Sớm', arrivesAt: '2026-12-09T23:59:59+07:00' }] },
      '/stops/0/arrivesAt stop_outside_days',
    ],
    [
      'a stop on a closed day',
      { closedDates: ['2026-12-11'], stops: [{ name: 'Nghỉ', arrivesAt: '2026-12-11T08:00:00+07:00' }] },
      '/stops/0/arrivesAt stop_outside_days',
    ],
    ['a venue elsewhere', { provinces: ['38'] }, '/venue/commune venue_outside_provinces'],
    [
      'a producer that is not there',
      { stops: [{ name: 'Ai', producer: 'pdc_01JD0000000000000000000000' }] },
      '/stops/0/producer producer_not_public',
    ],
  ])('%s is 422', async (_, over, fault) => {
    const registration = 'startDate' in over ? { registration: undefined } : {};
    expect(faultsOf(await create({ ...over, ...registration }))).toEqual([fault]);
  });

  it.each([
    ['an end time without a start time', { endTime: '17:00' }, ['/endTime start_time_missing']],
    [
      'an end before the start of one day',
      { endDate: '2026-12-10', registration: undefined, startTime: '22:00', endTime: '00:30' },
      ['/endTime event_ends_before_start'],
    ],
    [
      'hours on a day before it',
      { days: [{ date: '2026-12-09', from: '08:00', to: '09:00' }] },
      ['/days/0/date day_outside_event'],
    ],
    [
      'hours on a closed day',
      { closedDates: ['2026-12-11'], days: [{ date: '2026-12-11', from: '08:00', to: '09:00' }] },
      ['/days/0/date day_outside_event'],
    ],
    [
      'hours over midnight',
      { days: [{ date: '2026-12-11', from: '22:00', to: '01:00' }] },
      ['/days/0/to hours_end_before_start'],
    ],
    [
      'hours that overlap, in any order',
      {
        days: [
          { date: '2026-12-11', from: '13:00', to: '17:00' },
          { date: '2026-12-11', from: '08:00', to: '13:01' },
        ],
      },
      ['/days/1/from hours_overlap'],
    ],
    [
      'hours outside of its own times',
      {
        startTime: '08:00',
        endTime: '17:00',
        days: [
          { date: '2026-12-10', from: '07:59', to: '09:00' },
          { date: '2026-12-12', from: '16:00', to: '17:01' },
        ],
      },
      ['/days/0/from hours_outside_event', '/days/1/to hours_outside_event'],
    ],
  ])('%s breaks a rule', async (_, over, faults) => {
    expect(faultsOf(await create(over))).toEqual(faults);
  });

  it('hours are named at the days that left them outside', async () => {
    const { id } = await draftedEvent(api, { days: [{ date: '2026-12-12', from: '08:00', to: '09:00' }] });
    expect(faultsOf(await patch(id, { endDate: '2026-12-11' }))).toContain('/endDate day_outside_event');
    expect(faultsOf(await patch(id, { startTime: '8:00' }), 400)).toEqual(['/startTime invalid_format']);
    expect(faultsOf(await patch(id, { startTime: '24:00' }), 400)).toEqual(['/startTime invalid_format']);
  });

  it.each([
    ['the longest', { endDate: '2027-03-11' }],
    ['a stop at the last minute', { stops: [{ name: 'Muộn', arrivesAt: '2026-12-12T23:59:59+07:00' }] }],
    ['closed in between', { closedDates: ['2026-12-11'] }],
    ['registration until the last day', { registration: { from: '2026-12-12', to: '2026-12-12', capacity: 20_000 } }],
  ])('%s is taken', async (_, over) => {
    const reply = await create(over);
    expect(reply.status, reply.text).toBe(201);
  });

  it.each([
    ['no province', { provinces: [] }],
    ['too many provinces', { provinces: ['01', '04', '08', '11', '12', '14', '15', '19', '20'] }],
    ['a province twice', { provinces: ['37', '37'] }],
    ['no such day', { startDate: '2026-02-30' }],
    ['nobody', { registration: { from: '2026-11-01', to: '2026-12-01', capacity: 0 } }],
    ['too many', { registration: { from: '2026-11-01', to: '2026-12-01', capacity: 20_001 } }],
    ['a booth twice', { booths: [1, 2].map(() => ({ id: 'A1', widthMetres: 3, depthMetres: 3 })) }],
    ['a booth of no size', { booths: [{ id: 'A1', widthMetres: 0, depthMetres: 3 }] }],
    ['half a place', { venue: { name: 'Nơi', lat: 20 } }],
    [
      'both a producer and a point',
      {
        stops: [
          { name: 'Cả hai', producer: 'pdc_01JD0000000000000000000000', salesPoint: 'spt_01JD0000000000000000000000' },
        ],
      },
    ],
    ['a line break in the title', { title: 'Hội chợ\r\nBEGIN:VEVENT' }],
    ['a title too long', { title: 'Hội '.repeat(51) }],
    ['a status', { status: 'published' }],
  ])('%s is 400', async (_, over) => {
    expectProblem(await create(over), 400, 'invalid_request');
  });

  it('says which stop is at somebody whom the public may not know of, also when the draft is announced', async () => {
    const visible = await verifiedProducer(api, { name: 'Cơ sở Lệ Thanh' });
    const registered = await api.ask('POST', '/v1/producers', {
      as: OWNER,
      body: { name: 'Chờ duyệt', kind: 'farm', phone: '0912345678', commune: '14329', addressLine: 'Số 1' },
    });
    const active = await activeSalesPoint(api, { name: 'Phố cổ Hoa Lư' });
    const proposed = await proposedSalesPoint(api, { name: 'Chưa duyệt' });
    const stops = [
      { name: 'Cơ sở', producer: visible },
      { name: 'Chờ', producer: registered.body.id },
      { name: 'Phố cổ', salesPoint: active.id },
      { name: 'Quầy', salesPoint: proposed.id },
      { name: 'Nơi khác' },
    ];
    expect(faultsOf(await create({ kind: 'study-tour', registration: undefined, stops }))).toEqual([
      '/stops/1/producer producer_not_public',
      '/stops/3/salesPoint sales_point_not_public',
    ]);
    const good = [stops[0], stops[2], stops[4]];
    const { id } = await draftedEvent(api, {
      kind: 'study-tour',
      registration: undefined,
      venue: undefined,
      stops: good,
    });
    await actOnSalesPoint(api, active.id, 'pause', active.etag, { reason: 'Sửa' });
    const suspend = await api.ask('POST', `/v1/producers/${visible}/suspend`, { as: OFFICER, body: { reason: 'Tra' } });
    expect(suspend.status, suspend.text).toBe(200);
    expect(faultsOf(await publish(id))).toEqual(['/stops/0/producer producer_not_public']);
    expect((await api.ask('POST', `/v1/producers/${visible}/verify`, { as: OFFICER })).status).toBe(200);
    expect((await publish(id)).status).toBe(200);
    expect((await get(id)).body.stops).toEqual(good);
  });
});

describe('who may do what', () => {
  it('makes events of their own office, the ministry those of any', async () => {
    expect((await create({ office: undefined })).body.organizer.office).toBe('off_37');
    expect((await create({ office: undefined }, CENTRAL_OFFICER)).body.organizer.office).toBe('off_ministry');
    expect((await create({ office: 'off_38' }, CENTRAL_OFFICER)).body.organizer).toEqual({
      office: 'off_38',
      name: 'Thanh Hóa',
    });
    expect((await create({ organizer: { name: 'UBND tỉnh Ninh Bình' } })).body.organizer).toEqual({
      office: 'off_37',
      name: 'UBND tỉnh Ninh Bình',
    });
    for (const office of ['off_38', 'off_ministry']) expectProblem(await create({ office }), 403, 'forbidden');
    expectProblem(await create({ office: undefined }, OWNER), 403, 'forbidden');
    expectProblem(await create({ office: undefined }, BUYER), 403, 'forbidden');
    expect(faultsOf(await create({ office: 'off_99' }, CENTRAL_OFFICER))).toEqual(['/office office_unknown']);
    expect(faultsOf(await create({ office: undefined }, TWO_OFFICES), 400)).toEqual(['/office required']);
    expect((await create({ office: 'off_38' }, TWO_OFFICES)).status).toBe(201);
  });

  it('lets officers of another territory read what is public and change nothing', async () => {
    const draft = await draftedEvent(api, { provinces: ['37', '38'] });
    const visible = await publishedEvent(api, { provinces: ['37', '38'] });
    for (const as of [OTHER_OFFICER, OWNER, BUYER]) {
      for (const reply of [
        await own(draft.id, as),
        await patch(draft.id, { title: 'Của tôi' }, as),
        await publish(draft.id, as),
        await cancel(draft.id, as),
        await api.ask('GET', '/v1/audit', { as, query: { subject: draft.id } }),
      ])
        expectProblem(reply, 404, 'not_found');
      for (const reply of [
        await own(visible.id, as),
        await patch(visible.id, { title: 'Của tôi' }, as),
        await cancel(visible.id, as),
        await api.ask('GET', '/v1/audit', { as, query: { subject: visible.id } }),
      ])
        expectProblem(reply, 403, 'forbidden');
      expect((await api.ask('GET', `/v1/events/${visible.id}`, { as })).status).toBe(200);
    }
    expect((await own(draft.id)).body.title).not.toBe('Của tôi');
    expect((await patch(draft.id, { title: 'Của bộ' }, CENTRAL_OFFICER)).status).toBe(200);
    expect((await cancel(visible.id, CENTRAL_OFFICER)).status).toBe(200);
  });

  it('does not let a draft be given to an office outside the territory', async () => {
    const { id } = await draftedEvent(api);
    expectProblem(await patch(id, { office: 'off_38' }), 403, 'forbidden');
    expect((await own(id)).body.organizer.office).toBe('off_37');
    expect((await patch(id, { office: 'off_38' }, TWO_OFFICES)).body.organizer.office).toBe('off_38');
  });

  it('shows an office its own events in every state, the latest first', async () => {
    const mine = await startApi({ stream: false });
    try {
      const days = ['2027-01-05', '2025-03-01', '2026-12-20'];
      const made = [];
      for (const startDate of days)
        made.push(await draftedEvent(mine, { startDate, endDate: startDate, registration: undefined }));
      const foreign = await draftedEvent(mine, { office: 'off_38' }, CENTRAL_OFFICER);
      const ask = (as: string, query: Record<string, string | number> = {}) =>
        mine.ask('GET', '/v1/me/events', { as, query });
      const ids = made.map(({ id }) => id);
      expect(idsOf(await ask(OFFICER))).toEqual([ids[0], ids[2], ids[1]]);
      const first = await ask(OFFICER, { limit: 2 });
      expect(first.headers.link).toContain('/v1/me/events?limit=2');
      const rest = await ask(OFFICER, { limit: 2, cursor: first.body.next });
      expect([...idsOf(first), ...idsOf(rest)]).toEqual([ids[0], ids[2], ids[1]]);
      expect(rest.body.next).toBeUndefined();
      expect(idsOf(await ask(CENTRAL_OFFICER))).toEqual([]);
      expect(idsOf(await ask(CENTRAL_OFFICER, { office: 'off_38' }))).toEqual([foreign.id]);
      expectProblem(await ask(OFFICER, { office: 'off_38' }), 403);
      expectProblem(await ask(OWNER), 403);
    } finally {
      await mine.stop();
    }
    expect(faultsOf(await ownList(TWO_OFFICES), 400)).toEqual(['office required']);
    expect((await ownList(TWO_OFFICES, { office: 'off_37' })).status).toBe(200);
  });
});

describe('the list of a window', () => {
  let quiet: Api;
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    quiet = await startApi({ stream: false });
    const days: Record<string, [string, string]> = {
      over: ['2026-10-01', '2026-11-22'],
      lastDay: ['2026-11-01', '2026-11-23'],
      long: ['2026-10-20', '2027-01-15'],
      tomorrow: ['2026-11-24', '2026-11-24'],
      tet: ['2027-01-30', '2027-02-12'],
      atTheEnd: ['2027-11-24', '2027-12-30'],
      after: ['2027-11-25', '2027-11-26'],
    };
    for (const [name, [startDate, endDate]] of Object.entries(days))
      ids[name] = (await givenEvent(quiet, { startDate, endDate, registration: null, title: name })).id;
    ids.tour = (
      await givenEvent(quiet, {
        kind: 'study-tour',
        title: 'tour',
        startDate: '2026-12-15',
        endDate: '2026-12-16',
        provinces: [
          { code: '37', name: 'Ninh Bình' },
          { code: '38', name: 'Thanh Hóa' },
        ],
      })
    ).id;
    await givenEvent(quiet, { status: 'draft', publishedAt: null, startDate: '2026-12-01', endDate: '2026-12-02' });
  });
  afterAll(() => quiet.stop());

  const titles = async (query: Record<string, string | number> = {}): Promise<string[]> => {
    const reply = await quiet.ask('GET', '/v1/events', { query: { limit: 100, ...query } });
    expect(reply.status, reply.text).toBe(200);
    expectResponse('listEvents', reply);
    return reply.body.items.map(({ title }: { title: string }) => title);
  };
  const walked = async (query: Record<string, string | number>): Promise<string[]> => {
    const seen: string[] = [];
    let path: string | undefined = `/v1/events?${new URLSearchParams(query as Record<string, string>)}`;
    while (path) {
      const page: Reply = await quiet.ask('GET', path);
      expect(page.status, page.text).toBe(200);
      expect(page.body.items.length).toBeLessThanOrEqual(Number(query.limit));
      seen.push(...page.body.items.map(({ title }: { title: string }) => title));
      path = /^<([^>]+)>; rel="next"$/.exec(page.headers.link ?? '')?.[1];
      expect(path === undefined).toBe(page.body.next === undefined);
    }
    return seen;
  };

  it('has what touches the days from today to 366 days on, by the first day, each once', async () => {
    const expected = ['long', 'lastDay', 'tomorrow', 'tour', 'tet', 'atTheEnd'];
    expect(await titles()).toEqual(expected);
    for (const limit of [1, 2, 3, 6]) expect(await walked({ limit })).toEqual(expected);
  });

  it('is narrowed by province, kind and days', async () => {
    expect(await titles({ province: 'thanh-hoa' })).toEqual(['tour']);
    expect(await titles({ kind: 'study-tour' })).toEqual(['tour']);
    expect(await titles({ province: '01' })).toEqual([]);
    expect(await titles({ from: '2027-01-15', to: '2027-01-30' })).toEqual(['long', 'tet']);
    expect(await titles({ from: '2027-01-16', to: '2027-01-29' })).toEqual([]);
    expect(await titles({ from: '2026-10-01', to: '2026-10-31' })).toEqual(['over', 'long']);
    expect(await titles({ from: '2027-02-12', to: '2027-02-12' })).toEqual(['tet']);
    expect(await titles({ from: '2027-11-25' })).toEqual(['atTheEnd', 'after']);
    for (const limit of [1, 2])
      expect(await walked({ limit, from: '2026-10-31', to: '2027-11-30', kind: 'fair' })).toEqual([
        'over',
        'long',
        'lastDay',
        'tomorrow',
        'tet',
        'atTheEnd',
        'after',
      ]);
  });

  it('goes on as it began although midnight has passed, and takes no cursor of another list', async () => {
    const first = await quiet.ask('GET', '/v1/events', { query: { limit: 2 } });
    const { next } = first.body;
    quiet.clock.now = new Date('2026-11-24T18:00:00Z');
    const rest = await quiet.ask('GET', '/v1/events', { query: { limit: 100, cursor: next } });
    quiet.clock.now = new Date(NOW);
    expect(rest.body.items.map(({ title }: { title: string }) => title)).toEqual([
      'tomorrow',
      'tour',
      'tet',
      'atTheEnd',
    ]);
    for (const query of [{ kind: 'fair' }, { province: '37' }, { from: '2026-11-23' }])
      expectProblem(await quiet.ask('GET', '/v1/events', { query: { ...query, cursor: next } }), 400, 'cursor_invalid');
  });

  it('refuses a window that is empty, too long, or no window', async () => {
    const faults = async (query: Record<string, string>) =>
      faultsOf(await quiet.ask('GET', '/v1/events', { query }), 400);
    expect(await faults({ from: '2026-12-02', to: '2026-12-01' })).toEqual(['to window_empty']);
    expect(await faults({ to: '2026-11-22' })).toEqual(['to window_empty']);
    expect(await faults({ from: '2026-01-01', to: '2027-02-05' })).toEqual(['to window_too_long']);
    expect((await quiet.ask('GET', '/v1/events', { query: { from: '2026-01-01', to: '2027-02-04' } })).status).toBe(
      200,
    );
    expect(await faults({ from: 'hôm nay', kind: 'party', province: '99' })).toEqual([
      'from invalid_date',
      'kind invalid_value',
      'province province_unknown',
    ]);
  });

  it('reads the rows of its months, however many events other months have', async () => {
    const cost = async (): Promise<number> => {
      quiet.consumed.length = 0;
      await titles({ province: '37', from: '2026-12-01', to: '2026-12-31' });
      return quiet.consumed.reduce((sum, { units }) => sum + units, 0);
    };
    const before = await cost();
    for (let index = 0; index < 30; index += 1)
      await givenEvent(quiet, { startDate: '2029-01-01', endDate: '2029-01-02', registration: null, title: 'far' });
    expect(await cost()).toBe(before);
  });

  it('gives its rows over to a page of a rare kind without losing any', async () => {
    for (let index = 0; index < 70; index += 1)
      await givenEvent(quiet, { startDate: '2030-01-01', endDate: '2030-02-02', registration: null, title: 'many' });
    await givenEvent(quiet, { startDate: '2030-02-03', endDate: '2030-02-03', kind: 'conference', title: 'rare' });
    expect(await walked({ limit: 100, from: '2030-01-01', to: '2030-12-31', kind: 'conference' })).toHaveLength(1);
    expect(await walked({ limit: 7, from: '2030-01-01', to: '2030-12-31' })).toHaveLength(71);
  });
});

describe('the calendar file', () => {
  let quiet: Api;
  beforeAll(async () => {
    quiet = await startApi({ stream: false });
  });
  afterAll(() => quiet.stop());
  const ics = async (query: Record<string, string> = {}) => {
    const reply = await quiet.ask('GET', '/v1/events.ics', { query });
    expect(reply.status, reply.text).toBe(200);
    const root = new ICAL.Component(ICAL.parse(reply.text) as unknown[] as never);
    return {
      reply,
      root,
      titles: root.getAllSubcomponents('vevent').map((entry) => String(entry.getFirstPropertyValue('summary'))),
    };
  };

  it('has the events from a month ago to a year ahead, those of a province or a kind, and its own type', async () => {
    const given = (title: string, startDate: string, endDate: string, over: object = {}) =>
      givenEvent(quiet, { title, startDate, endDate, registration: null, ...over });
    await given('quá cũ', '2026-10-01', '2026-10-22');
    await given('tháng trước', '2026-10-01', '2026-10-23');
    await given('năm sau', '2027-11-24', '2027-11-25', { kind: 'conference' });
    await given('xa quá', '2027-11-25', '2027-11-26');
    await given('Thanh Hóa', '2026-12-30', '2027-01-02', { provinces: [{ code: '38', name: 'Thanh Hóa' }] });
    const { reply, root, titles } = await ics();
    expect(reply.headers['content-type']).toBe('text/calendar; charset=utf-8');
    expect(reply.headers['x-ocop-truncated']).toBeUndefined();
    expect(root.getFirstPropertyValue('x-wr-calname')).toBe('Sự kiện OCOP');
    expect(titles).toEqual(['tháng trước', 'Thanh Hóa', 'năm sau']);
    expect((await ics({ province: 'Thanh Hóa' })).titles).toEqual(['Thanh Hóa']);
    expect((await ics({ province: '38' })).root.getFirstPropertyValue('x-wr-calname')).toBe('Sự kiện OCOP Thanh Hóa');
    expect((await ics({ kind: 'conference' })).titles).toEqual(['năm sau']);
  });

  it('is not sent again where nothing has changed, also on another day', async () => {
    const first = await quiet.ask('GET', '/v1/events.ics', { query: { province: '38' } });
    quiet.clock.now = new Date('2026-11-25T03:00:00Z');
    const again = await quiet.ask('GET', '/v1/events.ics', {
      query: { province: '38' },
      headers: { 'if-none-match': first.headers.etag ?? '' },
    });
    quiet.clock.now = new Date(NOW);
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it('has room for ninety usual events, and says when it was cut', async () => {
    const given = () =>
      givenEvent(quiet, {
        startDate: '2026-12-05',
        endDate: '2026-12-06',
        registration: null,
        provinces: [{ code: '40', name: 'Nghệ An' }],
      });
    const givenMany = async (count: number) => {
      for (let made = 0; made < count; made += 20) await Promise.all(Array.from({ length: 20 }, given));
    };
    await givenMany(80);
    const whole = await ics({ province: '40' });
    expect([whole.titles.length, whole.reply.headers['x-ocop-truncated']]).toEqual([80, undefined]);
    await givenMany(60);
    const before = quiet.consumed.length;
    const cut = await ics({ province: '40' });
    expect(quiet.consumed.slice(before).reduce((sum, { units }) => sum + units, 0)).toBeLessThanOrEqual(15);
    expect(cut.titles.length).toBeGreaterThan(90);
    expect(cut.reply.headers['x-ocop-truncated']).toBe(String(cut.titles.length));
    expect(cut.root.getFirstPropertyValue('x-ocop-truncated')).toBe('TRUE');
    expect(String(cut.root.getFirstPropertyValue('x-wr-caldesc'))).toContain(`${cut.titles.length} sự kiện`);
  });
});
