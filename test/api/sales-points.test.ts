import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { distanceMetres } from '#shared/domain/places/geo.ts';
import { decodeCursor, encodeCursor } from '#shared/http/cursor.ts';
import {
  type Api,
  BUYER,
  CENTRAL_OFFICER,
  OFFICER,
  OTHER_OFFICER,
  OTHER_OWNER,
  OWNER,
  type Reply,
  startApi,
} from '#test/support/api.ts';
import { activeSalesPoint, actOnSalesPoint, proposedSalesPoint, salesPointInput } from '#test/support/journey.ts';
import { expectProblem, expectResponse, faultsOf, idsOf, namesOf, placesOf } from '#test/support/responses.ts';
import { expectRowsDerived } from '#test/support/table.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ stream: false });
});
afterAll(() => api.stop());

const create = (over: object = {}, as = OFFICER): Promise<Reply> =>
  api.ask('POST', '/v1/sales-points', { as, body: salesPointInput(over) });
const patch = (id: string, body: object, as = OWNER, etag = '*'): Promise<Reply> =>
  api.ask('PATCH', `/v1/sales-points/${id}`, { as, body, headers: { 'if-match': etag } });
const act = (id: string, action: string, as = OFFICER, body?: object): Promise<Reply> =>
  api.ask('POST', `/v1/sales-points/${id}/${action}`, { as, headers: { 'if-match': '*' }, ...(body ? { body } : {}) });
const pause = (id: string, as = OFFICER): Promise<Reply> => act(id, 'pause', as, { reason: 'Sửa quầy' });
const member = (method: 'PUT' | 'DELETE', id: string, subject: string, as = OWNER): Promise<Reply> =>
  api.ask(method, `/v1/sales-points/${id}/members/${subject}`, { as });
const get = (idOrSlug: string, headers = {}): Promise<Reply> =>
  api.ask('GET', `/v1/sales-points/${idOrSlug}`, { headers });
const own = (idOrSlug: string, as = OWNER): Promise<Reply> => api.ask('GET', `/v1/me/sales-points/${idOrSlug}`, { as });
const review = (id: string, as = OFFICER): Promise<Reply> => api.ask('GET', `/v1/reviews/${id}`, { as });
const list = (query: Record<string, string | number> = {}): Promise<Reply> =>
  api.ask('GET', '/v1/sales-points', { query });

/** Whether a sales point is found: at its own path, among the active ones by name and by distance, and among the paused. */
const shownAt = async (id: string) => ({
  itself: (await get(id)).status,
  byName: idsOf(await list({ limit: 100 })).includes(id),
  inProvince: idsOf(await list({ limit: 100, province: '37' })).includes(id),
  near: idsOf(await list({ limit: 100, near: '20.261,105.965', radiusKm: 1 })).includes(id),
  paused: idsOf(await list({ limit: 100, status: 'paused' })).includes(id),
});
const HIDDEN = { itself: 404, byName: false, inProvince: false, near: false, paused: false };
const ON_SHOW = { itself: 200, byName: true, inProvince: true, near: true, paused: false };
const PAUSED = { itself: 200, byName: false, inProvince: false, near: false, paused: true };

