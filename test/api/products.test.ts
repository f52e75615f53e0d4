import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, OFFICER, OWNER, type Reply, startApi } from '#test/support/api.ts';
import { act, certified, draft, productInput, publishedProduct, verifiedProducer } from '#test/support/journey.ts';
import { faultsOf } from '#test/support/responses.ts';

let api: Api;
let producer: string;
beforeAll(async () => {
  api = await startApi({ stream: false });
  producer = await verifiedProducer(api);
});
afterAll(() => api.stop());

const send = (id: string, verb: string, etag = '*', headers: Record<string, string> = {}): Promise<Reply> => {
  const as = ['approve', 'request-changes', 'suspend', 'reinstate'].includes(verb) ? OFFICER : OWNER;
  const asked = { as, headers: { 'if-match': etag, 'accept-language': 'en', ...headers } };
  if (verb === 'edit') return api.ask('PATCH', `/v1/products/${id}`, { ...asked, body: { story: 'Chuyện mới' } });
  const body = verb === 'suspend' || verb === 'request-changes' ? { body: { reason: 'Kiểm tra' } } : {};
  return api.ask('POST', `/v1/products/${id}/${verb}`, { ...asked, ...body });
};
const own = async (id: string) => (await api.ask('GET', `/v1/me/products/${id}`, { as: OWNER })).body;
const isPublic = async (id: string): Promise<boolean> => (await api.ask('GET', `/v1/products/${id}`)).status === 200;
const create = (over: object) => api.ask('POST', '/v1/products', { as: OWNER, body: productInput(producer, over) });
const patch = (id: string, body: object, etag = '*') =>
  api.ask('PATCH', `/v1/products/${id}`, { as: OWNER, headers: { 'if-match': etag }, body });

describe('the life of a product', () => {
  const PATHS: Record<string, readonly string[]> = {
    draft: [],
    submitted: ['submit'],
    published: ['submit', 'approve'],
    'published, change in review': ['submit', 'approve', 'edit'],
    'published, change sent back': ['submit', 'approve', 'edit', 'request-changes'],
    suspended: ['submit', 'approve', 'suspend'],
    'suspended, change in review': ['submit', 'approve', 'suspend', 'edit'],
    'archived draft': ['archive'],
    'archived face': ['submit', 'approve', 'archive'],
  };
  // What each verb leads to; what is not here is refused.
  const LEADS_TO: Record<string, Record<string, [status: string, proposal: string | null]>> = {
    draft: { edit: ['draft', null], submit: ['submitted', null], archive: ['archived', null] },
    submitted: {
      withdraw: ['draft', null],
      approve: ['published', null],
      'request-changes': ['draft', null],
      archive: ['archived', null],
    },
    published: { edit: ['published', 'in-review'], suspend: ['suspended', null], archive: ['archived', null] },
    'published, change in review': {
      edit: ['published', 'in-review'],
      submit: ['published', 'in-review'],
      withdraw: ['published', null],
      approve: ['published', null],
      'request-changes': ['published', 'changes-requested'],
      suspend: ['suspended', 'in-review'],
      archive: ['archived', null],
    },
    'published, change sent back': {
      edit: ['published', 'in-review'],
      submit: ['published', 'in-review'],
      withdraw: ['published', null],
      suspend: ['suspended', 'changes-requested'],
      archive: ['archived', null],
    },
    suspended: { edit: ['suspended', 'in-review'], reinstate: ['published', null] },
    'suspended, change in review': {
      edit: ['suspended', 'in-review'],
      submit: ['suspended', 'in-review'],
      withdraw: ['suspended', null],
      approve: ['suspended', null],
      'request-changes': ['suspended', 'changes-requested'],
      reinstate: ['published', 'in-review'],
    },
    'archived draft': { restore: ['draft', null] },
    'archived face': { restore: ['published', null] },
  };
  const VERBS = [
    'edit',
    'submit',
    'withdraw',
    'approve',
    'request-changes',
    'suspend',
    'reinstate',
    'archive',
    'restore',
  ];
  const ALLOWED_FROM: Record<string, readonly string[]> = {
    edit: ['draft', 'published', 'suspended'],
    submit: ['draft', 'published', 'suspended'],
    withdraw: ['submitted', 'published', 'suspended'],
    approve: ['submitted', 'published', 'suspended'],
    'request-changes': ['submitted', 'published', 'suspended'],
    suspend: ['published'],
    reinstate: ['suspended'],
    archive: ['draft', 'submitted', 'published'],
    restore: ['archived'],
  };
  const cases = Object.keys(PATHS).flatMap((state) => VERBS.map((verb) => [verb, state] as const));

  it.each(cases)('%s of one that is %s', async (verb, state) => {
    const { id } = await draft(api, producer, { name: `${verb} ${state}` });
    for (const step of PATHS[state] ?? []) expect((await send(id, step)).status).toBe(200);
    const before = await own(id);
    const outcome = LEADS_TO[state]?.[verb];
    const reply = await send(id, verb);
    if (outcome) {
      expect(reply.status, reply.text).toBe(200);
      const after = await own(id);
      expect([after.status, after.proposal?.state ?? null]).toEqual(outcome);
      expect(await isPublic(id)).toBe(after.status === 'published');
      return;
    }
    expect([reply.status, reply.body.code]).toEqual([409, 'state_conflict']);
    const status = before.status as string;
    const allowed = ALLOWED_FROM[verb] ?? [];
    if (!allowed.includes(status)) for (const from of allowed) expect(reply.body.detail).toContain(from);
    expect(await own(id)).toEqual(before);
  });

  it('tells the refusal in Vietnamese too', async () => {
    const { id } = await draft(api, producer, { name: 'Nói tiếng Việt' });
    const reply = await send(id, 'reinstate', '*', { 'accept-language': 'vi' });
    expect(reply.body.detail).toBe('Không thể bỏ đình chỉ khi sản phẩm bản nháp; chỉ được khi bị đình chỉ.');
  });

  it('needs the ETag of the working copy: absent 428, stale 412, and the version moves with every write', async () => {
    const { id, etag } = await draft(api, producer, { name: 'Có phiên bản' });
    expect((await api.ask('POST', `/v1/products/${id}/submit`, { as: OWNER })).status).toBe(428);
    expect((await send(id, 'submit', '"7-abc"')).status).toBe(412);
    expect((await send(id, 'submit', `W/${etag}`)).status).toBe(412);
    const submitted = await send(id, 'submit', etag);
    expect(submitted.status).toBe(200);
    expect((await send(id, 'withdraw', etag)).status).toBe(412);
    expect((await send(id, 'withdraw', submitted.headers.etag)).status).toBe(200);
  });
});

