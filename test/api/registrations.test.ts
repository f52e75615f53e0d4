import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { keys } from '#shared/data/table/keys.ts';
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
import { tableOf } from '#test/support/faults.ts';
import {
  askToRegister,
  fair,
  personRegistered,
  productRegistered,
  registrationNow,
  registrationsOf,
  starredProduct,
  trainingClass,
} from '#test/support/registrations.ts';
import { expectProblem, placesOf } from '#test/support/responses.ts';
import { expectRowsDerived } from '#test/support/table.ts';

let api: Api;
const NOW = '2026-11-23T03:00:00Z';

beforeAll(async () => {
  api = await startApi({ now: NOW, stream: false });
});
beforeEach(() => {
  api.clock.now = new Date(NOW);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await expectRowsDerived(api);
});
afterAll(() => api.stop());

const codesOf = (reply: Reply): string[] =>
  (expectProblem(reply, 422, 'rule_violated').errors ?? []).map(({ code }) => code);

/** The fair of these tests: three days in December, the middle one of which it rests. */
const DAYS = { startDate: '2026-12-10', endDate: '2026-12-12' };

describe('a product whose certificate', () => {
  const until = (day: string) => {
    const [year = 0, ...rest] = day.split('-');
    const issuedOn = [Number(year) - 3, ...rest].join('-');
    const regime = issuedOn < '2023-02-24' ? '1048/QĐ-TTg' : '148/QĐ-TTg';
    return { issuedOn, decisionDate: issuedOn, regime };
  };

  it('lapses on the second day is refused, and the day is named', async () => {
    const { id: event } = await fair(api, {}, DAYS);
    const { product } = await starredProduct(api, { certificate: until('2026-12-10') });
    const reply = await askToRegister(api, event, { product });
    expect(codesOf(reply)).toEqual(['certificate_lapses']);
    expect(reply.body.detail).toContain('11/12/2026');
    expect(await registrationsOf(api, event)).toEqual([]);
  });

  it('lapses on the last day, that day included, is taken', async () => {
    const { id: event } = await fair(api, {}, DAYS);
    const { product } = await starredProduct(api, { certificate: until('2026-12-12') });
    expect((await productRegistered(api, event, product)).status).toBe('confirmed');
  });

  it('lapses on a day on which the fair rests is refused for the day after, or taken where there is none', async () => {
    const rests = await fair(api, {}, { ...DAYS, closedDates: ['2026-12-11', '2026-12-12'] });
    const { product } = await starredProduct(api, { certificate: until('2026-12-10') });
    expect((await productRegistered(api, rests.id, product)).status).toBe('confirmed');
    const goesOn = await fair(api, {}, { ...DAYS, closedDates: ['2026-12-11'] });
    expect(codesOf(await askToRegister(api, goesOn.id, { product }))).toEqual(['certificate_lapses']);
  });

  it('lapses during the fair but was renewed in time is taken', async () => {
    const { id: event } = await fair(api, {}, DAYS);
    const { product } = await starredProduct(api, { certificate: until('2026-12-10') });
    const renewed = await api.ask('POST', '/v1/certificates', {
      as: OFFICER,
      body: {
        product,
        number: 'GCN-GIA-HAN',
        decisionNumber: '9/QĐ-UBND',
        decisionDate: '2026-11-20',
        issuer: { name: 'UBND tỉnh Ninh Bình', level: 'province' },
        regime: '26/2026/QĐ-TTg',
        criteriaSet: 8,
        stars: 4,
        issuedOn: '2026-11-20',
      },
    });
    expect(renewed.status, renewed.text).toBe(201);
    expect((await productRegistered(api, event, product)).status).toBe('confirmed');
  });

  it("is revoked after it registered shows on the organiser's list, as does one whose producer is suspended", async () => {
    const { id: event } = await fair(api, {}, DAYS);
    const first = await starredProduct(api);
    const second = await starredProduct(api);
    await productRegistered(api, event, first.product);
    await productRegistered(api, event, second.product);
    expect((await registrationsOf(api, event)).map(({ eligibility }) => eligibility)).toEqual([
      { eligible: true, stars: 4, refusals: [] },
      { eligible: true, stars: 4, refusals: [] },
    ]);
    const { headers } = await api.ask('GET', `/v1/reviews/${first.certificate}`, { as: OFFICER });
    const revoked = await api.ask('POST', `/v1/certificates/${first.certificate}/revoke`, {
      as: OFFICER,
      headers: { 'if-match': headers.etag ?? '' },
      body: { decisionNumber: '9/QĐ-UBND', decisionDate: '2026-11-20', ground: 'c' },
    });
    expect(revoked.status, revoked.text).toBe(200);
    await api.ask('POST', `/v1/producers/${second.producer}/suspend`, { as: OFFICER, body: { reason: 'Kiểm tra' } });
    expect((await registrationsOf(api, event)).map(({ status, eligibility }) => [status, eligibility])).toEqual([
      ['confirmed', { eligible: false, stars: null, refusals: ['star_missing'] }],
      ['confirmed', { eligible: false, stars: 4, refusals: ['producer_not_verified'] }],
    ]);
  });

  it('has fewer stars, or is none, is refused; where no star is asked for everything public is taken', async () => {
    const { id: five } = await fair(api, { minStars: 5 }, DAYS);
    const { product } = await starredProduct(api);
    expect(codesOf(await askToRegister(api, five, { product }))).toEqual(['stars_too_few']);
    const { id: any } = await fair(api, { minStars: null }, DAYS);
    const lapsed = await starredProduct(api, { certificate: until('2026-11-01') });
    expect(codesOf(await askToRegister(api, five, { product: lapsed.product }))).toEqual(['star_missing']);
    expect((await productRegistered(api, any, lapsed.product)).status).toBe('confirmed');
  });
});