describe('the life of a sales point', () => {
  it('goes from proposed to active, paused and active again, and each step is where it should be and nowhere else', async () => {
    const created = await create({ name: 'Điểm bán Vòng đời', operator: { name: 'HTX', taxCode: '0100109106' } });
    expect([created.status, created.body.status, created.body.slug]).toEqual([201, 'proposed', created.body.id]);
    const { id } = created.body;
    expect(created.headers.location).toBe(`/v1/reviews/${id}`);
    expect(await shownAt(id)).toEqual(HIDDEN);
    await expectRowsDerived(api);
    const queue = await api.ask('GET', '/v1/reviews', { as: OFFICER, query: { limit: 100 } });
    expect(queue.body.items).toContainEqual({
      id,
      kind: 'sales-point',
      name: 'Điểm bán Vòng đời',
      producer: null,
      change: 'first',
      since: created.body.createdAt,
    });

    const approved = await act(id, 'approve');
    expect([approved.status, approved.body.status, approved.body.slug, approved.body.approvedAt]).toEqual([
      200,
      'active',
      'diem-ban-vong-doi',
      api.clock.now.toISOString(),
    ]);
    expect(await shownAt(id)).toEqual(ON_SHOW);
    expect(idsOf(await api.ask('GET', '/v1/reviews', { as: OFFICER, query: { limit: 100 } }))).not.toContain(id);
    await expectRowsDerived(api);

    const paused = await pause(id);
    expect([paused.body.status, paused.body.note.reason, paused.body.note.by]).toEqual(['paused', 'Sửa quầy', OFFICER]);
    expect(await shownAt(id)).toEqual(PAUSED);
    expect((await get('diem-ban-vong-doi')).body.status).toBe('paused');
    await expectRowsDerived(api);

    const again = await act(id, 'approve', CENTRAL_OFFICER, { reason: 'Đã sửa xong' });
    expect([again.body.status, again.body.note, again.body.slug, again.body.approvedAt]).toEqual([
      'active',
      null,
      'diem-ban-vong-doi',
      approved.body.approvedAt,
    ]);
    expect(await shownAt(id)).toEqual(ON_SHOW);
    await expectRowsDerived(api);

    const audit = await api.ask('GET', '/v1/audit', { as: OFFICER, query: { subject: id } });
    expect(
      audit.body.items.map(({ action, from, to, reason }: Record<string, string>) => [action, from, to, reason]),
    ).toEqual([
      ['sales-point.approve', 'paused', 'active', 'Đã sửa xong'],
      ['sales-point.pause', 'active', 'paused', 'Sửa quầy'],
      ['sales-point.approve', 'proposed', 'active', undefined],
      ['sales-point.create', undefined, 'proposed', undefined],
    ]);
    expect(audit.text).not.toContain('0100109106');
  });

  it('has no step that its state does not allow, and pausing needs a reason', async () => {
    const { id } = await proposedSalesPoint(api);
    expectProblem(await pause(id), 409, 'state_conflict');
    expect((await act(id, 'approve')).status).toBe(200);
    expectProblem(await act(id, 'approve'), 409, 'state_conflict');
    expect(placesOf(expectProblem(await act(id, 'pause', OFFICER, {}), 400))).toEqual(['/reason']);
    expect((await pause(id)).status).toBe(200);
    expectProblem(await pause(id), 409, 'state_conflict');
  });

  it('is paused and resumed by its members, whose pause the office can end too', async () => {
    const { id } = await activeSalesPoint(api);
    const paused = await pause(id, OWNER);
    expectResponse('pauseSalesPoint', paused);
    expect([paused.body.status, paused.body.note.by, (await get(id)).body.status]).toEqual(['paused', OWNER, 'paused']);
    const resumed = await act(id, 'resume', OWNER);
    expectResponse('resumeSalesPoint', resumed);
    expect([resumed.body.status, (await get(id)).body.status]).toEqual(['active', 'active']);
    expectProblem(await act(id, 'resume', OWNER), 409, 'state_conflict');
    for (const end of ['resume', 'approve']) {
      await pause(id, OWNER);
      expect((await act(id, end, OFFICER)).body.status).toBe('active');
    }
    await expectRowsDerived(api);
  });

  it('is not resumed by its members while the office has paused it, also after a pause of their own', async () => {
    const { id } = await activeSalesPoint(api);
    await pause(id, OWNER);
    await act(id, 'resume', OWNER);
    await pause(id);
    expectProblem(await act(id, 'resume', OWNER), 409, 'state_conflict');
    for (const as of [OTHER_OWNER, BUYER]) expectProblem(await act(id, 'resume', as), 403);
    expect((await act(id, 'resume')).body.status).toBe('active');
  });

  it('gives equal names different slugs, one to names that leave no letter, and both lead to the point', async () => {
    const one = await activeSalesPoint(api, { name: 'Quầy trùng tên' });
    const two = await activeSalesPoint(api, { name: 'Quầy trùng tên' });
    const han = await activeSalesPoint(api, { name: '越南特產' });
    const slugs = await Promise.all([one, two, han].map(async ({ id }) => (await get(id)).body.slug as string));
    expect(slugs[0]).toBe('quay-trung-ten');
    expect(slugs[1]).toMatch(/^quay-trung-ten-[0-9a-z]{10}$/);
    expect(slugs[2]).toMatch(/^salespoint/);
    for (const [index, { id }] of [one, two, han].entries()) {
      expect((await get(slugs[index] ?? '')).body.id).toBe(id);
      expect((await own(slugs[index] ?? '')).body.id).toBe(id);
    }
  });

  it('tells two officers who approve at once one after the other', async () => {
    const { id, etag } = await proposedSalesPoint(api, { name: 'Cùng lúc' });
    const replies = await Promise.all(
      [OFFICER, CENTRAL_OFFICER].map((as) =>
        api.ask('POST', `/v1/sales-points/${id}/approve`, { as, headers: { 'if-match': etag } }),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412]);
    await expectRowsDerived(api);
  });
});