describe('a proposed change', () => {
  it('waits beside the face, tells both to the owner, and takes the place of the face on approval', async () => {
    const { id, etag } = await publishedProduct(api, producer, { name: 'Bánh đa', priceVnd: 10_000 });
    const published = (await api.ask('GET', `/v1/products/${id}`)).body;
    const edited = await patch(id, { name: 'Bánh đa vừng', priceVnd: 12_000 }, etag);
    expect(edited.body).toMatchObject({
      name: 'Bánh đa vừng',
      proposal: { state: 'in-review', name: 'Bánh đa vừng', priceVnd: 12_000 },
      face: { name: 'Bánh đa', priceVnd: 10_000 },
    });
    expect((await api.ask('GET', `/v1/products/${id}`)).body).toEqual(published);
    const queue = (await api.ask('GET', '/v1/reviews?limit=100', { as: OFFICER })).body.items;
    expect(queue.find((one: { id: string }) => one.id === id)).toMatchObject({
      kind: 'product',
      change: 'edit',
      name: 'Bánh đa vừng',
    });
    await act(api, id, 'approve', edited.headers.etag ?? '', OFFICER);
    expect((await api.ask('GET', `/v1/products/${id}`)).body).toMatchObject({
      name: 'Bánh đa vừng',
      priceVnd: 12_000,
      slug: 'banh-da',
    });
    const listed = (await api.ask('GET', '/v1/products', { query: { producer, limit: 100 } })).body.items;
    expect(listed.filter((one: { id: string }) => one.id === id)).toMatchObject([
      { name: 'Bánh đa vừng', priceVnd: 12_000 },
    ]);
  });

  it('that is sent back tells why, and is submitted again as edited', async () => {
    const { id } = await publishedProduct(api, producer, { name: 'Chiếu cói', criteriaSet: 21 });
    await patch(id, { story: 'Chưa đúng' });
    const back = await api.ask('POST', `/v1/products/${id}/request-changes`, {
      as: OFFICER,
      headers: { 'if-match': '*' },
      body: { reason: 'Câu chuyện chưa có nguồn' },
    });
    expect(back.body).toMatchObject({
      note: { by: OFFICER, reason: 'Câu chuyện chưa có nguồn' },
      proposal: { state: 'changes-requested' },
    });
    await patch(id, { story: 'Có nguồn' });
    expect((await send(id, 'approve')).status).toBe(200);
    expect((await api.ask('GET', `/v1/products/${id}`)).body.story).toBe('Có nguồn');
    expect((await own(id)).note).toBeNull();
  });

  it('that is withdrawn leaves the face as the working copy', async () => {
    const { id } = await publishedProduct(api, producer, { name: 'Khăn thêu', criteriaSet: 21, story: 'Gốc' });
    await patch(id, { story: 'Khác' });
    expect((await send(id, 'withdraw')).status).toBe(200);
    expect(await own(id)).toMatchObject({ story: 'Gốc', proposal: null, province: { code: '37' } });
  });

  it('cannot move what was approved or certified to another province; an uncertified draft may', async () => {
    const elsewhere = { originCommune: { code: '15865', list: 'current' } };
    const { id } = await publishedProduct(api, producer, { name: 'Đổi tỉnh' });
    const moved = await patch(id, elsewhere);
    expect([moved.status, moved.body.errors[0].code]).toEqual([422, 'origin_province_fixed']);
    const fresh = await draft(api, producer, { name: 'Chưa duyệt' });
    expect((await patch(fresh.id, elsewhere)).body.province.code).toBe('38');
    const held = await draft(api, producer, { name: 'Đã có chứng nhận' });
    await certified(api, held.id);
    expect((await patch(held.id, elsewhere)).status).toBe(422);
  });

  it('is written to the audit with the fields that changed, not their values', async () => {
    const { id } = await publishedProduct(api, producer, { name: 'Có sổ' });
    await patch(id, { story: 'Bí mật', priceVnd: 1 });
    const { history } = await own(id);
    expect(history[0]).toMatchObject({ action: 'product.edit', actor: OWNER, changed: ['story', 'priceVnd'] });
    expect(JSON.stringify(history)).not.toContain('Bí mật');
    expect(history.map(({ action }: { action: string }) => action)).toEqual([
      'product.edit',
      'product.approve',
      'product.submit',
      'product.create',
    ]);
  });
});

