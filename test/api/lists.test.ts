import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, OFFICER, OWNER, type Reply, startApi } from '#test/support/api.ts';
import { certified, draft, publishedProduct, verifiedProducer } from '#test/support/journey.ts';
import { namesOf } from '#test/support/responses.ts';

const NAMES = ['cam sành', 'Cam', 'cam', 'Cám', 'cà phê', 'Đào', 'dứa', 'ổi', 'ốc', 'ăn vặt', 'áo dài', 'Ấm tích'];
const IN_VIETNAMESE_ORDER = [
  'áo dài',
  'ăn vặt',
  'Ấm tích',
  'cà phê',
  'cam',
  'Cam',
  'Cám',
  'cam sành',
  'dứa',
  'Đào',
  'ốc',
  'ổi',
];

let api: Api;
let producer: string;
const ids: string[] = [];
beforeAll(async () => {
  api = await startApi({ stream: false });
  producer = await verifiedProducer(api);
  for (const [index, name] of NAMES.entries()) {
    api.clock.now = new Date(api.clock.now.getTime() + 1_000);
    const { id } = await publishedProduct(api, producer, { name });
    if (index % 3 !== 2) {
      const issuedOn = `2025-08-${String(index + 1).padStart(2, '0')}`;
      await certified(api, id, { stars: index % 3 === 0 ? 4 : 3, issuedOn, decisionDate: issuedOn });
    }
    ids.push(id);
  }
});
afterAll(() => api.stop());

const list = (query: Record<string, string | number> = {}, headers: Record<string, string> = {}): Promise<Reply> =>
  api.ask('GET', '/v1/products', { query, headers });