describe('who may do what', () => {
  it('takes up points in its own territory only, the ministry everywhere', async () => {
    expectProblem(await create({}, OTHER_OFFICER), 403, 'forbidden');
    expectProblem(await create({}, OWNER), 403, 'forbidden');
    expectProblem(await create({ lat: 0, commune: '00000' }, BUYER), 403, 'forbidden');
    expect((await create({ commune: '15865', lat: 19.8555, lng: 105.858 }, OTHER_OFFICER)).status).toBe(201);
    expect((await create({}, CENTRAL_OFFICER)).status).toBe(201);
  });

  it('lets members change the profile and pause, and officers of the territory both', async () => {
    const { id } = await activeSalesPoint(api);
    expect((await patch(id, { phone: null }, OWNER)).status).toBe(200);
    expect((await patch(id, { addressLine: 'Số 3' }, OFFICER)).status).toBe(200);
    expect((await patch(id, { addressLine: 'Số 4' }, CENTRAL_OFFICER)).status).toBe(200);
    for (const as of [OTHER_OFFICER, OTHER_OWNER, BUYER]) expectProblem(await patch(id, { phone: null }, as), 403);
    for (const as of [OTHER_OFFICER, OTHER_OWNER, BUYER]) expectProblem(await pause(id, as), 403);
    expectProblem(await act(id, 'approve', OWNER), 403);
    expectProblem(await own(id, OFFICER), 403);
    expectProblem(await review(id, OWNER), 403);
  });

  it('tells a stranger of a proposed point what it tells of none', async () => {
    const { id } = await proposedSalesPoint(api);
    for (const as of [OTHER_OFFICER, OTHER_OWNER, BUYER])
      for (const reply of [
        await patch(id, { phone: null }, as),
        await act(id, 'approve', as),
        await own(id, as),
        await member('PUT', id, as, as),
        await member('DELETE', id, OWNER, as),
        await review(id, as),
        await api.ask('GET', '/v1/audit', { as, query: { subject: id } }),
      ])
        expectProblem(reply, 404, 'not_found');
    expectProblem(await act(id, 'approve', OWNER), 403);
    expect((await own(id)).body.status).toBe('proposed');
  });

  it('lets an officer name the first member, members the next ones, and nobody leave a point alone', async () => {
    const { id } = await proposedSalesPoint(api, { member: undefined });
    expect((await review(id)).body.members).toEqual([]);
    expectProblem(await member('PUT', id, OWNER, OWNER), 404);
    const named = await member('PUT', id, OWNER, OFFICER);
    expect(named.body.members).toEqual([{ subject: OWNER, addedAt: api.clock.now.toISOString() }]);
    const { memberships } = (await api.ask('GET', '/v1/me', { as: OWNER })).body;
    expect(memberships).toContainEqual({ id, kind: 'sales-point', name: named.body.name, status: 'proposed' });
    expectProblem(await member('DELETE', id, OWNER, OWNER), 409, 'last_member');

    expect((await member('PUT', id, 'colleague-1', OWNER)).body.members).toHaveLength(2);
    const twice = await member('PUT', id, 'colleague-1', OWNER);
    expect([twice.status, twice.body.members.length]).toEqual([200, 2]);
    expectProblem(await member('DELETE', id, 'nobody', OWNER), 404);
    expect((await member('DELETE', id, OWNER, 'colleague-1')).status).toBe(204);
    expectProblem(await member('DELETE', id, 'colleague-1', OFFICER), 409, 'last_member');
    await member('PUT', id, 'colleague-2', OFFICER);
    expect((await member('DELETE', id, 'colleague-1', OFFICER)).status).toBe(204);
    expectProblem(await own(id, OWNER), 404);
    expect((await api.ask('GET', '/v1/me', { as: OWNER })).text).not.toContain(id);
    await expectRowsDerived(api);
    const audit = await api.ask('GET', '/v1/audit', { as: OFFICER, query: { subject: id } });
    expect(audit.body.items.map((entry: Record<string, string>) => [entry.action, entry.member])).toEqual([
      ['sales-point.remove-member', 'colleague-1'],
      ['sales-point.add-member', 'colleague-2'],
      ['sales-point.remove-member', OWNER],
      ['sales-point.add-member', 'colleague-1'],
      ['sales-point.add-member', OWNER],
      ['sales-point.create', undefined],
    ]);
  });

  it('holds at most forty members, all of whom hear of a new name', async () => {
    const { id } = await proposedSalesPoint(api, { name: 'Đông người' });
    for (let n = 2; n <= 40; n += 1) expect((await member('PUT', id, `colleague-${n}`)).status).toBe(200);
    expectProblem(await member('PUT', id, 'colleague-41'), 409, 'state_conflict');
    expect((await act(id, 'approve')).status).toBe(200);
    expect((await patch(id, { name: 'Đông người hơn', lat: 20.3 })).status).toBe(200);
    const { memberships } = (await api.ask('GET', '/v1/me', { as: 'colleague-40' })).body;
    expect(memberships[0]).toMatchObject({ name: 'Đông người hơn', status: 'active' });
    await expectRowsDerived(api);
  });
});

