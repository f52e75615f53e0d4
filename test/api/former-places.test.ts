import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, OFFICER, OWNER, type Reply, startApi } from '#test/support/api.ts';
import { publishedEvent } from '#test/support/cases-events.ts';
import { activeSalesPoint, salesPointInput } from '#test/support/journey.ts';
import { expectProblem } from '#test/support/responses.ts';

let api: Api;
const GIAO_THUY = { commune: '14167', lat: 20.2726, lng: 106.398 };
const HA_NAM = { commune: '13366', lat: 20.5789, lng: 105.938 };
const HOA_LU = { commune: '14329', lat: 20.261, lng: 105.965 };

beforeAll(async () => {
  api = await startApi({ stream: false });
  for (const [name, place] of Object.entries({ 'Giao Thủy': GIAO_THUY, 'Hà Nam': HA_NAM, 'Hoa Lư': HOA_LU })) {
    await activeSalesPoint(api, { name: `Điểm ${name}`, ...place });
    await publishedEvent(api, { title: `Hội chợ ${name}`, venue: { name, ...place } });
  }
  await publishedEvent(api, { title: 'Hội chợ nhiều nơi', venue: { name: 'Các xã' } });
});
afterAll(() => api.stop());

const get = (path: string, query: Record<string, string | number> = {}): Promise<Reply> =>
  api.ask('GET', path, { query });
const names = (reply: Reply, field: 'name' | 'title'): string[] => {
  expect(reply.status, reply.text).toBe(200);
  return reply.body.items.map((item: Record<string, string>) => item[field]).toSorted();
};

describe('a former province', () => {
  it.each([
    ['Nam Định', 'Giao Thủy'],
    ['nam-dinh', 'Giao Thủy'],
    ['tinh nam dinh', 'Giao Thủy'],
    ['Tỉnh Hà Nam', 'Hà Nam'],
  ])('%s has its own sales points, events and calendar entries', async (province, place) => {
    expect(names(await get('/v1/sales-points', { province }), 'name')).toEqual([`Điểm ${place}`]);
    expect(names(await get('/v1/sales-points', { province, near: '20.26,105.97' }), 'name')).toEqual([`Điểm ${place}`]);
    expect(names(await get('/v1/events', { province }), 'title')).toEqual([`Hội chợ ${place}`]);
    const { status, text } = await get('/v1/events.ics', { province });
    expect([status, text.match(/SUMMARY/g)?.length]).toEqual([200, 1]);
    expect(text.replaceAll('\r\n ', '')).toContain(`Hội chợ ${place}`);
  });

  it('is a part of the current one, whose code, name and slug find all', async () => {
    for (const province of ['37', 'ninh-binh', 'Ninh Bình']) {
      expect(names(await get('/v1/sales-points', { province }), 'name')).toHaveLength(3);
      expect(names(await get('/v1/events', { province }), 'title')).toHaveLength(4);
    }
  });

  it('is refused by its old code, with the parameter that takes it, and unknown if there was none', async () => {
    for (const path of ['/v1/sales-points', '/v1/events', '/v1/events.ics']) {
      const reply = await get(path, { province: '36' });
      expectProblem(reply, 400);
      expect(reply.body.errors).toMatchObject([{ parameter: 'province', code: 'province_code_former' }]);
      expect((await get(path, { province: 'Atlantis' })).body.errors).toMatchObject([{ code: 'province_unknown' }]);
    }
  });

  it('is walked by pages whose links name it as it was sent', async () => {
    await activeSalesPoint(api, { name: 'Điểm Giao Thủy hai', ...GIAO_THUY });
    const first = await get('/v1/sales-points', { province: 'Nam Định', limit: 1 });
    expect(names(first, 'name')).toEqual(['Điểm Giao Thủy']);
    expect(decodeURIComponent((first.headers.link ?? '').replaceAll('+', ' '))).toContain('province=Nam Định');
    const second = await get('/v1/sales-points', { province: 'nam-dinh', limit: 1, cursor: first.body.next });
    expect(names(second, 'name')).toEqual(['Điểm Giao Thủy hai']);
    expect(second.body.next).toBeUndefined();
    expectProblem(await get('/v1/sales-points', { province: '37', cursor: first.body.next }), 400, 'cursor_invalid');
  });
});

