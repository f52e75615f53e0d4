import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TransientFault } from '#shared/data/table/retry.ts';
import type { Writer } from '#shared/data/table/writer.ts';
import { finishPendingWork } from '#shared/services/pending-work/finish-pending-work.ts';
import { suspendProducer } from '#shared/services/producers/suspend-producer.ts';
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
import { certified, draft, producerInput, publishedProduct, verifiedProducer } from '#test/support/journey.ts';
import { faultsOf } from '#test/support/responses.ts';
import { allItems, expectRowsDerived } from '#test/support/table.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ stream: false });
});
afterAll(() => api.stop());

const register = (over: object = {}, as = OWNER): Promise<Reply> =>
  api.ask('POST', '/v1/producers', { as, body: producerInput(over) });
const patch = (id: string, body: object, as = OWNER, headers: Record<string, string> = {}): Promise<Reply> =>
  api.ask('PATCH', `/v1/producers/${id}`, { as, body, headers });
const suspend = (id: string, as = OFFICER): Promise<Reply> =>
  api.ask('POST', `/v1/producers/${id}/suspend`, { as, body: { reason: 'Hàng giả' } });
const verify = (id: string, as = OFFICER): Promise<Reply> => api.ask('POST', `/v1/producers/${id}/verify`, { as });
const own = async (id: string, as = OWNER) => (await api.ask('GET', `/v1/me/producers/${id}`, { as })).body;
const member = (method: 'PUT' | 'DELETE', id: string, subject: string, as = OWNER): Promise<Reply> =>
  api.ask(method, `/v1/producers/${id}/members/${subject}`, { as });

const SCOPES: Record<string, string>[] = [
  {},
  { province: '37' },
  { formerProvince: '37' },
  { commune: '14329' },
  { group: 'food' },
  { criteriaSet: '8' },
  { province: '37', group: 'food' },
  { minStars: '3' },
];

/** In how many of the lists the product stands: all, none, or neither. */
const standsIn = async (product: string, producer: string): Promise<'all' | 'none' | 'some'> => {
  let hits = 0;
  let lists = 0;
  for (const scope of [...SCOPES, { producer }]) {
    for (const sort of ['stars', 'newest', 'name']) {
      const { body } = await api.ask('GET', '/v1/products', { query: { ...scope, sort, limit: 100 } });
      lists += 1;
      if (body.items.some(({ id }: { id: string }) => id === product)) hits += 1;
    }
  }
  if (hits === 0) return 'none';
  return hits === lists ? 'all' : 'some';
};