describe('a profile', () => {
  it('is told to buyers without tax code, members and notes, to its members whole, and in lists as by itself', async () => {
    const { id } = await activeSalesPoint(api, {
      name: 'Điểm "bán"\\ đặc sản',
      operator: { name: 'HTX "Tràng An"', taxCode: '0100109106-001' },
      addressLine: 'Số 1 \\ ngõ "2"',
    });
    const one = await get(id);
    expectResponse('getSalesPoint', one);
    expect(one.body).toMatchObject({
      id,
      name: 'Điểm "bán"\\ đặc sản',
      siteType: 'tourist-site',
      operator: { name: 'HTX "Tràng An"' },
      province: { code: '37', name: 'Ninh Bình' },
      commune: { code: '14329', name: 'Hoa Lư' },
      addressLine: 'Số 1 \\ ngõ "2"',
      lat: 20.261,
      lng: 105.965,
      openingHours: { weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], opens: '08:00', closes: '21:30' }], holidays: [] },
      openNow: true,
      phone: '+84987654321',
      status: 'active',
    });
    for (const secret of ['0100109106', OWNER, OFFICER, 'members', 'note']) expect(one.text).not.toContain(secret);
    const { items } = (await list({ limit: 100 })).body;
    expect(items.find((item: { id: string }) => item.id === id)).toEqual(one.body);
    const near = (await list({ near: '20.261,105.965', limit: 100 })).body.items;
    expect(near.find((item: { id: string }) => item.id === id)).toEqual({ ...one.body, distanceMetres: 0 });

    const mine = await own(id);
    const { operator, ...shared } = one.body;
    expect(mine.body).toMatchObject({ ...shared, operator: { ...operator, taxCode: '0100109106-001' } });
    expect(mine.body.members).toEqual([{ subject: OWNER, addedAt: api.clock.now.toISOString() }]);
    const { history, ...reviewed } = (await review(id)).body;
    expect(reviewed).toEqual(mine.body);
    expect(history).toHaveLength(2);
  });

  it('is run under its own name where nobody else is named, and may have neither hours nor phone', async () => {
    const { id } = await activeSalesPoint(api, {
      name: 'Quầy tự đứng',
      operator: undefined,
      openingHours: undefined,
      phone: undefined,
    });
    const { body } = await get(id);
    expect([body.operator, body.openingHours, body.openNow, 'phone' in body]).toEqual([
      { name: 'Quầy tự đứng' },
      null,
      null,
      false,
    ]);
    const { items } = (await list({ limit: 100 })).body;
    expect(items.find((item: { id: string }) => item.id === id)).toEqual(body);
  });

  it('is changed field by field; null clears what may be absent, and hours are replaced as a whole', async () => {
    const { id } = await activeSalesPoint(api, { operator: { name: 'HTX cũ', taxCode: '0100109106' } });
    const hours = {
      weekly: [{ days: [6, 7], opens: '18:00', closes: '01:00' }],
      holidays: [{ from: '2027-02-05', to: '2027-02-09', name: 'Tết' }],
    };
    const changed = await patch(id, {
      name: 'Tên mới',
      siteType: 'rest-stop',
      openingHours: hours,
      operator: { name: 'HTX mới' },
    });
    expect(changed.body).toMatchObject({
      name: 'Tên mới',
      siteType: 'rest-stop',
      openingHours: hours,
      operator: { name: 'HTX mới', taxCode: '0100109106' },
      addressLine: 'Phố cổ Hoa Lư',
      phone: '+84987654321',
    });
    expect((await get(id)).body).toMatchObject({ name: 'Tên mới', openingHours: hours, operator: { name: 'HTX mới' } });
    await expectRowsDerived(api);
    const cleared = await patch(id, { phone: null, openingHours: null, operator: { taxCode: null } });
    expect(cleared.body).toMatchObject({
      openingHours: null,
      openNow: null,
      operator: { name: 'HTX mới', taxCode: null },
    });
    expect('phone' in cleared.body).toBe(false);
    const moved = await patch(id, { lat: 20.2157, lng: 105.9372, commune: '14359' });
    expect(moved.body.commune.code).toBe('14359');
    expect(idsOf(await list({ near: '20.2157,105.9372', radiusKm: 0.1 }))).toContain(id);
    await expectRowsDerived(api);
    const { items } = (await api.ask('GET', '/v1/audit', { as: OFFICER, query: { subject: id, limit: 1 } })).body;
    expect(items[0]).toMatchObject({ action: 'sales-point.edit', changed: ['lat', 'lng', 'commune'].sort() });
  });

  it('may move to another province before it is approved, and not after, also while it pauses', async () => {
    const toThanhHoa = { commune: '15865', lat: 19.8555, lng: 105.858 };
    const { id } = await proposedSalesPoint(api);
    expect((await patch(id, toThanhHoa, OFFICER)).body.province.code).toBe('38');
    expectProblem(await act(id, 'approve', OFFICER), 404);
    expect((await act(id, 'approve', OTHER_OFFICER)).status).toBe(200);
    await expectRowsDerived(api);
    const back = { commune: '14329', lat: 20.261, lng: 105.965 };
    const refused = await patch(id, back, OTHER_OFFICER);
    expectProblem(refused, 422, 'rule_violated');
    expect(faultsOf(refused)).toEqual(['/commune sales_point_province_fixed']);
    expect((await pause(id, OTHER_OFFICER)).status).toBe(200);
    expect(faultsOf(await patch(id, { ...back, lat: 0 }, OTHER_OFFICER))).toEqual([
      '/commune sales_point_province_fixed',
      '/lat coordinates_outside_vietnam',
      '/lng coordinates_outside_vietnam',
    ]);
    expect((await patch(id, { name: 'Vẫn ở Thanh Hóa' }, OTHER_OFFICER)).status).toBe(200);
  });

  it('stays as it is when the sender has seen an older one, and needs to be told which was seen', async () => {
    const { id, etag } = await activeSalesPoint(api);
    expect((await patch(id, { name: 'Lần một' }, OWNER, etag)).status).toBe(200);
    expectProblem(await patch(id, { name: 'Lần hai' }, OWNER, etag), 412, 'version_stale');
    expectProblem(await api.ask('PATCH', `/v1/sales-points/${id}`, { as: OWNER, body: { name: 'x' } }), 428);
    for (const action of ['approve', 'pause'])
      expectProblem(
        await api.ask('POST', `/v1/sales-points/${id}/${action}`, { as: OFFICER, body: { reason: 'x' } }),
        428,
      );
    const { headers } = await review(id);
    expect(await actOnSalesPoint(api, id, 'pause', headers.etag ?? '', { reason: 'x' })).toMatch(/^"4-/);
    expect((await own(id)).body.name).toBe('Lần một');
  });
});