describe('what a product says', () => {
  it.each([
    [14, undefined, ['/abvPercent abv_required']],
    [15, undefined, ['/abvPercent abv_required']],
    [15, 29.5, []],
    [14, 0.5, []],
    [13, 5, ['/abvPercent abv_not_applicable']],
    [16, 5, ['/abvPercent abv_not_applicable']],
    [16, undefined, []],
  ])('in criteria set %i with a strength of %s has the faults %j', async (criteriaSet, abvPercent, faults) => {
    const reply = await create({ name: 'Rượu sim', criteriaSet, ...(abvPercent === undefined ? {} : { abvPercent }) });
    expect(faultsOf(reply)).toEqual(faults);
    expect(reply.status).toBe(faults.length === 0 ? 201 : 422);
    if (reply.status === 201)
      expect(reply.body).toMatchObject({
        alcohol: criteriaSet === 14 || criteriaSet === 15,
        abvPercent: abvPercent ?? null,
      });
  });

  it.each([0, -1, 100.1, 12.345, '12'])('refuses a strength of %s', async (abvPercent) => {
    expect((await create({ criteriaSet: 15, abvPercent })).status).toBe(400);
  });

  it('keeps the rule when one of the two fields changes', async () => {
    const { id } = await draft(api, producer, { name: 'Rượu nếp', criteriaSet: 15, abvPercent: 30 });
    expect(faultsOf(await patch(id, { abvPercent: null }))).toEqual(['/abvPercent abv_required']);
    expect(faultsOf(await patch(id, { criteriaSet: 16 }))).toEqual(['/abvPercent abv_not_applicable']);
    expect((await patch(id, { criteriaSet: 16, abvPercent: null })).status).toBe(200);
    expect(await own(id)).toMatchObject({ alcohol: false, abvPercent: null, group: 'beverages' });
  });

  it.each(['96385074', '036000291452', '8938505974194', '18938505974191'])(
    'shows the digits of the GTIN that were given: %s',
    async (gtin) => {
      const reply = await create({ name: 'Có mã vạch', gtin });
      expect([reply.status, reply.body.gtin]).toEqual([201, gtin]);
    },
  );

  it('is found by its GTIN in any of its lengths, while it is public', async () => {
    const { id } = await publishedProduct(api, producer, { name: 'Tìm theo mã vạch', gtin: '036000291452' });
    const idsOf = async (gtin: string, more = {}): Promise<string[]> => {
      const reply = await api.ask('GET', '/v1/products', { query: { gtin, ...more } });
      expect(reply.status, reply.text).toBe(200);
      return reply.body.items.map((item: { id: string }) => item.id);
    };
    for (const gtin of ['036000291452', '0036000291452', '00036000291452', ' 036000291452\t'])
      expect(await idsOf(gtin)).toEqual([id]);
    for (const more of [{ sort: 'name' }, { sort: 'newest' }, { province: '37' }])
      expect(await idsOf('036000291452', more)).toEqual([id]);
    expect(await idsOf('036000291452', { province: '38' })).toEqual([]);
    expect(await idsOf('8938505974194')).toEqual([]);
    const archived = await api.ask('POST', `/v1/products/${id}/archive`, { as: OWNER, headers: { 'if-match': '*' } });
    expect([archived.status, await idsOf('036000291452')]).toEqual([200, []]);
  });

  it.each(['8938505974195', 'abc', '123456789'])('is not looked for by %s', async (gtin) => {
    expect((await api.ask('GET', '/v1/products', { query: { gtin } })).status).toBe(400);
  });

  it.each(['8938505974195', '123', '123456789', '89385059741 4', ''])('refuses the GTIN %j', async (gtin) => {
    const reply = await create({ gtin });
    expect([400, 422]).toContain(reply.status);
    expect(reply.body.errors[0].pointer).toBe('/gtin');
  });

  it.each([
    ['kilôgam', 'measure'],
    ['1 kg', 'measure'],
    ['gói 200 g', 'piece'],
    ['chục', 'piece'],
  ])('in the unit %s is understood as a %s, and the answer says so', async (unit, unitKind) => {
    expect((await create({ unit })).body).toMatchObject({ unit, unitKind });
  });

  it('is kept in NFC with one tone placement, trimmed', async () => {
    const reply = await create({ name: '  Thuỷ sản   Thanh Hoá '.normalize('NFD'), unit: 'gói', story: 'a\r\nb' });
    expect(reply.body).toMatchObject({ name: 'Thủy sản Thanh Hóa', story: 'a\nb' });
    expect(reply.body.name).toBe(reply.body.name.normalize('NFC'));
  });

  it('loses an optional field by null, keeps what is left out, and cannot lose a needed one', async () => {
    const full = {
      name: 'Đủ trường',
      nameEn: 'Full',
      story: 'Chuyện',
      ingredients: 'Thịt',
      storage: 'Mát',
      shelfLifeDays: 90,
      gtin: '8938505974194',
      titles: [{ name: 'Nông thôn tiêu biểu', by: 'Tỉnh Ninh Bình', year: 2021 }],
    };
    const { id } = await draft(api, producer, full);
    expect(await own(id)).toMatchObject({ nameEn: 'Full', shelfLifeDays: 90, titles: full.titles, priceVnd: 120_000 });
    const cleared = {
      nameEn: null,
      story: null,
      ingredients: null,
      storage: null,
      shelfLifeDays: null,
      gtin: null,
      priceVnd: null,
    };
    expect((await patch(id, cleared)).status).toBe(200);
    const after = await own(id);
    expect(after).toMatchObject({
      name: 'Đủ trường',
      story: null,
      ingredients: null,
      storage: null,
      shelfLifeDays: null,
      gtin: null,
      priceVnd: null,
      titles: full.titles,
    });
    expect('nameEn' in after).toBe(false);
    expect((await patch(id, { titles: [] })).body.titles).toEqual([]);
    for (const name of ['name', 'unit', 'description', 'criteriaSet', 'originCommune'])
      expect([(await patch(id, { [name]: null })).status, name]).toEqual([400, name]);
    expect((await patch(id, {})).status).toBe(400);
  });

  it('names every fault at once', async () => {
    const reply = await create({
      name: '',
      criteriaSet: 0,
      unit: 5,
      priceVnd: 1.5,
      shelfLifeDays: 0,
      originCommune: { code: '1', list: 'old' },
      stars: 5,
    });
    expect(reply.status).toBe(400);
    expect(faultsOf(reply)).toEqual([
      '/criteriaSet too_small',
      '/name blank',
      '/originCommune/code invalid_format',
      '/originCommune/list invalid_value',
      '/priceVnd invalid_type',
      '/shelfLifeDays too_small',
      '/stars unknown_field',
      '/unit invalid_type',
    ]);
  });

  it('comes from a commune that its list has', async () => {
    const reply = await create({ originCommune: { code: '14347', list: 'current' } });
    expect([reply.status, ...faultsOf(reply)]).toEqual([422, '/originCommune/code commune_unknown']);
  });
});