describe('registering a producer', () => {
  it.each([
    ['0100109106', []],
    ['0100109106-001', []],
    ['0100109107', ['/taxCode tax_code_invalid']],
    ['0100109106-1', ['/taxCode tax_code_invalid']],
    ['010010910', ['/taxCode tax_code_invalid']],
  ])('with the tax code %s has the faults %j', async (taxCode, expected) => {
    const reply = await register({ taxCode });
    expect(faultsOf(reply)).toEqual(expected);
    expect(reply.status).toBe(expected.length === 0 ? 201 : 422);
  });

  it.each([
    ['0912345678', '+84912345678'],
    ['+84 912 345 678', '+84912345678'],
    ['(0229) 387.1111', '+842293871111'],
  ])('holds the phone %s as %s', async (phone, stored) => {
    expect((await register({ phone })).body.phone).toBe(stored);
  });

  it.each(['12', 'không có', '09123456789012'])('refuses the phone %s', async (phone) => {
    const reply = await register({ phone });
    expect([reply.status, ...faultsOf(reply)]).toEqual([422, '/phone phone_invalid']);
  });

  it('names malformed fields and broken rules together', async () => {
    const reply = await register({
      taxCode: '1',
      phone: '1',
      personalNumber: '1',
      commune: '1',
      email: 'x',
      status: 'verified',
    });
    expect(reply.status).toBe(400);
    expect(faultsOf(reply)).toEqual([
      '/commune invalid_format',
      '/email invalid_format',
      '/personalNumber personal_number_invalid',
      '/phone phone_invalid',
      '/status unknown_field',
      '/taxCode tax_code_invalid',
    ]);
  });

  it('takes a commune of today only', async () => {
    const reply = await register({ commune: '14347' });
    expect([reply.status, ...faultsOf(reply)]).toEqual([422, '/commune commune_unknown']);
  });

  it('makes nothing public before an officer of the territory has verified it', async () => {
    const { body } = await register({ name: 'Chờ xác minh' });
    for (const path of [body.id, body.slug]) expect((await api.ask('GET', `/v1/producers/${path}`)).status).toBe(404);
    expect((await verify(body.id, OTHER_OFFICER)).status).toBe(404);
    expect((await verify(body.id, OWNER)).status).toBe(403);
    expect((await verify(body.id)).status).toBe(200);
    expect((await verify(body.id)).status).toBe(409);
    expect((await api.ask('GET', `/v1/producers/${body.slug}`)).body.id).toBe(body.id);
  });

  it('refuses to publish what belongs to one that is not verified', async () => {
    const { body } = await register({ name: 'Chưa xác minh' });
    const { id } = await draft(api, body.id, { name: 'Sớm quá' });
    await api.ask('POST', `/v1/products/${id}/submit`, { as: OWNER, headers: { 'if-match': '*' } });
    const approved = await api.ask('POST', `/v1/products/${id}/approve`, { as: OFFICER, headers: { 'if-match': '*' } });
    expect([approved.status, approved.body.code]).toEqual([409, 'producer_not_verified']);
  });
});

describe('a household’s personal number', () => {
  const NUMBER = '037088001234';

  it('is taken from households only, with 12 digits', async () => {
    expect(faultsOf(await register({ kind: 'company', personalNumber: NUMBER }))).toEqual([
      '/personalNumber personal_number_not_applicable',
    ]);
    expect(faultsOf(await register({ kind: 'household', personalNumber: '03708800123' }))).toEqual([
      '/personalNumber personal_number_invalid',
    ]);
  });

  it('stands in no answer, row, audit entry or kept result, and is erased by null', async () => {
    const made = await api.ask('POST', '/v1/producers', {
      as: OWNER,
      body: producerInput({ name: 'Hộ Lệ Thanh', kind: 'household', personalNumber: NUMBER }),
      headers: { 'idempotency-key': 'ho-le-thanh' },
    });
    expect(made.body.hasPersonalNumber).toBe(true);
    const { id } = made.body;
    const responses = [made];
    responses.push(
      await verify(id),
      await api.ask('GET', `/v1/producers/${id}`),
      await api.ask('GET', `/v1/me/producers/${id}`, { as: OWNER }),
    );
    responses.push(
      await api.ask('GET', `/v1/reviews/${id}`, { as: OFFICER }),
      await api.ask('GET', '/v1/audit', { as: OFFICER, query: { subject: id } }),
    );
    for (const { text } of responses) expect(text).not.toContain(NUMBER);
    const holding = async () => (await allItems(api.settings)).filter((item) => JSON.stringify(item).includes(NUMBER));
    expect((await holding()).map(({ pk, sk }) => [pk, sk])).toEqual([[{ S: `personal#${id}` }, { S: 'A' }]]);

    expect((await patch(id, { personalNumber: null }, OFFICER)).body.hasPersonalNumber).toBe(false);
    expect(await holding()).toEqual([]);
  });

  it('and its home, phone, tax code, e-mail and members are not public', async () => {
    const id = await verifiedProducer(api, {
      name: 'Hộ kín',
      kind: 'household',
      taxCode: '0100109106',
      email: 'a@b.vn',
      addressLine: 'Ngõ 5',
    });
    const page = await api.ask('GET', `/v1/producers/${id}`);
    expect(page.body).toMatchObject({ name: 'Hộ kín', addressLine: null, commune: { code: '14329' } });
    expect(page.text).not.toMatch(/Ngõ 5|\+84|0100109106|a@b\.vn|producer-owner/);
  });
});