describe('what is wrong with a sales point', () => {
  it.each<[string, object, string[]]>([
    ['Bangkok', { lat: 13.7563, lng: 100.5018 }, ['/lat', '/lng']],
    ['swapped coordinates', { lat: 80, lng: 20.261 }, ['/lat', '/lng']],
    ['the Gulf of Guinea', { lat: 0, lng: 0 }, ['/lat', '/lng']],
  ])('are coordinates of %s: 422 at both', async (_, over, places) => {
    const reply = await create(over);
    expectProblem(reply, 422, 'rule_violated');
    expect(faultsOf(reply)).toEqual(places.map((place) => `${place} coordinates_outside_vietnam`));
  });

  it('is told all at once, of rules as of forms', async () => {
    expect(faultsOf(await create({ lat: 13.7563, lng: 100.5018, commune: '00000' }))).toEqual([
      '/commune commune_unknown',
      '/lat coordinates_outside_vietnam',
      '/lng coordinates_outside_vietnam',
    ]);
    const rules = await create({ phone: '12', operator: { name: 'HTX', taxCode: '0100109107' } });
    expectProblem(rules, 422);
    expect(faultsOf(rules)).toEqual(['/operator/taxCode tax_code_invalid', '/phone phone_invalid']);
    const forms = await create({
      name: ' ',
      siteType: 'hotel',
      operator: { taxCode: 'x', email: 'x' },
      commune: '1432',
      lat: 91,
      lng: '105.9',
      member: 'a b',
      status: 'active',
      openingHours: {
        weekly: [
          { days: [], opens: '8:00', closes: '24:00' },
          { days: [1, 1, 8], opens: '08:00', closes: '09:60', note: 'x' },
        ],
        holidays: [
          { from: '2027-02-30', to: '2027-02-01' },
          { from: '2027-02-02', to: '2027-02-01', opens: '08:00' },
          { from: '2027-02-02', to: '2027-02-02', closes: '08:00', name: '' },
        ],
      },
    });
    expectProblem(forms, 400, 'invalid_request');
    expect(placesOf(expectProblem(forms))).toEqual(
      [
        '/name',
        '/siteType',
        '/operator/name',
        '/operator/email',
        '/operator/taxCode',
        '/commune',
        '/lat',
        '/lng',
        '/member',
        '/status',
        '/openingHours/weekly/0/days',
        '/openingHours/weekly/0/opens',
        '/openingHours/weekly/0/closes',
        '/openingHours/weekly/1/days',
        '/openingHours/weekly/1/days/2',
        '/openingHours/weekly/1/closes',
        '/openingHours/weekly/1/note',
        '/openingHours/holidays/0/from',
        '/openingHours/holidays/0/to',
        '/openingHours/holidays/1/to',
        '/openingHours/holidays/1/closes',
        '/openingHours/holidays/2/opens',
        '/openingHours/holidays/2/name',
      ].sort(),
    );
  });

  it('are hours that contradict themselves, and more of them than there may be', async () => {
    const hours = (openingHours: object) => create({ openingHours });
    const day = { days: [1], opens: '08:00', closes: '09:00' };
    const holiday = { from: '2027-02-02', to: '2027-02-02' };
    expect(faultsOf(await hours({ weekly: [{ ...day, days: [1, 1] }] }))).toEqual([
      '/openingHours/weekly/0/days repeated',
    ]);
    const ended = await hours({ weekly: [day], holidays: [{ from: '2027-02-02', to: '2027-02-01' }] });
    expectProblem(ended, 422);
    expect(faultsOf(ended)).toEqual(['/openingHours/holidays/0/to holiday_ends_before_start']);
    expect(faultsOf(await hours({ weekly: [], holidays: [{ ...holiday, opens: '08:00' }] }))).toEqual([
      '/openingHours/holidays/0/closes required',
    ]);
    expect(faultsOf(await hours({ weekly: [], holidays: [{ ...holiday, closes: '08:00' }] }))).toEqual([
      '/openingHours/holidays/0/opens required',
    ]);
    expect((await hours({ weekly: Array(21).fill(day), holidays: Array(20).fill(holiday) })).status).toBe(201);
    expect(faultsOf(await hours({ weekly: Array(22).fill(day), holidays: Array(21).fill(holiday) }))).toEqual([
      '/openingHours/holidays too_big',
      '/openingHours/weekly too_big',
    ]);
    const { body } = await api.ask('GET', '/v1/limits');
    expect(body.openingHours).toEqual({ weeklyMax: 21, holidaysMax: 20 });
  });

  it('in a change is named where it was sent: one coordinate that leaves the country by itself', async () => {
    const { id } = await activeSalesPoint(api);
    expect(faultsOf(await patch(id, { lat: 5 }))).toEqual(['/lat coordinates_outside_vietnam']);
    expect(faultsOf(await patch(id, { lng: 100 }))).toEqual(['/lng coordinates_outside_vietnam']);
    expect(faultsOf(await patch(id, { lng: 100, commune: '00000' }))).toEqual([
      '/commune commune_unknown',
      '/lng coordinates_outside_vietnam',
    ]);
    expect(faultsOf(await patch(id, {}))).toEqual([' empty']);
    expect(placesOf(expectProblem(await patch(id, { name: null, lat: null, member: OWNER }), 400))).toEqual([
      '/lat',
      '/member',
      '/name',
    ]);
    await expectRowsDerived(api);
  });
});