describe('refusals', () => {
  it('are told all at once, each with its code', async () => {
    const { id: event } = await fair(
      api,
      { from: '2026-12-01', groups: ['handicraft'], provinces: ['38'], minStars: 5 },
      DAYS,
    );
    const { product } = await starredProduct(api);
    const reply = await askToRegister(api, event, { product, name: 'Ai đó', phone: '0912345678' });
    expect(codesOf(reply).sort()).toEqual([
      'group_not_admitted',
      'not_for_this_event',
      'not_for_this_event',
      'province_not_admitted',
      'registration_not_open',
      'stars_too_few',
    ]);
    expect(placesOf(expectProblem(reply))).toEqual(['', '/name', '/phone', '/product', '/product', '/product']);
  });

  it.each([
    ['2026-10-31T16:59:59.999Z', ['registration_not_open']],
    ['2026-10-31T17:00:00.000Z', []],
    ['2026-12-05T16:59:59.999Z', []],
    ['2026-12-05T17:00:00.000Z', ['registration_closed']],
    ['2026-12-12T17:00:00.000Z', ['event_over']],
  ])('of the window follow the Vietnamese day at %s', async (at, wanted) => {
    const { id: event } = await trainingClass(api, {}, DAYS);
    api.clock.now = new Date(at);
    const reply = await askToRegister(api, event, { name: 'Nguyễn Văn A' }, { as: 'somebody' });
    expect(reply.status === 201 ? [] : codesOf(reply)).toEqual(wanted);
  });

  it('of a cancelled event and of one that takes none are told apart; a draft is not known', async () => {
    const person = { name: 'Nguyễn Văn A' };
    const cancellation = { at: NOW, by: OFFICER, reason: 'Bão' };
    const cancelled = await trainingClass(api, {}, { status: 'cancelled', cancellation });
    expect(codesOf(await askToRegister(api, cancelled.id, person))).toEqual(['event_cancelled']);
    const closed = await trainingClass(api, {}, { registration: null });
    expect(codesOf(await askToRegister(api, closed.id, person))).toEqual(['registration_not_offered']);
    const draft = await trainingClass(api, {}, { status: 'draft', publishedAt: null });
    for (const as of [OWNER, OFFICER]) expectProblem(await askToRegister(api, draft.id, person, { as }), 404);
  });

  it('keep products out of classes, and people out of fairs', async () => {
    const { product } = await starredProduct(api);
    const { id: lesson } = await trainingClass(api);
    const { id: market } = await fair(api);
    expect(codesOf(await askToRegister(api, lesson, { product }))).toEqual(['required', 'not_for_this_event']);
    expect(codesOf(await askToRegister(api, market, { name: 'Nguyễn Văn A' }))).toEqual([
      'required',
      'not_for_this_event',
    ]);
    expectProblem(await askToRegister(api, market, { product: 'prd_01JD0000000000000000000000' }), 404);
    expectProblem(await askToRegister(api, market, { product }, { as: BUYER }), 403);
  });

  it('say what is registered already; one that was withdrawn may come again, behind the others', async () => {
    const { id: event } = await trainingClass(api, { capacity: 1 });
    const first = await personRegistered(api, event, 'one');
    const second = await personRegistered(api, event, 'two');
    expectProblem(await askToRegister(api, event, { name: 'Lần nữa' }, { as: 'one' }), 409, 'already_exists');
    const path = `/v1/registrations/${first.id}/withdraw`;
    expect((await api.ask('POST', path, { as: 'one' })).body.status).toBe('withdrawn');
    expectProblem(await api.ask('POST', path, { as: 'one' }), 409, 'state_conflict');
    const again = await personRegistered(api, event, 'one');
    expect([again.ticket, again.status, (await registrationNow(api, second.id)).status]).toEqual([
      3,
      'waiting',
      'confirmed',
    ]);
  });
});