describe('members', () => {
  it('add and remove each other, and the last cannot leave', async () => {
    const { id } = (await register({ name: 'Có thành viên' })).body;
    expect((await member('DELETE', id, OWNER)).body.code).toBe('last_member');
    expect((await member('PUT', id, OTHER_OWNER)).status).toBe(200);
    const again = await member('PUT', id, OTHER_OWNER);
    expect(again.body.members.map(({ subject }: { subject: string }) => subject)).toEqual([OWNER, OTHER_OWNER]);
    expect((await member('DELETE', id, BUYER)).status).toBe(404);
    expect((await member('DELETE', id, OWNER)).status).toBe(204);
    expect((await member('DELETE', id, OTHER_OWNER, OTHER_OWNER)).status).toBe(409);
  });

  it('lose every right with the removal, and gain them with the adding', async () => {
    const id = await verifiedProducer(api, { name: 'Đổi người' });
    const product = await draft(api, id, { name: 'Của chung' });
    expect((await api.ask('GET', `/v1/me/products/${product.id}`, { as: 'newcomer' })).status).toBe(404);
    await member('PUT', id, 'newcomer');
    expect((await api.ask('GET', `/v1/me/products/${product.id}`, { as: 'newcomer' })).status).toBe(200);
    expect((await api.ask('GET', '/v1/me', { as: 'newcomer' })).body.memberships).toMatchObject([
      { id, kind: 'producer', name: 'Đổi người' },
    ]);
    expect((await member('DELETE', id, OWNER, 'newcomer')).status).toBe(204);

    const refused = [
      await api.ask('GET', `/v1/me/products/${product.id}`, { as: OWNER }),
      await api.ask('PATCH', `/v1/products/${product.id}`, {
        as: OWNER,
        headers: { 'if-match': product.etag },
        body: { story: 'x' },
      }),
      await api.ask('POST', `/v1/products/${product.id}/submit`, { as: OWNER, headers: { 'if-match': product.etag } }),
      await member('PUT', id, OWNER, OWNER),
      await patch(id, { phone: '0912345679' }),
    ];
    for (const { status } of refused) expect([403, 404]).toContain(status);
    const mine = await api.ask('GET', '/v1/me/products', { as: OWNER, query: { limit: 100 } });
    expect(mine.body.items.map((one: { id: string }) => one.id)).not.toContain(product.id);
  });

  it('are at most forty', async () => {
    const { id } = (await register({ name: 'Đông người' }, 'm-0')).body;
    for (let n = 1; n < 40; n += 1) expect((await member('PUT', id, `m-${n}`, 'm-0')).status).toBe(200);
    expect((await member('PUT', id, 'm-40', 'm-0')).status).toBe(409);
    expect((await verify(id)).status).toBe(200);
    expect((await patch(id, { name: 'Đông người hơn' }, OFFICER)).status).toBe(200);
  });
});

