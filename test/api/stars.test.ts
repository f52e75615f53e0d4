import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, OFFICER, OWNER, startApi } from '#test/support/api.ts';
import { certificateInput, certified, publishedProduct, verifiedProducer } from '#test/support/journey.ts';

let api: Api;
let producer: string;
beforeAll(async () => {
  api = await startApi({ now: '2026-11-23T03:00:00Z', stream: false });
  producer = await verifiedProducer(api);
});
afterAll(() => api.stop());

const at = (instant: string): void => {
  api.clock.now = new Date(instant);
};

const EVERYWHERE = {};
const SCOPES = [
  EVERYWHERE,
  { province: '37' },
  { province: 'Ninh Bình' },
  { formerProvince: '37' },
  { commune: '14329' },
  { group: 'food' },
  { criteriaSet: 8 },
  { province: '37', group: 'food' },
  { province: '37', criteriaSet: 8 },
  { formerProvince: '37', group: 'food', criteriaSet: 8 },
];

type Card = { id: string; stars: number | null; starsValidTo: string | null };

/** Every distinct way in which the API shows the product's star, over all lists, filters, sorts and pages. */
const starsShown = async (id: string): Promise<unknown[]> => {
  const seen = new Set<unknown>();
  const listed = async (query: Record<string, string | number>): Promise<Card | undefined> => {
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const reply = await api.ask('GET', '/v1/products', {
        query: { ...query, limit: 100, ...(cursor ? { cursor } : {}) },
      });
      expect(reply.status, reply.text).toBe(200);
      const card = (reply.body.items as Card[]).find((item) => item.id === id);
      if (card) return card;
      cursor = reply.body.next;
    }
    return undefined;
  };
  for (const scope of [...SCOPES, { producer }]) {
    for (const sort of ['stars', 'newest', 'name']) {
      const unfiltered = await listed({ ...scope, sort });
      expect(unfiltered, `${JSON.stringify(scope)} ${sort}`).toBeDefined();
      seen.add(unfiltered?.stars);
      expect(unfiltered?.starsValidTo === null).toBe(unfiltered?.stars === null);
      const by = async (filter: object) => ((await listed({ ...scope, sort, ...filter })) ? 1 : 0);
      const exact = [await by({ stars: 3 }), await by({ stars: 4 }), await by({ stars: 5 })];
      const atLeast = [await by({ minStars: 3 }), await by({ minStars: 4 }), await by({ minStars: 5 })];
      seen.add(exact.includes(1) ? exact.indexOf(1) + 3 : null);
      const count = atLeast.reduce((sum, one) => sum + one, 0);
      seen.add(count === 0 ? null : count + 2);
    }
  }
  const page = await api.ask('GET', `/v1/products/${id}`);
  seen.add(page.body.stars);
  seen.add(page.body.certificate?.stars ?? null);
  seen.add((await api.ask('GET', `/v1/me/products/${id}`, { as: OWNER })).body.stars);
  seen.add((await api.ask('GET', `/v1/reviews/${id}`, { as: OFFICER })).body.stars);
  const mine = await api.ask('GET', '/v1/me/products', { as: OWNER, query: { limit: 100 } });
  seen.add(mine.body.items.find((item: Card) => item.id === id).stars);
  return [...seen];
};

const product = async (name: string): Promise<string> => {
  at('2026-11-23T03:00:00Z');
  return (await publishedProduct(api, producer, { name })).id;
};

const onDay = (issuedOn: string, more: object = {}) => ({
  issuedOn,
  decisionDate: issuedOn,
  number: issuedOn,
  ...more,
});
const statusOf = async (certificate: string): Promise<string> =>
  (await api.ask('GET', `/v1/certificates/${certificate}`)).body.status;
const change = (certificate: string, action: string, body: object, etag = '*') =>
  api.ask('POST', `/v1/certificates/${certificate}/${action}`, { as: OFFICER, headers: { 'if-match': etag }, body });