describe('coming and going', () => {
  it('ends after ten registrations of one person at one event; others and other events are not touched', async () => {
    const { id: event } = await trainingClass(api);
    for (let time = 1; time <= 10; time += 1) {
      const { id, ticket } = await personRegistered(api, event, 'restless');
      expect(ticket).toBe(time);
      expect((await api.ask('POST', `/v1/registrations/${id}/withdraw`, { as: 'restless' })).status).toBe(200);
    }
    const again = await askToRegister(api, event, { name: 'Lần nữa' }, { as: 'restless' });
    expect(expectProblem(again, 409, 'state_conflict').detail).toContain('10');
    expect((await personRegistered(api, event, 'calm')).ticket).toBe(11);
    const { id: other } = await trainingClass(api);
    expect((await personRegistered(api, other, 'restless')).status).toBe('confirmed');
  });

  it('ends for a product whoever of its producer registers it', async () => {
    const { id: event } = await fair(api);
    const { product, producer } = await starredProduct(api);
    await api.ask('PUT', `/v1/producers/${producer}/members/colleague-8`, { as: OWNER });
    for (let time = 1; time <= 10; time += 1) {
      const { id } = await productRegistered(api, event, product);
      await api.ask('POST', `/v1/registrations/${id}/withdraw`, { as: OWNER });
    }
    expectProblem(await askToRegister(api, event, { product }, { as: 'colleague-8' }), 409, 'state_conflict');
  });

  it('of more than are read at once lets in the next one that still waits', async () => {
    const { id: event } = await trainingClass(api, { capacity: 1 });
    const made = [];
    for (let index = 0; index < 60; index += 1) made.push(await personRegistered(api, event, `gone-${index}`));
    const leave = ({ id }: { id: string }) =>
      api.ask('POST', `/v1/registrations/${id}/withdraw`, { as: OFFICER, body: { reason: 'Bận việc' } });
    for (const left of made.slice(1, 59)) expect((await leave(left)).status).toBe(200);
    expect((await leave(made[0])).status).toBe(200);
    expect((await registrationNow(api, made[59].id)).status).toBe('confirmed');
  });
});

describe('an event with approval', () => {
  it('holds the place until the office decides; a refusal lets in who waits next', async () => {
    const { id: event } = await trainingClass(api, { capacity: 1, approval: true });
    const first = await personRegistered(api, event, 'a-1');
    const second = await personRegistered(api, event, 'a-2');
    expect([first.status, first.approval, second.status]).toEqual(['pending', 'needed', 'waiting']);
    const act = (id: string, action: string, body?: object) =>
      api.ask('POST', `/v1/registrations/${id}/${action}`, { as: OFFICER, ...(body ? { body } : {}) });
    expect((await act(second.id, 'approve')).body).toMatchObject({ status: 'waiting', approval: 'given' });
    const refused = await act(first.id, 'refuse', { reason: 'Đã học năm trước' });
    expect(refused.body).toMatchObject({ status: 'refused', ending: { reason: 'Đã học năm trước' } });
    expect((await registrationNow(api, second.id)).status).toBe('confirmed');
    for (const [id, action] of [
      [first.id, 'approve'],
      [second.id, 'approve'],
      [second.id, 'refuse'],
    ] as const)
      expectProblem(await act(id, action, { reason: 'Lần nữa' }), 409, 'state_conflict');
  });

  it('is decided on until it is over', async () => {
    const { id: event } = await trainingClass(api, { approval: true }, DAYS);
    const { id } = await personRegistered(api, event, 'b-1');
    api.clock.now = new Date('2026-12-12T17:00:00Z');
    for (const [action, as] of [
      ['approve', OFFICER],
      ['withdraw', 'b-1'],
    ] as const)
      expectProblem(await api.ask('POST', `/v1/registrations/${id}/${action}`, { as }), 409, 'state_conflict');
  });
});

