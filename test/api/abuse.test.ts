import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCursor } from '#shared/http/cursor.ts';
import { type Api, CENTRAL_OFFICER, OFFICER, OWNER, startApi } from '#test/support/api.ts';
import {
  certificateInput,
  certified,
  draft,
  producerInput,
  productInput,
  publishedProduct,
  verifiedProducer,
} from '#test/support/journey.ts';

let api: Api;
let producer: string;
beforeAll(async () => {
  api = await startApi();
  producer = await verifiedProducer(api);
});
afterAll(() => api.stop());

describe('a forged cursor', () => {
  const scope = JSON.stringify([{ province: '37' }, 'stars']);
  const walk = (position: string) =>
    api.ask('GET', '/v1/products', {
      query: { province: '37', cursor: encodeCursor(scope, ['2026-11-23', position]) },
    });

  it.each([
    ['many stars behind which rows lapsed', `${'5'.repeat(600)}:1`],
    ['a star twice', '55:1'],
    ['no place in the walk', 'x'],
    ['another list’s key', '02abc#prd_01JD0000000000000000000000'],
  ])('that names %s is refused before anything is read', async (_, position) => {
    const before = api.consumed.length;
    const reply = await walk(position);
    expect([reply.status, reply.body.code]).toEqual([400, 'cursor_invalid']);
    expect(api.consumed.length).toBe(before);
  });

  it('that stands where a walk may stand costs no more than a walk', async () => {
    const before = api.consumed.length;
    expect((await walk('543:1')).status).toBe(200);
    expect(api.consumed.length - before).toBeLessThanOrEqual(4);
  });
});