describe('the slug', () => {
  it('is the name’s own for the first and gets a tail for the next, and both are found by it', async () => {
    const first = await publishedProduct(api, producer, { name: 'Cá kho Vũ Đại' });
    const second = await publishedProduct(api, producer, { name: 'Ca kho vu dai' });
    const bySlug = async (slug: string) => (await api.ask('GET', `/v1/products/${slug}`)).body;
    expect((await bySlug('ca-kho-vu-dai')).id).toBe(first.id);
    const { slug } = (await api.ask('GET', `/v1/products/${second.id}`)).body;
    expect(slug).toMatch(/^ca-kho-vu-dai-[0-9a-z]{10}$/);
    expect((await bySlug(slug)).id).toBe(second.id);
    expect((await api.ask('GET', '/v1/me/products/ca-kho-vu-dai', { as: OWNER })).body.id).toBe(first.id);
  });

  it('is given once when several are approved at the same moment', async () => {
    const waiting = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const { id, etag } = await draft(api, producer, { name: 'Cùng một lúc' });
        return { id, etag: await act(api, id, 'submit', etag) };
      }),
    );
    const slugs = await Promise.all(
      waiting.map(async ({ id, etag }) => {
        await act(api, id, 'approve', etag, OFFICER);
        return (await api.ask('GET', `/v1/products/${id}`)).body.slug;
      }),
    );
    expect(new Set(slugs).size).toBe(8);
    expect(slugs).toContain('cung-mot-luc');
  });

  it('of a name without Latin letters is still one', async () => {
    const { id } = await publishedProduct(api, producer, { name: '茶' });
    expect((await api.ask('GET', `/v1/products/${id}`)).body.slug).toBe('product');
  });

  it('of a draft is its id, which takes no name and tells of none; once given it stays', async () => {
    const { id } = await draft(api, producer, { name: 'Tên đầu' });
    expect((await own(id)).slug).toBe(id);
    const published = await publishedProduct(api, producer, { name: 'Tên đầu' });
    await patch(published.id, { name: 'Tên sau' });
    expect(await own(published.id)).toMatchObject({ name: 'Tên sau', slug: 'ten-dau' });
  });

  it('of a draft, of nothing and of another kind are 404', async () => {
    await draft(api, producer, { name: 'Chưa công bố' });
    for (const path of ['chua-cong-bo', 'khong-co', 'Viet-Hoa', producer, 'prd_01JD0000000000000000000000'])
      expect([(await api.ask('GET', `/v1/products/${path}`)).status, path]).toEqual([404, path]);
  });
});