describe('places', () => {
  const resize = async (event: string, registration: object): Promise<Reply> => {
    const { headers, body } = await api.ask('GET', `/v1/me/events/${event}`, { as: OFFICER });
    const { open: _, ...rules } = body.registration;
    return api.ask('PATCH', `/v1/events/${event}`, {
      as: OFFICER,
      headers: { 'if-match': headers.etag ?? '' },
      body: { registration: { ...rules, ...registration } },
    });
  };

  it('that are added let in who waits, in order; fewer than were given are refused', async () => {
    const { id: event } = await trainingClass(api, { capacity: 2 });
    for (const index of [1, 2, 3, 4, 5]) await personRegistered(api, event, `c-${index}`);
    const statuses = async () => (await registrationsOf(api, event)).map(({ status }) => status);
    const more = await resize(event, { capacity: 4 });
    expect(more.status, more.text).toBe(200);
    expect(await statuses()).toEqual(['confirmed', 'confirmed', 'confirmed', 'confirmed', 'waiting']);
    expectProblem(await resize(event, { capacity: 3 }), 409, 'state_conflict');
    expect((await resize(event, { capacity: 9 })).status).toBe(200);
    expect((await resize(event, { capacity: 5 })).status).toBe(200);
    expectProblem(await resize(event, { capacity: 4 }), 409, 'state_conflict');
    expect((await personRegistered(api, event, 'c-6')).status).toBe('waiting');
  });

  it('among those that wait are told to one as the highest it can be, and to the organiser without those that left', async () => {
    const { id: event } = await trainingClass(api, { capacity: 1 });
    const made = [];
    for (const index of [1, 2, 3, 4]) made.push(await personRegistered(api, event, `d-${index}`));
    await api.ask('POST', `/v1/registrations/${made[1].id}/withdraw`, { as: 'd-2' });
    expect((await registrationNow(api, made[3].id, 'd-4')).waitingPlace).toBe(3);
    expect((await registrationNow(api, made[1].id, 'd-2')).waitingPlace).toBeNull();
    expect((await registrationNow(api, made[0].id, 'd-1')).waitingPlace).toBeNull();
    expect((await registrationsOf(api, event)).map(({ waitingPlace }) => waitingPlace)).toEqual([null, null, 1, 2]);
  });
});

describe('lists', () => {
  it('of an event go through every registration once, page by page, with places counted on', async () => {
    const { id: event } = await trainingClass(api, { capacity: 3 });
    for (let index = 0; index < 9; index += 1) await personRegistered(api, event, `e-${index}`);
    const found: [number, number | null][] = [];
    let path: string | undefined = `/v1/events/${event}/registrations?limit=2`;
    while (path) {
      const { body, headers }: Reply = await api.ask('GET', path, { as: OFFICER });
      for (const { ticket, waitingPlace } of body.items) found.push([ticket, waitingPlace]);
      path = /<([^>]+)>/.exec(headers.link ?? '')?.[1];
    }
    expect(found).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((ticket) => [ticket, ticket > 3 ? ticket - 3 : null]));
  });

  it("of one's own show one's own and one's producers' registrations", async () => {
    const { id: lesson } = await trainingClass(api);
    const { id: market } = await fair(api);
    const { product, producer } = await starredProduct(api);
    const mine = await personRegistered(api, lesson, OWNER);
    const ours = await productRegistered(api, market, product);
    const { body } = await api.ask('GET', '/v1/me/registrations', { as: OWNER, query: { limit: 100 } });
    const found = body.items.filter(({ id }: { id: string }) => [mine.id, ours.id].includes(id));
    expect(found.map(({ id, event }: { id: string; event: { id: string } }) => [id, event.id])).toEqual([
      [mine.id, lesson],
      [ours.id, market],
    ]);
    await api.ask('PUT', `/v1/producers/${producer}/members/colleague-7`, { as: OWNER });
    const shared = await api.ask('GET', '/v1/me/registrations', { as: 'colleague-7' });
    expect(shared.body.items.map(({ id }: { id: string }) => id)).toEqual([ours.id]);
    const pages: string[] = [];
    let path: string | undefined = '/v1/me/registrations?limit=1';
    while (path) {
      const { body: page, headers }: Reply = await api.ask('GET', path, { as: OWNER });
      for (const { id } of page.items) pages.push(id);
      path = /<([^>]+)>/.exec(headers.link ?? '')?.[1];
    }
    expect(pages).toEqual(body.items.map(({ id }: { id: string }) => id));
  });
});