describe('whether a sales point is open', () => {
  const usual = new Date('2026-11-23T03:00:00Z');
  const openAt = async (id: string, instant: string) => {
    api.clock.now = new Date(instant);
    try {
      const one = await get(id);
      const listed = (await list({ limit: 100 })).body.items.find((item: { id: string }) => item.id === id);
      const mine = await own(id);
      expect([listed.openNow, mine.body.openNow]).toEqual([one.body.openNow, one.body.openNow]);
      return one.body.openNow;
    } finally {
      api.clock.now = usual;
    }
  };

  it('is told as of the moment of reading, past midnight, over holidays and by Vietnamese days', async () => {
    const { id } = await activeSalesPoint(api, {
      openingHours: {
        weekly: [{ days: [1], opens: '17:00', closes: '01:30' }],
        holidays: [{ from: '2026-11-30', to: '2026-12-01', name: 'Nghỉ' }],
      },
    });
    expect(await openAt(id, '2026-11-23T09:59:59.999Z')).toBe(false);
    expect(await openAt(id, '2026-11-23T10:00:00.000Z')).toBe(true);
    expect(await openAt(id, '2026-11-23T16:59:59.999Z')).toBe(true);
    expect(await openAt(id, '2026-11-23T17:00:00.000Z')).toBe(true);
    expect(await openAt(id, '2026-11-23T18:30:00.000Z')).toBe(false);
    expect(await openAt(id, '2026-11-22T17:00:00.000Z')).toBe(false);
    expect(await openAt(id, '2026-11-30T12:00:00.000Z')).toBe(false);
    expect(await openAt(id, '2026-12-07T12:00:00.000Z')).toBe(true);
  });

  it('gives the answer a new ETag, and no cache keeps it for long', async () => {
    const { id } = await activeSalesPoint(api, {
      openingHours: { weekly: [{ days: [1], opens: '08:00', closes: '10:00' }] },
    });
    try {
      api.clock.now = new Date('2026-11-23T02:59:59Z');
      const open = await get(id);
      expect(open.headers['cache-control']).toMatch(/^public, max-age=30, /);
      const { etag = '' } = open.headers;
      expect((await get(id, { 'if-none-match': etag })).status).toBe(304);
      api.clock.now = new Date('2026-11-23T03:00:00Z');
      const closed = await get(id, { 'if-none-match': etag });
      expect([closed.status, closed.body.openNow]).toEqual([200, false]);
      expect((await list()).headers['cache-control']).toMatch(/^public, max-age=30, /);
    } finally {
      api.clock.now = usual;
    }
  });
});