describe('the last day of a star', () => {
  it('is shown in every list, filter, count and page until the last millisecond of validTo, and nowhere after it', async () => {
    const id = await product('Mắm tép Gia Viễn');
    const { id: certificate } = await certified(api, id, onDay('2023-11-23'));
    at('2026-11-23T16:59:59.999Z');
    expect(await starsShown(id)).toEqual([4]);
    expect(await statusOf(certificate)).toBe('active');
    at('2026-11-23T17:00:00.000Z');
    expect(await starsShown(id)).toEqual([null]);
    expect(await statusOf(certificate)).toBe('lapsed');
    expect((await api.ask('GET', `/v1/products/${id}`)).body).toMatchObject({ certificate: null, starsValidTo: null });
  });

  it('is that of a recorded extension', async () => {
    const id = await product('Cơm cháy');
    const { id: certificate } = await certified(api, id, onDay('2023-11-23'));
    expect((await change(certificate, 'extend', { effectiveTo: '2027-02-01', basis: 'khoản 3 Điều 12' })).status).toBe(
      200,
    );
    at('2027-02-01T16:59:59.999Z');
    expect(await starsShown(id)).toEqual([4]);
    expect((await api.ask('GET', `/v1/products/${id}`)).body.certificate).toMatchObject({
      validTo: '2026-11-23',
      effectiveTo: '2027-02-01',
    });
    at('2027-02-01T17:00:00.000Z');
    expect(await starsShown(id)).toEqual([null]);
    expect(await statusOf(certificate)).toBe('lapsed');
  });

  it('is 28 February for a certificate issued on 29 February', async () => {
    const id = await product('Nem Yên Mạc');
    await certified(api, id, onDay('2024-02-29'));
    at('2027-02-28T16:59:59.999Z');
    expect(await starsShown(id)).toEqual([4]);
    at('2027-02-28T17:00:00.000Z');
    expect(await starsShown(id)).toEqual([null]);
  });

  it.each([
    ['2023-12-31', '2026-12-31'],
    ['2025-08-31', '2028-08-31'],
    ['2026-11-23', '2029-11-23'],
  ])('of a certificate issued on %s is %s', async (issuedOn, validTo) => {
    const id = await product(`Dứa ${issuedOn}`);
    const regime = issuedOn > '2026-07-21' ? '26/2026/QĐ-TTg' : '148/QĐ-TTg';
    await certified(api, id, onDay(issuedOn, { regime }));
    expect((await api.ask('GET', `/v1/products/${id}`)).body).toMatchObject({ stars: 4, starsValidTo: validTo });
  });

  it('is the same for a walk that goes on after midnight: order as begun, the star of the day of reading', async () => {
    const id = await product('Rượu nếp');
    await certified(api, id, onDay('2023-11-23'));
    at('2026-11-23T16:59:00Z');
    const first = await api.ask('GET', '/v1/products', { query: { minStars: 3, limit: 1 } });
    at('2026-11-23T17:00:00Z');
    const visible: Card[] = [];
    for (let cursor = first.body.next; cursor; ) {
      const { body } = await api.ask('GET', '/v1/products', { query: { minStars: 3, limit: 1, cursor } });
      visible.push(...body.items);
      cursor = body.next;
    }
    expect(visible.find((card) => card.id === id)?.stars).toBeNull();
  });

  it('changes the ETag of the page, and no answer may be kept past midnight', async () => {
    const id = await product('Chè xanh');
    await certified(api, id, onDay('2023-11-23'));
    at('2026-11-23T16:59:50.000Z');
    const before = await api.ask('GET', `/v1/products/${id}`);
    expect(before.headers['cache-control']).toBe('public, max-age=10, s-maxage=10, must-revalidate, stale-if-error=0');
    at('2026-11-23T17:00:00.000Z');
    const after = await api.ask('GET', `/v1/products/${id}`, {
      headers: { 'if-none-match': before.headers.etag ?? '' },
    });
    expect(after.status).toBe(200);
    expect(after.headers.etag).not.toBe(before.headers.etag);
  });
});