describe('who registers', () => {
  const SECRET = {
    name: 'Trần Thị Kín',
    phone: '0938111222',
    organisation: 'Tổ hợp tác Kín Đáo',
    note: 'Ăn chay trường',
  };
  const seen = [SECRET.name, '938111222', SECRET.organisation, SECRET.note];

  it('is known to the office and to nobody else: neither in public answers, logs, audit nor to strangers', async () => {
    let logged = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
      logged += String(line);
      return true;
    });
    const { id: event } = await trainingClass(api);
    const made = await personRegistered(api, event, 'kin', SECRET);
    for (const as of ['kin', OFFICER, CENTRAL_OFFICER]) {
      const reply = await api.ask('GET', `/v1/registrations/${made.id}`, { as });
      for (const secret of seen) expect(reply.text).toContain(secret);
    }
    for (const as of [BUYER, OWNER, OTHER_OFFICER])
      expectProblem(await api.ask('GET', `/v1/registrations/${made.id}`, { as }), 404);
    await api.ask('POST', `/v1/registrations/${made.id}/withdraw`, { as: 'kin' });
    const audit = await api.ask('GET', '/v1/audit', { as: OFFICER, query: { subject: made.id } });
    expect(audit.body.items.map(({ action }: { action: string }) => action)).toEqual([
      'registration.withdraw',
      'registration.create',
    ]);
    const open = await Promise.all(['', '?from=2026-11-01'].map((query) => api.ask('GET', `/v1/events${query}`)));
    const texts = [
      logged,
      audit.text,
      (await api.ask('GET', `/v1/events/${event}`)).text,
      (await api.ask('GET', '/v1/events.ics')).text,
      (await api.ask('GET', `/v1/me/events/${event}`, { as: OFFICER })).text,
      (await api.ask('GET', `/v1/me/events/${event}/gate`, { as: OFFICER })).text,
      (await api.ask('GET', `/v1/events/${event}/registrations`, { as: BUYER })).text,
      ...open.map(({ text }) => text),
    ];
    for (const text of texts) for (const secret of seen) expect(text).not.toContain(secret);
  });

  it('lies in the registration and in the row of its ticket only, which the role of buyers may not read', async () => {
    const { id: event } = await trainingClass(api);
    await personRegistered(api, event, 'kin-2', { ...SECRET, name: 'Lê Văn Riêng Tư' });
    const table = tableOf(api.settings);
    const found = [...(await table.snapshot())].filter(([, item]) => item.includes('Lê Văn Riêng Tư'));
    expect(found).toHaveLength(2);
    for (const [key] of found) expect(key).toMatch(/^(reg_|registrations#)/);
  });

  it('has a pass whose key is in one partition, and in no answer', async () => {
    const { id: event } = await trainingClass(api);
    const { id } = await personRegistered(api, event, 'kin-3');
    const item = await api.context('x').reader.get(keys.secret(event));
    const { d } = JSON.parse(item?.jwk && 'S' in item.jwk ? item.jwk.S : '{}');
    expect(d).toMatch(/^[\w-]{43}$/);
    const table = tableOf(api.settings);
    for (const [key, text] of await table.snapshot()) if (text.includes(d)) expect(key).toBe(`secret#${event} A`);
    for (const path of [`/v1/registrations/${id}`, `/v1/registrations/${id}/pass`, `/v1/me/events/${event}/gate`])
      expect((await api.ask('GET', path, { as: OFFICER })).text).not.toContain(d);
  });
});