describe('what an officer has verified', () => {
  it('is changed by an officer only; contacts stay with the members', async () => {
    const { id } = (await register({ name: 'Trước' })).body;
    expect((await patch(id, { name: 'Vẫn trước', taxCode: '0100109106', commune: '14362' })).status).toBe(200);
    await verify(id);
    for (const change of [{ name: 'Sau' }, { taxCode: null }, { commune: '14329' }, { personalNumber: null }]) {
      const reply = await patch(id, change);
      expect([reply.status, reply.body.code]).toEqual([409, 'state_conflict']);
    }
    expect((await patch(id, { name: 'Sau', phone: '0912345670' })).status).toBe(409);
    expect(await own(id)).toMatchObject({
      name: 'Vẫn trước',
      phone: '+84912345678',
      taxCode: '0100109106',
      commune: { code: '14362' },
    });
    expect((await patch(id, { phone: '0912345670', story: 'Chuyện', email: 'a@b.vn' })).status).toBe(200);
    expect((await patch(id, { story: null, email: null })).body).toMatchObject({ story: null, email: null });
    expect((await patch(id, { name: 'Sau', taxCode: null, commune: '14329' }, OFFICER)).status).toBe(200);
    expect(await own(id)).toMatchObject({ name: 'Sau', taxCode: null, commune: { code: '14329' } });
  });

  it('is refused to officers of other provinces, and with a stale ETag', async () => {
    const id = await verifiedProducer(api, { name: 'Có ETag' });
    expect((await patch(id, { name: 'Lạ' }, OTHER_OFFICER)).status).toBe(403);
    expect((await patch(id, { name: 'Cũ' }, OFFICER, { 'if-match': '"1-x"' })).status).toBe(412);
    const { headers } = await api.ask('GET', `/v1/me/producers/${id}`, { as: OWNER });
    expect((await patch(id, { name: 'Mới' }, CENTRAL_OFFICER, { 'if-match': headers.etag ?? '' })).status).toBe(200);
  });
});

describe('a new name', () => {
  it('reaches every card, page, queue and membership', async () => {
    const id = await verifiedProducer(api, { name: 'Tên cũ' }, 'renamed-owner');
    const published = await publishedProduct(api, id, { name: 'Hàng đổi tên' }, 'renamed-owner');
    const waiting = await draft(api, id, { name: 'Hàng chờ' }, 'renamed-owner');
    await api.ask('POST', `/v1/products/${waiting.id}/submit`, {
      as: 'renamed-owner',
      headers: { 'if-match': waiting.etag },
    });
    const before = await own(id, 'renamed-owner');
    expect((await patch(id, { name: 'Tên mới' }, OFFICER)).status).toBe(200);
    const cards = await api.ask('GET', '/v1/products', { query: { producer: id } });
    expect(cards.body.items).toMatchObject([{ id: published.id, producer: { id, name: 'Tên mới' } }]);
    expect((await api.ask('GET', `/v1/products/${published.id}`)).body.producer.name).toBe('Tên mới');
    expect((await api.ask('GET', '/v1/me', { as: 'renamed-owner' })).body.memberships[0].name).toBe('Tên mới');
    const queue = (await api.ask('GET', '/v1/reviews?limit=100', { as: OFFICER })).body.items;
    expect(queue.find((one: { id: string }) => one.id === waiting.id).producer.name).toBe('Tên mới');
    expect((await api.ask('GET', `/v1/producers/${before.slug}`)).body.name).toBe('Tên mới');
  });
});