describe('many equal requests to suspend a producer with products', () => {
  it('make one change, answer alike with one key, and leave nothing of it public', async () => {
    const busy = await verifiedProducer(api, { name: 'Nhiều hàng' });
    for (const name of ['Một', 'Hai', 'Ba']) await publishedProduct(api, busy, { name: `Hàng ${name}` });
    const suspend = () =>
      api.ask('POST', `/v1/producers/${busy}/suspend`, {
        as: OFFICER,
        body: { reason: 'Hàng giả' },
        headers: { 'idempotency-key': 'suspend-once' },
      });
    const replies = await Promise.all(Array.from({ length: 50 }, suspend));
    const done = replies.filter(({ status }) => status === 200);
    expect(done.length).toBeGreaterThan(0);
    expect(replies.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    const audit = await api.ask('GET', '/v1/audit', { as: OFFICER, query: { subject: busy, limit: 100 } });
    const suspensions = audit.body.items.filter(({ action }: { action: string }) => action === 'producer.suspend');
    expect(suspensions).toHaveLength(1);
    expect((await api.ask('GET', '/v1/products', { query: { producer: busy } })).body.items).toEqual([]);
    expect((await suspend()).headers['idempotency-replayed']).toBe('true');
  });
});

describe('a score', () => {
  const fiveStars = (c: number) =>
    certificateInput('prd_01JD0000000000000000000000', {
      stars: 5,
      scores: { a: 40, b: 25, c },
      issuer: { name: 'Bộ', level: 'ministry' },
    });

  it('is never rounded up into a band', async () => {
    const { id } = await publishedProduct(api, producer, { name: 'Điểm sát nút' });
    const enter = (c: number) =>
      api.ask('POST', '/v1/certificates', { as: CENTRAL_OFFICER, body: { ...fiveStars(c), product: id } });
    expect((await enter(24.9999999)).status).toBe(400);
    const close = await enter(24.99);
    expect([close.status, close.body.errors[0].code]).toEqual([422, 'stars_above_band']);
    expect((await enter(25)).status).toBe(201);
  });
});

describe('a text', () => {
  const register = (over: object) => api.ask('POST', '/v1/producers', { as: OWNER, body: producerInput(over) });

  it.each(['\u200b', '\u3164', '\u00ad', '\u2800', '\u202e', 'Аpple', '…'])(
    'that shows nothing or deceives is no name: %j',
    async (name) => {
      const reply = await register({ name });
      expect([reply.status, reply.body.errors[0].pointer]).toEqual([400, '/name']);
    },
  );

  it('is stored without the marks that would turn its direction', async () => {
    const reply = await register({ name: 'Chè \u202eevil\u202c Thái' });
    expect([reply.status, reply.body.name]).toEqual([201, 'Chè evil Thái']);
  });

  it('is as short after normalisation as before', async () => {
    const reply = await register({ story: '\u0958'.repeat(6_000) });
    expect([reply.status, reply.body.errors[0].code]).toEqual([400, 'too_big']);
  });

  it('is no phone number because it has one in it', async () => {
    for (const phone of ['hello 0912345678 world', '0912345678 ext 99']) {
      const reply = await register({ phone });
      expect([reply.status, reply.body.errors[0].code]).toEqual([422, 'phone_invalid']);
    }
  });

  it('of the longest kind fits into every item that keeps it', async () => {
    const wide = (length: number) => 'ệ'.repeat(length);
    const longest = {
      name: wide(200),
      description: wide(5_000),
      story: wide(10_000),
      ingredients: wide(2_000),
      storage: wide(1_000),
      titles: Array.from({ length: 20 }, () => ({ name: wide(200), by: wide(200), year: 2021 })),
    };
    const { id, etag } = await draft(api, producer, longest);
    const keyed = async (action: string, as: string, ifMatch: string, body?: object) => {
      const reply = await api.ask('POST', `/v1/products/${id}/${action}`, {
        as,
        headers: { 'if-match': ifMatch, 'idempotency-key': `longest-${action}` },
        ...(body ? { body } : {}),
      });
      expect(reply.status, reply.text.slice(0, 200)).toBe(200);
      return reply.headers.etag ?? '';
    };
    const approved = await keyed('approve', OFFICER, await keyed('submit', OWNER, etag));
    const edited = await api.ask('PATCH', `/v1/products/${id}`, {
      as: OWNER,
      headers: { 'if-match': approved },
      body: { story: wide(9_999) },
    });
    await keyed('request-changes', OFFICER, edited.headers.etag ?? '', { reason: wide(1_000) });
  });
});

describe('a certificate', () => {
  it('can be corrected twenty times, each time with the longest texts, and then no more', async () => {
    const { id } = await publishedProduct(api, producer, { name: 'Sửa nhiều lần' });
    let { id: certificate, etag } = await certified(api, id);
    const correct = (index: number) =>
      api.ask('POST', `/v1/certificates/${certificate}/correct`, {
        as: OFFICER,
        headers: { 'if-match': etag, 'idempotency-key': `correct-${index}` },
        body: { evidence: 'ệ'.repeat(1_990) + index, reason: 'ệ'.repeat(1_000) },
      });
    for (let index = 0; index < 20; index += 1) {
      const reply = await correct(index);
      expect(reply.status, reply.text.slice(0, 200)).toBe(200);
      etag = reply.headers.etag ?? '';
    }
    expect((await correct(20)).status).toBe(409);
  });
});

describe('two officers who suspend one producer', () => {
  it('with one ETag get one 200 and one 412, also while its products are still being hidden', async () => {
    const shared = await verifiedProducer(api, { name: 'Hai cán bộ' });
    for (const name of ['Năm', 'Sáu']) await publishedProduct(api, shared, { name: `Hàng ${name}` });
    const etag = (await api.ask('GET', `/v1/reviews/${shared}`, { as: OFFICER })).headers.etag ?? '';
    const suspend = (as: string, reason: string) =>
      api.ask('POST', `/v1/producers/${shared}/suspend`, { as, body: { reason }, headers: { 'if-match': etag } });
    const replies = await Promise.all([suspend(OFFICER, 'Lý do A'), suspend(CENTRAL_OFFICER, 'Lý do B')]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412]);
  });
});

describe('faults that only the rules can find', () => {
  it('are named together, whichever list or rule they come from', async () => {
    const body = productInput(producer, { criteriaSet: 14, originCommune: { code: '99999', list: 'current' } });
    const reply = await api.ask('POST', '/v1/products', { as: OWNER, body });
    expect(reply.body.errors.map((fault: { pointer: string }) => fault.pointer)).toEqual([
      '/abvPercent',
      '/originCommune/code',
    ]);
  });

  it('include a reason that shows nothing', async () => {
    const reply = await api.ask('POST', `/v1/producers/${producer}/suspend`, {
      as: OFFICER,
      body: { reason: '\u200b' },
    });
    expect([reply.status, reply.body.errors[0].code]).toEqual([400, 'blank']);
  });
});