describe('the list of products', () => {
  it('begins with the highest star and the longest valid, and ends with those without', async () => {
    const { body } = await list();
    const order = body.items.map(({ stars, starsValidTo }: { stars: number | null; starsValidTo: string | null }) => [
      stars ?? 0,
      starsValidTo ?? '',
    ]);
    expect(order).toEqual([...order].sort((a, b) => b[0] - a[0] || (a[1] < b[1] ? 1 : -1)));
    expect(order).toHaveLength(NAMES.length);
  });

  it('is in the order of the Vietnamese alphabet by name', async () => {
    expect(namesOf(await list({ sort: 'name' }))).toEqual(IN_VIETNAMESE_ORDER);
    expect(namesOf(await list({ sort: 'name', producer }))).toEqual(IN_VIETNAMESE_ORDER);
    expect(namesOf(await list({ sort: 'name', group: 'food' }))).toEqual(IN_VIETNAMESE_ORDER);
  });

  it('begins with the latest published when newest is asked for, and an approved change does not move it up', async () => {
    const newest = [...NAMES].reverse();
    expect(namesOf(await list({ sort: 'newest' }))).toEqual(newest);
    const oldest = ids[0] ?? '';
    const headers = { 'if-match': '*' };
    await api.ask('PATCH', `/v1/products/${oldest}`, { as: OWNER, headers, body: { story: 'Thêm' } });
    expect((await api.ask('POST', `/v1/products/${oldest}/approve`, { as: OFFICER, headers })).status).toBe(200);
    expect(namesOf(await list({ sort: 'newest' }))).toEqual(newest);
  });

  it('gives cards with exactly the fields of the contract', async () => {
    const { body } = await list({ stars: 4, limit: 1 });
    expect(body.items[0]).toEqual({
      id: expect.stringMatching(/^prd_[0-9A-Z]{26}$/),
      slug: expect.any(String),
      name: expect.any(String),
      stars: 4,
      starsValidTo: expect.stringMatching(/^2028-08-\d\d$/),
      group: 'food',
      criteriaSet: 8,
      province: { code: '37', name: 'Ninh Bình' },
      formerProvince: { code: '37', name: 'Ninh Bình' },
      commune: { code: '14329', name: 'Hoa Lư' },
      producer: { id: producer, name: 'Hợp tác xã Tràng An' },
      priceVnd: 120_000,
      unit: 'hũ 500 g',
      alcohol: false,
      cover: null,
    });
  });

  it('is pages of 20 that name the next one, in the body and in a Link that can be followed', async () => {
    const first = await list({ limit: 5, sort: 'name' });
    expect(first.headers.link).toMatch(/^<\/v1\/products\?.*cursor=.*>; rel="next"$/);
    const [, followed = ''] = /<([^>]+)>/.exec(first.headers.link ?? '') ?? [];
    const second = await api.ask('GET', followed);
    const third = await list({ limit: 100, sort: 'name', cursor: second.body.next });
    expect([...namesOf(first), ...namesOf(second), ...namesOf(third)]).toEqual(IN_VIETNAMESE_ORDER);
    expect('next' in third.body).toBe(false);
    expect(third.headers.link).toBeUndefined();
    const all = await list({ limit: NAMES.length });
    expect('next' in all.body).toBe(false);
  });

  it('is empty where nothing fits, and where the two star filters exclude each other', async () => {
    expect((await list({ stars: 5 })).body).toEqual({ items: [] });
    expect((await list({ stars: 3, minStars: 4 })).body).toEqual({ items: [] });
    expect((await list({ province: '38' })).body).toEqual({ items: [] });
    expect((await list({ commune: '99999' })).body).toEqual({ items: [] });
    expect((await list({ producer: 'pdc_01JD0000000000000000000000' })).body).toEqual({ items: [] });
  });

  it('has an ETag that a client may ask back with', async () => {
    const first = await list({ province: '37' });
    const again = await list({ province: '37' }, { 'if-none-match': first.headers.etag ?? '' });
    expect([again.status, again.text, again.headers.etag]).toEqual([304, '', first.headers.etag]);
    expect(again.headers['cache-control']).toMatch(/^public, max-age=/);
    expect((await list({ province: '37', limit: 1 }, { 'if-none-match': first.headers.etag ?? '' })).status).toBe(200);
  });

  it('refuses a cursor of another filter or sort, and a bent one', async () => {
    const cursor = (await list({ province: '37', limit: 2 })).body.next as string;
    expect((await list({ province: 'ninh-binh', limit: 2, cursor })).status).toBe(200);
    const bent = `${cursor.slice(0, -2)}${cursor.endsWith('AA') ? 'BB' : 'AA'}`;
    const refused = [
      await list({ limit: 2, cursor }),
      await list({ province: '37', stars: 4, cursor }),
      await list({ province: '37', sort: 'name', cursor }),
      await list({ province: '37', cursor: bent }),
      await list({ province: '37', cursor: 'x' }),
      await list({ province: '37', cursor: cursor.slice(0, 8) }),
    ];
    for (const reply of refused) {
      expect([reply.status, reply.body.code]).toEqual([400, 'cursor_invalid']);
      expect(reply.body.errors).toMatchObject([{ parameter: 'cursor' }]);
      expect(reply.headers['cache-control']).toBe('no-store');
    }
  });

  it('names every parameter that is wrong', async () => {
    const reply = await list({
      stars: 2,
      minStars: 6,
      group: 'x',
      criteriaSet: 27,
      sort: 'price',
      limit: 101,
      commune: 'x',
      producer: 'y',
      colour: 'red',
    });
    expect(reply.status).toBe(400);
    expect(reply.body.errors.map(({ parameter }: { parameter: string }) => parameter).sort()).toEqual([
      'colour',
      'commune',
      'criteriaSet',
      'group',
      'limit',
      'minStars',
      'producer',
      'sort',
      'stars',
    ]);
    const repeated = await api.ask('GET', '/v1/products?stars=3&stars=4');
    expect(repeated.body.errors).toMatchObject([{ parameter: 'stars', code: 'repeated' }]);
    for (const limit of ['0', '-1', '1e1', '', '1.0']) expect((await list({ limit })).status).toBe(400);
  });

  it('takes one round trip and at most 1.5 read units for a page of 20 inside one star', async () => {
    const scopes = [
      { province: '37' },
      { province: '37', group: 'food' },
      {},
      { formerProvince: '37' },
      { criteriaSet: 8 },
    ];
    for (const scope of scopes) {
      const before = api.consumed.length;
      await list({ ...scope, stars: 4 });
      const used = api.consumed.slice(before);
      expect(used).toHaveLength(1);
      expect(used[0]?.units).toBeLessThanOrEqual(1.5);
    }
  });
});