describe('the list of producers', () => {
  const idsIn = async (query: Record<string, string>): Promise<string[]> => {
    const ids: string[] = [];
    for (let cursor: string | undefined, isFirst = true; isFirst || cursor; isFirst = false) {
      const reply = await api.ask('GET', '/v1/producers', { query: { ...query, ...(cursor ? { cursor } : {}) } });
      expect(reply.status, reply.text).toBe(200);
      ids.push(...reply.body.items.map(({ id }: { id: string }) => id));
      cursor = reply.body.next;
    }
    return ids;
  };

  it('has the verified ones by Vietnamese name, of a province, a former province and a kind', async () => {
    const names = ['Đậm đà', 'Dẻo thơm', 'Ấm trà', 'An lành'];
    const made: Record<string, string> = {};
    for (const name of names) made[name] = await verifiedProducer(api, { name: `Thử danh sách ${name}` });
    const waiting = (await register({ name: 'Thử danh sách chờ' })).body.id;
    const company = await verifiedProducer(api, { name: 'Thử danh sách Công ty', kind: 'company' });
    const sorted = ['An lành', 'Ấm trà', 'Dẻo thơm', 'Đậm đà'].map((name) => made[name]);
    const found = await idsIn({ limit: '2' });
    expect(found.filter((id) => sorted.includes(id))).toEqual(sorted);
    expect(new Set(found).size).toBe(found.length);
    expect(found).not.toContain(waiting);
    expect(await idsIn({ kind: 'company' })).toEqual(expect.arrayContaining([company]));
    expect(await idsIn({ kind: 'company', province: 'Ninh Bình' })).not.toContain(made['Ấm trà']);
    for (const query of [{ province: '37' }, { formerProvince: '37' }, { province: 'ninh-binh', formerProvince: '37' }])
      expect(await idsIn(query)).toEqual(expect.arrayContaining(sorted));
    for (const query of [{ province: '38' }, { province: 'Nam Định' }, { province: '38', formerProvince: '37' }])
      expect(await idsIn(query)).not.toContain(made['Ấm trà']);
    await suspend(company);
    expect(await idsIn({ kind: 'company' })).not.toContain(company);
  });

  it('has the fields that buyers see, and refuses what contradicts itself', async () => {
    const { body } = await api.ask('GET', '/v1/producers', { query: { limit: 1 } });
    expect(Object.keys(body.items[0]).sort()).toEqual(['commune', 'id', 'kind', 'name', 'province', 'slug']);
    const wrong = await api.ask('GET', '/v1/producers', { query: { province: 'Nam Định', formerProvince: '37' } });
    expect([wrong.status, wrong.body.errors[0].code]).toEqual([400, 'provinces_contradict']);
  });
});