describe('lists', () => {
  let lists: Api;
  const made: { id: string; name: string; lat: number; lng: number; province: string }[] = [];
  const NAMES = ['Đồng Văn', 'Ấm Trà', 'áo dài', 'Cà phê', 'ăn vặt', 'Cam', 'đại lý', 'Dứa', 'ốc', 'Ổi', 'cam', 'Cám'];
  const IN_ORDER = [
    'áo dài',
    'ăn vặt',
    'Ấm Trà',
    'Cà phê',
    'cam',
    'Cam',
    'Cám',
    'Dứa',
    'đại lý',
    'Đồng Văn',
    'ốc',
    'Ổi',
  ];

  beforeAll(async () => {
    lists = await startApi({ stream: false });
    for (const [index, name] of NAMES.entries()) {
      const inThanhHoa = index % 3 === 0;
      // Two stand at one and the same place.
      const step = index === 11 ? 10 : index;
      const place = inThanhHoa
        ? { commune: '15865', lat: 19.8555 + step * 0.001, lng: 105.858 }
        : { commune: '14329', lat: 20.261, lng: 105.965 + step * 0.002 };
      const officer = inThanhHoa ? OTHER_OFFICER : OFFICER;
      const { id } = await activeSalesPoint(lists, { name, ...place }, officer);
      made.push({ id, name, lat: place.lat, lng: place.lng, province: inThanhHoa ? '38' : '37' });
    }
    for (const name of ['Tạm nghỉ B', 'Tạm nghỉ A']) {
      const { id, etag } = await activeSalesPoint(lists, { name });
      await actOnSalesPoint(lists, id, 'pause', etag, { reason: 'Nghỉ' });
    }
    await proposedSalesPoint(lists, { name: 'Chờ duyệt' });
  });
  afterAll(() => lists.stop());

  const ask = (query: Record<string, string | number> = {}): Promise<Reply> =>
    lists.ask('GET', '/v1/sales-points', { query });
  const walk = async (query: Record<string, string | number>): Promise<Reply['body'][]> => {
    const items: Reply['body'][] = [];
    for (let cursor: string | undefined, pages = 0; ; pages += 1) {
      expect(pages).toBeLessThan(20);
      const reply = await ask({ ...query, ...(cursor === undefined ? {} : { cursor }) });
      expectResponse('listSalesPoints', reply);
      expect(reply.body.items.length).toBeLessThanOrEqual(Number(query.limit ?? 20));
      expect(reply.headers.link !== undefined).toBe(reply.body.next !== undefined);
      items.push(...reply.body.items);
      cursor = reply.body.next;
      if (cursor === undefined) return items;
    }
  };
  /** The point that comes and pauses during a walk of its own test, whichever of the tests is first. */
  const LATE = 'aaa';
  const withoutLate = (names: readonly string[]): string[] => names.filter((name) => name !== LATE);

  /** What a search must find, reckoned from every point. */
  const oracle = (center: { lat: number; lng: number }, radiusKm = 3_000, province?: string) =>
    made
      .filter((one) => province === undefined || one.province === province)
      .map((one) => ({ id: one.id, distance: Math.round(distanceMetres(center, one) * 1_000) }))
      .filter(({ distance }) => distance <= radiusKm * 1_000_000)
      .sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1));

  it('are in the order of the Vietnamese alphabet, of the country and of a province, active ones only', async () => {
    expect(namesOf(await ask())).toEqual(IN_ORDER);
    const here = new Set(made.filter(({ province }) => province === '37').map(({ name }) => name));
    for (const province of ['37', 'ninh-binh', 'Ninh Bình', 'tinh ninh binh'])
      expect(namesOf(await ask({ province }))).toEqual(IN_ORDER.filter((name) => here.has(name)));
    expect(namesOf(await ask({ province: '01' }))).toEqual([]);
    expect(namesOf(await ask({ status: 'active' }))).toEqual(IN_ORDER);
  });

  it('of paused ones show those alone, and say so', async () => {
    const paused = await ask({ status: 'paused', province: '37' });
    expect(withoutLate(namesOf(paused))).toEqual(['Tạm nghỉ A', 'Tạm nghỉ B']);
    expect(new Set(paused.body.items.map(({ status }: { status: string }) => status))).toEqual(new Set(['paused']));
    expect(namesOf(await ask({ status: 'paused', province: '38' }))).toEqual([]);
    const walked = (await walk({ status: 'paused', limit: 1 })).map(({ name }) => name);
    expect(withoutLate(walked)).toEqual(['Tạm nghỉ A', 'Tạm nghỉ B']);
  });

  it.each([1, 5, 12, 100])('are walked by name in pages of %i with everything once', async (limit) => {
    expect((await walk({ limit })).map(({ name }) => name)).toEqual(IN_ORDER);
    expect((await walk({ limit, province: '38' })).map(({ id }) => id).sort()).toEqual(
      made
        .filter(({ province }) => province === '38')
        .map(({ id }) => id)
        .sort(),
    );
  });

  const CENTERS: [string, { lat: number; lng: number }][] = [
    ['Hoa Lư', { lat: 20.2611, lng: 105.9702 }],
    ['Hoằng Hóa', { lat: 19.86, lng: 105.86 }],
    ['Cà Mau', { lat: 9.18, lng: 105.15 }],
    ['Bangkok', { lat: 13.7563, lng: 100.5018 }],
  ];
  it.each(CENTERS)('near %s begin with the nearest, in whole metres, in pages of any size', async (_, center) => {
    const near = `${center.lat},${center.lng}`;
    const expected = oracle(center);
    expect(expected).toHaveLength(NAMES.length);
    for (const limit of [1, 5, 12, 100]) {
      const found = await walk({ near, limit });
      expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
      for (const [index, { distanceMetres: told }] of found.entries()) {
        expect(Number.isInteger(told)).toBe(true);
        expect(Math.abs(told - (expected[index]?.distance ?? 0) / 1_000)).toBeLessThanOrEqual(0.5);
      }
    }
  });

  it('near a place keep to the radius and the province', async () => {
    const center = { lat: 20.261, lng: 105.965 };
    const near = '20.261,105.965';
    for (const radiusKm of [0.001, 0.5, 1.25, 45, 3_000]) {
      const expected = oracle(center, radiusKm).map(({ id }) => id);
      expect((await walk({ near, radiusKm, limit: 4 })).map(({ id }) => id)).toEqual(expected);
    }
    for (const province of ['37', '38', '01'])
      expect((await walk({ near, province, limit: 3 })).map(({ id }) => id)).toEqual(
        oracle(center, undefined, province).map(({ id }) => id),
      );
    expect((await ask({ near: '48.8566,2.3522' })).body).toEqual({ items: [] });
  });

  it.each(['-90,0', '90,0', '-89.99,105', '89.9,-105', '0,180', '0,-180', '16,-180', '-16,-72', '48.8566,2.3522'])(
    'near %s, farther from Vietnam than a search reaches, are none, without a read',
    async (near) => {
      const { next } = (await ask({ near: '20.261,105.965', limit: 1 })).body;
      lists.consumed.length = 0;
      expect((await ask({ near })).body).toEqual({ items: [] });
      const [lat, lng] = near.split(',').map(Number);
      const scope = JSON.stringify(['sales-points', undefined, undefined, { lat, lng }, undefined]);
      const [distance = '', id = '', seen = ''] = decodeCursor(
        JSON.stringify(['sales-points', undefined, undefined, { lat: 20.261, lng: 105.965 }, undefined]),
        next,
        3,
      );
      expect((await ask({ near, cursor: encodeCursor(scope, [distance, id, seen]) })).body).toEqual({ items: [] });
      expect(lists.consumed).toEqual([]);
    },
  );

  it('near a place go on by the link, also where the place was written with more digits than matter', async () => {
    const seen: string[] = [];
    let path: string | undefined =
      '/v1/sales-points?near=20.26100000000000001,105.97&limit=5&province=Ninh%20B%C3%ACnh';
    for (let pages = 0; path !== undefined; pages += 1) {
      expect(pages).toBeLessThan(10);
      const reply: Reply = await lists.ask('GET', path);
      seen.push(...idsOf(reply));
      path = /^<([^>]+)>/.exec(reply.headers.link ?? '')?.[1];
    }
    expect(seen).toEqual(oracle({ lat: 20.261, lng: 105.97 }, undefined, '37').map(({ id }) => id));
  });

  it('show no place that was left, twice or not at all, in a walk during which others come, go and move', async () => {
    const first = await ask({ limit: 4 });
    const nearFirst = await ask({ near: '20.261,105.965', limit: 4 });
    const late = await activeSalesPoint(lists, { name: LATE, lat: 20.2611 });
    const headers = { 'if-match': '*' };
    const rest = await ask({ limit: 100, cursor: first.body.next });
    expect([...namesOf(first), ...namesOf(rest)]).toEqual(IN_ORDER);
    const nearRest = await ask({ near: '20.261,105.965', limit: 100, cursor: nearFirst.body.next });
    const both = [...idsOf(nearFirst), ...idsOf(nearRest)];
    expect(both).toEqual(oracle({ lat: 20.261, lng: 105.965 }).map(({ id }) => id));
    await lists.ask('POST', `/v1/sales-points/${late.id}/pause`, { as: OFFICER, headers, body: { reason: 'x' } });
    expect(namesOf(await ask())).toEqual(IN_ORDER);
  });

  it.each<[Record<string, string>, string[]]>([
    [{ radiusKm: '5' }, ['radiusKm']],
    [{ near: '20.2,105.9', status: 'paused' }, ['status']],
    [{ near: '91,105' }, ['near']],
    [{ near: '-90.0001,105' }, ['near']],
    [{ near: '20,180.1' }, ['near']],
    [{ near: '20.2' }, ['near']],
    [{ near: '20.2 105.9' }, ['near']],
    [{ near: '20,2,105,9' }, ['near']],
    [{ near: '1e1,105' }, ['near']],
    [{ near: 'NaN,NaN' }, ['near']],
    [{ near: ',' }, ['near']],
    [{ near: '' }, ['near']],
    [{ near: '20,105', radiusKm: '0' }, ['radiusKm']],
    [{ near: '20,105', radiusKm: '0.000' }, ['radiusKm']],
    [{ near: '20,105', radiusKm: '-1' }, ['radiusKm']],
    [{ near: '20,105', radiusKm: '3000.001' }, ['radiusKm']],
    [{ near: '20,105', radiusKm: '1e3' }, ['radiusKm']],
    [{ near: '20,105', radiusKm: '' }, ['radiusKm']],
    [{ near: '20,105', province: '36' }, ['province']],
    [
      { near: 'x', radiusKm: 'x', province: 'x', status: 'proposed', limit: 'x', hack: 'x' },
      ['hack', 'limit', 'near', 'province', 'radiusKm', 'status'],
    ],
  ])('refuse %j by name', async (query, places) => {
    expect(placesOf(expectProblem(await ask(query), 400))).toEqual(places);
  });

  it('have cursors that fit their own filter alone', async () => {
    const QUERIES: Record<string, string | number>[] = [
      {},
      { province: '37' },
      { province: '38' },
      { status: 'paused' },
      { near: '20.261,105.965' },
      { near: '20.261,105.966' },
      { near: '20.261,105.965', radiusKm: 100 },
      { near: '20.261,105.965', radiusKm: 100.5 },
      { near: '20.261,105.965', province: '37' },
    ];
    for (const query of QUERIES) {
      const { next } = (await ask({ ...query, limit: 1 })).body;
      expect(next).toBeTypeOf('string');
      expect((await ask({ ...query, limit: 3, cursor: next })).status).toBe(200);
      for (const other of QUERIES.filter((one) => one !== query))
        expectProblem(await ask({ ...other, cursor: next }), 400, 'cursor_invalid');
    }
  });

  it('are not opened by a cursor that somebody forged', async () => {
    const near = '20.261,105.965';
    const nearScope = JSON.stringify(['sales-points', undefined, undefined, { lat: 20.261, lng: 105.965 }, undefined]);
    const { next } = (await ask({ near, limit: 1 })).body;
    const [distance = '', id = '', seen = ''] = decodeCursor(nearScope, next, 3);
    expect(encodeCursor(nearScope, [distance, id, seen])).toBe(next);
    for (const position of [
      ['-1', id, seen],
      ['1.5', id, seen],
      ['', id, seen],
      ['99999999999999999999', id, seen],
      ['3000000001', id, seen],
      ['NaN', id, seen],
      ['1e3', id, seen],
      [distance, 'prd_01JD0000000000000000000000', seen],
      [distance, '', seen],
      [distance, id, 'x'],
      [distance, id, '-1'],
      [distance, id, '1000000000'],
      [distance, id, '0.5'],
      [distance, id],
      [distance, id, seen, seen],
      [distance, id, seen, ''],
      [distance, id, seen, 'zzzzzzzz'],
      [distance, id, seen, '80000000#'],
      [distance, id, seen, '80000000#prd_01JD0000000000000000000000'],
      [distance, id, seen, '80000000', '80000000'],
    ])
      expectProblem(await ask({ near, cursor: encodeCursor(nearScope, position) }), 400, 'cursor_invalid');
    for (const position of [
      ['3000000000', id, '999999999'],
      ['0', id, '999999999'],
      ['1', id, '0', '80000000'],
      [distance, id, seen, '00000000'],
      [distance, id, seen, `ffffffff#${id}`],
    ]) {
      lists.consumed.length = 0;
      const reply = await ask({ near, cursor: encodeCursor(nearScope, position) });
      expectResponse('listSalesPoints', reply);
      expect(lists.consumed.length).toBeLessThanOrEqual(20);
    }
    const nameScope = JSON.stringify(['sales-points', undefined, undefined, 'active']);
    for (const position of ['', 'x', ' ', 'A prd_01JD0000000000000000000000', `${'A'.repeat(121)} ${id}`])
      expectProblem(await ask({ cursor: encodeCursor(nameScope, [position]) }), 400, 'cursor_invalid');
  });

  it('keep the table as the documents say', async () => {
    await expectRowsDerived(lists);
  });
});