describe('the queue of reviews', () => {
  it('shows what waits, the longest first, in pages, and nothing of other provinces', async () => {
    const waiting: string[] = [];
    for (const name of ['Chờ một', 'Chờ hai', 'Chờ ba', 'Chờ bốn', 'Chờ năm']) {
      api.clock.now = new Date(api.clock.now.getTime() + 60_000);
      const { id, etag } = await draft(api, producer, { name });
      await api.ask('POST', `/v1/products/${id}/submit`, { as: OWNER, headers: { 'if-match': etag } });
      waiting.push(id);
    }
    for (const limit of [1, 2, 100]) {
      const seen: string[] = [];
      for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
        const reply = await api.ask('GET', '/v1/reviews', {
          as: OFFICER,
          query: { limit, ...(cursor ? { cursor } : {}) },
        });
        seen.push(...reply.body.items.map(({ id }: { id: string }) => id));
        cursor = reply.body.next;
      }
      expect(seen).toEqual(waiting);
    }
    expect((await api.ask('GET', '/v1/reviews', { as: 'officer-thanh-hoa' })).body.items).toEqual([]);
    expect((await api.ask('GET', '/v1/reviews?province=37', { as: 'officer-thanh-hoa' })).status).toBe(403);
    expect(
      (await api.ask('GET', '/v1/reviews?province=Ninh%20B%C3%ACnh', { as: 'officer-central' })).body.items,
    ).toHaveLength(5);
  });

  it('is private', async () => {
    const reply = await api.ask('GET', '/v1/reviews', { as: OFFICER });
    expect(reply.headers['cache-control']).toBe('private, no-store');
    expect((await api.ask('GET', '/v1/reviews', { as: OWNER })).status).toBe(403);
  });
});

describe('the audit', () => {
  it('is paged, the latest first', async () => {
    const subject = ids[0] ?? '';
    const whole = await api.ask('GET', '/v1/audit', { as: OFFICER, query: { subject, limit: 100 } });
    const seen: unknown[] = [];
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const { body } = await api.ask('GET', '/v1/audit', {
        as: OFFICER,
        query: { subject, limit: 2, ...(cursor ? { cursor } : {}) },
      });
      seen.push(...body.items);
      cursor = body.next;
    }
    expect(seen).toEqual(whole.body.items);
    expect(seen.length).toBeGreaterThan(4);
    const days = whole.body.items.map(({ at }: { at: string }) => at);
    expect(days).toEqual([...days].sort().reverse());
  });
});

describe('a query with several faults', () => {
  const parametersAtFault = ({ body }: Reply): string[] =>
    body.errors.map(({ parameter, code }: { parameter: string; code: string }) => `${parameter} ${code}`);

  it.each([
    [
      '/v1/products?stars=9&limit=0&province=Xứ Không Có',
      ['province province_unknown', 'stars invalid_value', 'limit invalid_format'],
    ],
    [
      '/v1/products?province=Nam Định&formerProvince=Hà Nam&limit=0',
      ['limit invalid_format', 'formerProvince provinces_contradict'],
    ],
    [
      '/v1/sales-points?radiusKm=5&limit=0&province=Atlantis',
      ['province province_unknown', 'limit invalid_format', 'radiusKm near_required'],
    ],
    ['/v1/promotions?limit=0', ['limit invalid_format', 'product required']],
    ['/v1/events?from=2026-02-02&to=2026-02-01&kind=war', ['kind invalid_value', 'to window_empty']],
  ])('has all of them named in one answer: %s', async (path, faults) => {
    const reply = await api.ask('GET', path);
    expect(reply.status).toBe(400);
    expect(parametersAtFault(reply)).toEqual(faults);
  });

  it('is not told of a contradiction with a value that is at fault itself', async () => {
    const reply = await api.ask('GET', '/v1/sales-points?near=here&radiusKm=5&status=paused');
    expect(parametersAtFault(reply)).toEqual(['near invalid_format']);
  });
});