describe('a suspension', () => {
  it('hides the producer, its products in every list, and its certificates; verifying brings all back', async () => {
    const id = await verifiedProducer(api, { name: 'Bị đình chỉ' });
    const product = await publishedProduct(api, id, { name: 'Bị ẩn' });
    const { id: certificate } = await certified(api, product.id);
    const pages = [`/v1/producers/${id}`, `/v1/products/${product.id}`, `/v1/certificates/${certificate}`];
    const statuses = async () => Promise.all(pages.map(async (path) => (await api.ask('GET', path)).status));
    expect(await standsIn(product.id, id)).toBe('all');
    expect((await suspend(id, OTHER_OFFICER)).status).toBe(403);
    expect((await suspend(id)).status).toBe(200);
    expect(await standsIn(product.id, id)).toBe('none');
    expect(await statuses()).toEqual([404, 404, 404]);
    expect(await own(id)).toMatchObject({ status: 'suspended', note: { by: OFFICER, reason: 'Hàng giả' } });
    const again = await suspend(id);
    expect([again.status, again.body.code]).toEqual([409, 'state_conflict']);
    expect((await verify(id)).status).toBe(200);
    expect(await standsIn(product.id, id)).toBe('all');
    expect(await statuses()).toEqual([200, 200, 200]);
    expect((await own(id)).note).toBeNull();
  });

  it('needs a reason', async () => {
    const id = await verifiedProducer(api, { name: 'Không lý do' });
    expect((await api.ask('POST', `/v1/producers/${id}/suspend`, { as: OFFICER, body: {} })).status).toBe(400);
    expect((await api.ask('POST', `/v1/producers/${id}/suspend`, { as: OFFICER })).status).toBe(400);
  });

  it('keeps products hidden that are restored, reinstated or made while it lasts', async () => {
    const id = await verifiedProducer(api, { name: 'Vẫn ẩn' });
    const archived = await publishedProduct(api, id, { name: 'Cất đi' });
    await api.ask('POST', `/v1/products/${archived.id}/archive`, { as: OWNER, headers: { 'if-match': '*' } });
    const held = await publishedProduct(api, id, { name: 'Bị giữ' });
    await api.ask('POST', `/v1/products/${held.id}/suspend`, {
      as: OFFICER,
      headers: { 'if-match': '*' },
      body: { reason: 'x' },
    });
    await suspend(id);
    const any = { 'if-match': '*' };
    expect((await api.ask('POST', `/v1/products/${archived.id}/restore`, { as: OWNER, headers: any })).status).toBe(
      200,
    );
    expect((await api.ask('POST', `/v1/products/${held.id}/reinstate`, { as: OFFICER, headers: any })).status).toBe(
      200,
    );
    for (const product of [archived, held]) {
      expect(await standsIn(product.id, id)).toBe('none');
      expect((await api.ask('GET', `/v1/products/${product.id}`)).status).toBe(404);
    }
    await verify(id);
    expect((await api.ask('GET', '/v1/products', { query: { producer: id } })).body.items).toHaveLength(2);
  });

  /** A writer that breaks after so many transactions, as when the function is stopped. */
  const breaking = (writer: Writer, after: number): Writer => {
    let done = 0;
    return {
      ...writer,
      transact: async (actions, token) => {
        done += 1;
        if (done > after) throw new TransientFault('stopped');
        return writer.transact(actions, token);
      },
    };
  };

  it.each([1, 2, 3])('that was cut off after %i writes is finished by the recurring job', async (writes) => {
    const id = await verifiedProducer(api, { name: `Cắt ngang ${writes}` });
    const products = [];
    for (const name of ['Một', 'Hai', 'Ba'])
      products.push(await publishedProduct(api, id, { name: `${name} ${writes}` }));
    const officer = api.context(OFFICER);
    const cut = suspendProducer({ ...officer, writer: breaking(officer.writer, writes) }, id, 'Hàng giả');
    await expect(cut).rejects.toThrow();
    expect((await api.ask('GET', `/v1/producers/${id}`)).status).toBe(404);
    expect((await api.ask('GET', '/v1/products', { query: { producer: id } })).body.items).toHaveLength(4 - writes);

    // The producer, and each product that was written and has not reached the shelves.
    expect(await finishPendingWork(api.context('system:schedules'))).toBe(writes);
    for (const product of products) expect(await standsIn(product.id, id)).toBe('none');
    expect(await finishPendingWork(api.context('system:schedules'))).toBe(0);
    expect((await suspend(id)).status).toBe(409);
    await expectRowsDerived(api);
  });

  it('that was cut off is taken up by the officer who sends it again', async () => {
    const id = await verifiedProducer(api, { name: 'Gửi lại' });
    const product = await publishedProduct(api, id, { name: 'Gửi lại hàng' });
    const officer = api.context(OFFICER);
    await expect(
      suspendProducer({ ...officer, writer: breaking(officer.writer, 1) }, id, 'Hàng giả'),
    ).rejects.toThrow();
    expect((await suspend(id)).status).toBe(200);
    expect(await standsIn(product.id, id)).toBe('none');
    expect(await finishPendingWork(api.context('system:schedules'))).toBe(0);
  });

  it('and edits of its products at the same moment end in line with each other', async () => {
    const id = await verifiedProducer(api, { name: 'Cùng lúc' });
    const products = [];
    for (const name of ['A', 'B', 'C', 'D'])
      products.push(await publishedProduct(api, id, { name: `Cùng lúc ${name}` }));
    const replies = await Promise.all([
      suspend(id),
      ...products.map((product) =>
        api.ask('PATCH', `/v1/products/${product.id}`, {
          as: OWNER,
          headers: { 'if-match': '*' },
          body: { story: 'x' },
        }),
      ),
      ...products.map((product) =>
        api.ask('POST', `/v1/products/${product.id}/archive`, { as: OWNER, headers: { 'if-match': '*' } }),
      ),
    ]);
    for (const { status, text } of replies) expect([200, 409, 503], text).toContain(status);
    await finishPendingWork(api.context('system:schedules'));
    expect((await own(id)).status).toBe('suspended');
    expect((await api.ask('GET', '/v1/products', { query: { producer: id } })).body.items).toEqual([]);
    await expectRowsDerived(api);
  });
});