describe('an owner’s list', () => {
  it('shows products of every state by producer and age, filtered by state, in pages', async () => {
    const as = 'producer-many';
    const first = await verifiedProducer(api, { name: 'Nhiều một' }, as);
    const second = await verifiedProducer(api, { name: 'Nhiều hai' }, as);
    const ids: string[] = [];
    for (const [index, of] of [first, first, first, second, second].entries()) {
      const { id, etag } = await draft(api, of, { name: `Hàng ${index}` }, as);
      if (index % 2 === 0) await act(api, id, 'submit', etag, as);
      ids.push(id);
    }
    const walk = async (query: object): Promise<string[]> => {
      const seen: string[] = [];
      for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
        const reply = await api.ask('GET', '/v1/me/products', {
          as,
          query: { ...query, ...(cursor ? { cursor } : {}) },
        });
        expect(reply.status, reply.text).toBe(200);
        seen.push(...reply.body.items.map(({ id }: { id: string }) => id));
        cursor = reply.body.next;
      }
      return seen;
    };
    for (const limit of [1, 2, 3, 100]) {
      expect(await walk({ limit })).toEqual(ids);
      expect(await walk({ limit, status: 'submitted' })).toEqual([ids[0], ids[2], ids[4]]);
      expect(await walk({ limit, status: 'archived' })).toEqual([]);
    }
    expect((await api.ask('GET', '/v1/me/products', { as: 'nobody' })).body).toEqual({ items: [] });
  });
});