describe('former communes', () => {
  it('are listed with their codes, days and successors', async () => {
    const reply = await get('/v1/communes/former', { q: 'Lưu Phương', province: 'Ninh Bình', district: 'Kim Sơn' });
    expect(reply.status, reply.text).toBe(200);
    expect(reply.body).toEqual({
      items: [
        {
          code: '14665',
          name: 'Lưu Phương',
          type: 'xã',
          district: 'huyện Kim Sơn',
          province: { code: '37', name: 'Ninh Bình' },
          since: null,
          until: '2024-12-31',
          successors: [{ code: '14620', name: 'Phát Diệm' }],
        },
      ],
    });
  });

  it('are paged, each once', async () => {
    const seen: string[] = [];
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const reply = await get('/v1/communes/former', {
        province: 'nam-dinh',
        limit: 100,
        ...(cursor === undefined ? {} : { cursor }),
      });
      expect(reply.status, reply.text).toBe(200);
      seen.push(...reply.body.items.map(({ code, until }: { code: string; until: string }) => `${code} ${until}`));
      cursor = reply.body.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(220);
  });

  it('that were merged resolve, and near spellings are marked', async () => {
    const candidates = async (query: Record<string, string>) =>
      (await get('/v1/communes/resolve', query)).body.candidates;
    expect(await candidates({ name: 'Xã Lưu Phương', district: 'Kim Sơn', province: 'Ninh Bình' })).toEqual([
      { code: '14620', name: 'Phát Diệm', type: 'xã', province: { code: '37', name: 'Ninh Bình' }, match: 'exact' },
    ]);
    expect(await candidates({ name: 'Ma Li Pho', province: 'Lai Châu' })).toMatchObject([
      { name: 'Phong Thổ', match: 'similar', note: expect.stringContaining('Ma Ly Pho') },
    ]);
  });
});

describe('a place', () => {
  it.each(['20.25, 105.92', ' 20.25,105.92', '20.25 , 105.92 ', '20.25,\u00a0105.92', '20.25,105.92\n'])(
    'is read as a map copies it: %j',
    async (near) => {
      const plain = await get('/v1/sales-points', { near: '20.25,105.92' });
      const reply = await get('/v1/sales-points', { near });
      expect(names(reply, 'name')).toEqual(names(plain, 'name'));
      expect(reply.body.items[0].distanceMetres).toBe(plain.body.items[0].distanceMetres);
    },
  );

  it.each(['20.25 105.92', '20.25,,105.92', '20. 25,105.92', ','])('is not read from %j', async (near) => {
    expectProblem(await get('/v1/sales-points', { near }), 400);
  });
});

describe('a sales point more than 30 km from the centre of its commune', () => {
  const HA_NOI = { lat: 21.0285, lng: 105.8542 };
  const create = (over: object): Promise<Reply> =>
    api.ask('POST', '/v1/sales-points', { as: OFFICER, body: salesPointInput(over) });
  const patch = (id: string, body: object): Promise<Reply> =>
    api.ask('PATCH', `/v1/sales-points/${id}`, { as: OWNER, body, headers: { 'if-match': '*' } });

  it.each([
    ['the capital', HA_NOI],
    ['31 km north', { lat: 20.54, lng: 105.965 }],
    ['a digit mistyped', { lat: 20.261, lng: 106.565 }],
  ])('is asked to confirm: %s', async (_, place) => {
    for (const over of [place, { ...place, locationConfirmed: false }]) {
      const reply = await create(over);
      expectProblem(reply, 422, 'rule_violated');
      expect(reply.body.errors).toMatchObject([
        { pointer: '/locationConfirmed', code: 'location_unconfirmed', detail: expect.stringMatching(/\d+ km/) },
      ]);
    }
    expect((await create({ ...place, locationConfirmed: true })).status).toBe(201);
  });

  it('is marked for the officer with the distance and who confirmed it', async () => {
    const { body } = await create({ ...HA_NOI, locationConfirmed: true });
    const review = await api.ask('GET', `/v1/reviews/${body.id}`, { as: OFFICER });
    expect(review.body.confirmedDistance).toMatchObject({ by: OFFICER });
    expect(review.body.confirmedDistance.metres).toBeGreaterThan(80_000);
  });

  it('is asked again when it moves, not when something else changes, and loses the mark when it comes back', async () => {
    const { body } = await create({ ...HA_NOI, locationConfirmed: true });
    expect((await patch(body.id, { name: 'Tên khác', ...HA_NOI })).body.confirmedDistance).toMatchObject({
      by: OFFICER,
    });
    expectProblem(await patch(body.id, { lat: 21.03 }), 422);
    expect((await patch(body.id, { lat: 21.03, locationConfirmed: true })).body.confirmedDistance).toMatchObject({
      by: OWNER,
    });
    expectProblem(await patch(body.id, { commune: '14620' }), 422);
    expect((await patch(body.id, { lat: 20.261, lng: 105.965 })).body.confirmedDistance).toBeNull();
  });

  it('is none within 30 km, or outside of Vietnam, which is another fault', async () => {
    const within = await create({ lat: 20.45 });
    expect([within.status, within.body.confirmedDistance]).toEqual([201, null]);
    const outside = await create({ lat: 13.7563, lng: 100.5018 });
    expect(outside.body.errors.map(({ code }: { code: string }) => code)).toEqual([
      'coordinates_outside_vietnam',
      'coordinates_outside_vietnam',
    ]);
  });
});