describe('the certificate that decides', () => {
  it('is the one issued last, in whatever order they are entered, up or down', async () => {
    const id = await product('Miến dong');
    const { id: newer } = await certified(api, id, onDay('2025-08-01', { stars: 3 }));
    const { id: older } = await certified(api, id, onDay('2024-06-01', { stars: 4 }));
    expect(await starsShown(id)).toEqual([3]);
    expect([await statusOf(newer), await statusOf(older)]).toEqual(['active', 'superseded']);
  });

  it('is the one entered last of two issued on one day, also when the other is changed later', async () => {
    const id = await product('Bún khô');
    const { id: first } = await certified(api, id, onDay('2025-08-01', { number: 'a', stars: 3 }));
    await certified(api, id, onDay('2025-08-01', { number: 'b', stars: 4 }));
    expect(await starsShown(id)).toEqual([4]);
    expect((await change(first, 'extend', { effectiveTo: '2028-09-01', basis: 'Điều 12' })).status).toBe(200);
    expect(await starsShown(id)).toEqual([4]);
  });

  it('leaves no star once it is revoked, and no older one comes back', async () => {
    const id = await product('Giò lụa');
    const { id: older } = await certified(api, id, onDay('2024-06-01'));
    const { id: newer } = await certified(api, id, onDay('2025-08-01', { stars: 3 }));
    const revoked = await change(newer, 'revoke', { decisionNumber: '7/QĐ', decisionDate: '2026-11-01', ground: 'đ' });
    expect(revoked.status, revoked.text).toBe(200);
    expect(await starsShown(id)).toEqual([null]);
    expect([await statusOf(newer), await statusOf(older)]).toEqual(['revoked', 'superseded']);
    const { id: newest } = await certified(api, id, onDay('2026-01-05'));
    expect(await starsShown(id)).toEqual([4]);
    expect(await statusOf(newest)).toBe('active');
  });

  it('leaves no star once it has lapsed, though an older one was extended beyond it', async () => {
    const id = await product('Gạo nếp');
    const { id: older } = await certified(api, id, onDay('2023-11-23'));
    await change(older, 'extend', { effectiveTo: '2027-05-01', basis: 'Điều 12' });
    await certified(api, id, onDay('2024-01-10', { stars: 4 }));
    at('2027-01-11T03:00:00Z');
    expect(await starsShown(id)).toEqual([null]);
  });

  it('gives the star of its correction', async () => {
    const id = await product('Trà hoa cúc');
    const { id: certificate } = await certified(api, id, onDay('2025-08-01'));
    expect((await change(certificate, 'correct', { stars: 3, reason: 'Nhập nhầm' })).status).toBe(200);
    expect(await starsShown(id)).toEqual([3]);
    const moved = { issuedOn: '2023-11-22', decisionDate: '2023-11-22', stars: 4, reason: 'Nhập nhầm ngày' };
    expect((await change(certificate, 'correct', moved)).status).toBe(200);
    expect(await starsShown(id)).toEqual([null]);
    expect(await statusOf(certificate)).toBe('lapsed');
  });

  it('loses its extension when a correction moves its end', async () => {
    const id = await product('Mật ong');
    const { id: certificate } = await certified(api, id, onDay('2023-11-22'));
    await change(certificate, 'extend', { effectiveTo: '2027-05-01', basis: 'Điều 12' });
    expect(await starsShown(id)).toEqual([4]);
    await change(certificate, 'correct', { evidence: 'Bản gốc', reason: 'Bổ sung' });
    expect(await starsShown(id)).toEqual([4]);
    await change(certificate, 'correct', { issuedOn: '2023-11-21', decisionDate: '2023-11-21', reason: 'Nhầm' });
    expect(await starsShown(id)).toEqual([null]);
  });
});

describe('an extension', () => {
  it.each([
    ['the day of validTo', '2028-08-01', 422],
    ['before validTo', '2028-07-31', 422],
    ['the day after', '2028-08-02', 200],
    ['180 days after', '2029-01-28', 200],
    ['181 days after', '2029-01-29', 422],
  ])('to %s (%s) is answered %3$i', async (_, effectiveTo, status) => {
    const id = await product(`Kéo dài ${effectiveTo}`);
    const { id: certificate, etag } = await certified(api, id);
    const reply = await change(certificate, 'extend', { effectiveTo, basis: 'khoản 3 Điều 12' }, etag);
    expect(reply.status, reply.text).toBe(status);
    if (status === 422) {
      expect(reply.body.errors).toMatchObject([{ pointer: '/effectiveTo', code: 'extension_out_of_range' }]);
      expect((await api.ask('GET', `/v1/certificates/${certificate}`)).body.extension).toBeNull();
    }
  });
});

describe('nobody but an officer of the territory', () => {
  it('gives, raises or keeps a star: no field of a product or producer does', async () => {
    const { id, etag } = await publishedProduct(api, producer, { name: 'Không sao' });
    for (const field of ['stars', 'starsValidTo', 'certificate', 'certificates', 'status', 'face']) {
      const reply = await api.ask('PATCH', `/v1/products/${id}`, {
        as: OWNER,
        headers: { 'if-match': etag },
        body: { [field]: 5 },
      });
      expect([reply.status, reply.body.errors[0].code]).toEqual([400, 'unknown_field']);
    }
    const entered = await api.ask('POST', '/v1/certificates', { as: OWNER, body: certificateInput(id) });
    expect(entered.status).toBe(403);
    expect(await starsShown(id)).toEqual([null]);
  });
});
