import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keys } from '#shared/data/table/keys.ts';
import type { Route } from '#shared/http/route.ts';
import {
  type Api,
  type Ask,
  BUYER,
  CENTRAL_OFFICER,
  OFFICER,
  OTHER_OFFICER,
  OTHER_OWNER,
  OWNER,
  type Reply,
  startApi,
} from '#test/support/api.ts';
import { type Audience, askOf, type Scene } from '#test/support/case.ts';
import {
  BUILT,
  caseOf,
  cases,
  everyScene,
  publicCases,
  publicRoutes,
  signedInRoutes,
  visible,
} from '#test/support/cases.ts';
import { changesBetween, tableOf } from '#test/support/faults.ts';
import { act, producerInput, productInput } from '#test/support/journey.ts';
import { expectProblem, placesOf } from '#test/support/responses.ts';
import { drafted, PERSONAL_NUMBER, published, SECRETS, suspend, withCertificate } from '#test/support/scenes.ts';

let api: Api;
let table: ReturnType<typeof tableOf>;

/** Every answer of every role passes here: a household's personal number is in none of them, whoever asks. */
const ask: Api['ask'] = async (method, path, given) => {
  const reply = await api.ask(method, path, given);
  expect(reply.text + JSON.stringify(reply.headers)).not.toContain(PERSONAL_NUMBER);
  return reply;
};

beforeAll(async () => {
  api = await startApi({ stream: false });
  table = tableOf(api.settings);
  const other = await api.ask('POST', '/v1/producers', {
    as: OTHER_OWNER,
    body: producerInput({ name: 'Hợp tác xã khác' }),
  });
  expect((await api.ask('POST', `/v1/producers/${other.body.id}/verify`, { as: OFFICER })).status).toBe(200);
});
afterAll(async () => {
  await api.stop();
});

const claims = (over: Record<string, unknown>): Ask => ({
  claims: {
    sub: OFFICER,
    token_use: 'access',
    exp: String(Math.floor(api.clock.now.getTime() / 1000) + 3_600),
    'cognito:groups': '[officer]',
    ...over,
  },
});

/**
 * Callers that the function turns away although the gateway let them pass. What the gateway itself turns away (forged
 * signatures, another audience or issuer, tokens that have ended) is in test/local/authorizer.test.ts.
 */
const STRANGERS: { name: string; as: () => Ask }[] = [
  { name: 'no token', as: () => ({ as: undefined }) },
  { name: 'no claims', as: () => ({ claims: {} }) },
  { name: 'an id token', as: () => claims({ token_use: 'id' }) },
  { name: 'no kind of token', as: () => claims({ token_use: undefined }) },
  { name: 'no subject', as: () => claims({ sub: undefined }) },
  { name: 'an empty subject', as: () => claims({ sub: '' }) },
  { name: 'a subject that is no text', as: () => claims({ sub: [OFFICER] }) },
  { name: 'a token that has ended', as: () => claims({ exp: String(api.clock.now.getTime() / 1000) }) },
  { name: 'a token without an end', as: () => claims({ exp: undefined }) },
  { name: 'a token with a nonsensical end', as: () => claims({ exp: 'never' }) },
];

type Role = { name: string; as: Ask; insider: readonly Audience[]; knows?: readonly Audience[] };

/** Who asks; `insider` names the routes that are for them, `knows` those about whose subject they know whatever its state. */
const ROLES: Role[] = [
  { name: 'a buyer', as: { as: BUYER }, insider: ['anyone'] },
  { name: "another producer's member", as: { as: OTHER_OWNER }, insider: ['anyone'] },
  { name: "another province's officer", as: { as: OTHER_OFFICER }, insider: ['anyone', 'any officer'] },
  { name: 'one in the group but in no office', as: { as: 'officer-nowhere' }, insider: ['anyone'] },
  { name: 'one in the office but not in the group', as: { as: OFFICER, groups: [] }, insider: ['anyone'] },
  {
    name: 'one whose group only resembles it',
    as: { as: OFFICER, groups: ['officers', 'Officer'] },
    insider: ['anyone'],
  },
  {
    name: 'a member',
    as: { as: OWNER },
    insider: ['anyone', 'members', 'members and officers'],
    knows: ['officers'],
  },
  {
    name: "the province's officer",
    as: { as: OFFICER },
    insider: ['anyone', 'officers', 'organisers', 'members and officers', 'any officer', 'office'],
    knows: ['members'],
  },
  {
    name: "the ministry's officer",
    as: { as: CENTRAL_OFFICER },
    insider: ['anyone', 'officers', 'organisers', 'members and officers', 'any officer', 'office'],
    knows: ['members'],
  },
];

const refusalFor = (role: Role, audience: Audience, scene: Scene): 403 | 404 =>
  audience === 'office' || audience === 'any officer' || scene.known || role.knows?.includes(audience) ? 403 : 404;

const send = (route: Route, call: Awaited<ReturnType<Scene['set']>>, as: Ask): Promise<Reply> =>
  ask(route.method, call.path, { ...askOf(call), ...as });

it('has a case for every signed-in route, and none for a route that is gone', () => {
  expect(Object.keys(cases).sort()).toEqual(signedInRoutes.map(({ operationId }) => operationId).sort());
  expect(Object.keys(publicCases).sort()).toEqual(publicRoutes.map(({ operationId }) => operationId).sort());
});

const NOTHING = {
  products: 'prd_01JD0000000000000000000000',
  producers: 'pdc_01JD0000000000000000000000',
  certificates: 'crt_01JD0000000000000000000000',
  'sales-points': 'spt_01JD0000000000000000000000',
  events: 'evt_01JD0000000000000000000000',
  promotions: 'prm_01JD0000000000000000000000',
};
const missingPath = (path: string): string | undefined => {
  const kind = (['products', 'producers', 'certificates', 'sales-points', 'events', 'promotions'] as const).find(
    (name) => path.includes(`/${name}/{id}`),
  );
  return (
    kind &&
    path
      .replace('{id}', NOTHING[kind])
      .replace('{subject}', 'colleague-1')
      .replace('{product}', NOTHING.products)
      .replace('{salesPoint}', NOTHING['sales-points'])
  );
};

const withoutRequestId = ({ requestId: _, ...told }: Record<string, unknown>) => told;

describe.each(everyScene())('$title', ({ route, set, ...rest }) => {
  const scene: Scene = { set, ...rest };
  const { audience } = caseOf(route);
  const outsiders = ROLES.filter(({ insider }) => !insider.includes(audience));
  const insiders = ROLES.filter(({ insider }) => insider.includes(audience));
  let call: Awaited<ReturnType<Scene['set']>>;
  beforeAll(async () => {
    call = await set(api);
  });

  it('turns away whoever has no valid access token with 401, and outsiders with 403 or 404, and writes nothing', async () => {
    const before = await table.snapshot();
    for (const { name, as } of STRANGERS) {
      const { as: _, ...unsigned } = askOf(call);
      const reply = await ask(route.method, call.path, { ...unsigned, ...as() });
      expect([name, reply.status], reply.text).toEqual([name, 401]);
      expectProblem(reply, 401, 'unauthenticated');
    }
    for (const role of outsiders) {
      const reply = await send(route, call, role.as);
      expect([role.name, reply.status], reply.text).toEqual([role.name, refusalFor(role, audience, scene)]);
      expectProblem(reply, [403, 404]);
      for (const secret of Object.values(SECRETS)) expect(reply.text).not.toContain(secret);
    }
    expect(changesBetween(before, await table.snapshot())).toEqual([]);
  });

  it('answers everybody alike about what is not there, and strangers so about what they may not know of', async () => {
    const path = missingPath(route.path);
    if (path === undefined) return;
    for (const role of ROLES) {
      const missing = await send(route, { ...call, path }, role.as);
      expect([role.name, missing.status], missing.text).toEqual([role.name, 404]);
      if (outsiders.includes(role) && refusalFor(role, audience, scene) === 404) {
        const hidden = await send(route, call, role.as);
        expect(withoutRequestId(hidden.body)).toEqual(withoutRequestId(missing.body));
      }
    }
  });

  it(`serves ${insiders.map(({ name }) => name).join(' and ')}`, async () => {
    for (const [index, role] of insiders.entries()) {
      const asked = index === 0 || route.method === 'GET' ? call : await set(api);
      const reply = await send(route, asked, role.as);
      expect([200, 201, 204, 207], `${role.name}: ${reply.text}`).toContain(reply.status);
    }
  });
});

describe('public answers', () => {
  it('hold no phone, tax code, e-mail address, home address or member, and no route leaks them in its headers', async () => {
    const made = await visible(api);
    for (const route of publicRoutes.filter(({ operationId }) => !BUILT.has(operationId))) {
      const { path, query } = publicCases[route.operationId]?.(made) ?? { path: '' };
      const reply = await ask('GET', path, query ? { query } : {});
      expect([route.operationId, reply.status], reply.text).toEqual([route.operationId, 200]);
      const text = reply.text + JSON.stringify(reply.headers);
      for (const secret of [...Object.values(SECRETS), OWNER, OFFICER]) expect(text).not.toContain(secret);
    }
  });

  it('are the same with a token of whatever kind', async () => {
    const made = await visible(api);
    for (const { operationId } of publicRoutes.filter((route) => !BUILT.has(route.operationId))) {
      const { path, query } = publicCases[operationId]?.(made) ?? { path: '' };
      const anonymous = await ask('GET', path, query ? { query } : {});
      for (const as of [{ as: OWNER }, { as: CENTRAL_OFFICER }, claims({ exp: '0' })])
        expect((await ask('GET', path, { ...(query ? { query } : {}), ...as })).text).toBe(anonymous.text);
    }
  });

  it('show nothing of a suspended producer, its products and their certificates', async () => {
    const made = await withCertificate(api);
    await suspend(api, made.producer);
    for (const path of [
      `/v1/producers/${made.producer}`,
      `/v1/products/${made.product}`,
      `/v1/certificates/${made.id}`,
    ])
      expectProblem(await ask('GET', path), 404, 'not_found');
    expect((await ask('GET', '/v1/products', { query: { producer: made.producer } })).body.items).toEqual([]);
  });
});

describe('the audit', () => {
  it('holds no personal number, phone, tax code or address, only which fields changed', async () => {
    const { producer } = await withCertificate(api);
    const edited = await ask('PATCH', `/v1/producers/${producer}`, {
      as: OFFICER,
      body: { personalNumber: '037199009999', phone: '0987654321', taxCode: null, addressLine: 'Ngõ khác 5' },
    });
    expect(edited.status, edited.text).toBe(200);
    const { body, text } = await ask('GET', '/v1/audit', { as: OFFICER, query: { subject: producer } });
    expect(body.items[0]).toMatchObject({
      action: 'producer.edit',
      changed: expect.arrayContaining(['addressLine', 'personalNumber', 'phone', 'taxCode']),
    });
    for (const secret of [...Object.values(SECRETS), '037199009999', '987654321', 'Ngõ khác'])
      expect(text).not.toContain(secret);
    const { pk, sk } = keys.personalNumber(producer);
    for (const [key, item] of await table.snapshot())
      if (item.includes('037199009999')) expect(key).toBe(`${pk} ${sk}`);
  });

  it('and the working copies hold no personal number either, and erasing it leaves no trace', async () => {
    const { producer } = await withCertificate(api);
    const number = '037199007777';
    const put = (personalNumber: string | null) =>
      ask('PATCH', `/v1/producers/${producer}`, { as: OFFICER, body: { personalNumber } });
    expect((await put(number)).body.hasPersonalNumber).toBe(true);
    expect((await put(null)).body.hasPersonalNumber).toBe(false);
    expect([...(await table.snapshot()).values()].filter((item) => item.includes(number))).toEqual([]);
  });
});

describe('a producer and the star', () => {
  const STAR_FIELDS: Record<string, unknown> = {
    stars: 5,
    starsValidTo: '2030-01-01',
    certificate: { id: NOTHING.certificates, number: 'X', stars: 5, validTo: '2030-01-01', effectiveTo: '2030-01-01' },
    certificates: [{ stars: 5, issuedOn: '2026-01-01', effectiveTo: '2030-01-01', revoked: false }],
    number: 'GCN-1',
    decisionNumber: '1/QĐ',
    decisionDate: '2026-01-01',
    issuer: { name: 'Bộ', level: 'ministry' },
    regime: '26-2026',
    scores: { a: 40, b: 25, c: 35 },
    issuedOn: '2026-01-01',
    validTo: '2030-01-01',
    effectiveTo: '2030-01-01',
    extension: { effectiveTo: '2030-01-01', basis: 'x' },
    revocation: null,
    revoked: false,
    status: 'published',
    face: {},
    proposal: null,
    publishedAt: '2026-01-01T00:00:00Z',
    producerVisible: true,
    origin: {},
    group: 'food',
    alcohol: true,
    id: NOTHING.products,
    slug: 'cua-toi',
    version: 1,
    note: null,
    enteredAt: '2030-01-01T00:00:00Z',
    enteredBy: OFFICER,
  };

  let mine: Awaited<ReturnType<typeof drafted>>;
  beforeAll(async () => {
    mine = await drafted(api);
  });

  it.each(Object.entries(STAR_FIELDS))('cannot bring in %s in a body or a query', async (field, value) => {
    const { producer, id, etag } = mine;
    const create = await ask('POST', '/v1/products', {
      as: OWNER,
      body: { ...productInput(producer), [field]: value },
    });
    expect(placesOf(expectProblem(create, 400))).toContain(`/${field}`);
    for (const method of ['PATCH', 'POST'] as const) {
      const path = `/v1/products/${id}${method === 'POST' ? '/submit' : ''}`;
      const headers = { 'if-match': etag };
      const inBody = await ask(method, path, { as: OWNER, headers, body: { [field]: value } });
      expect(placesOf(expectProblem(inBody, 400))).toContain(`/${field}`);
      const inQuery = await ask(method, path, { as: OWNER, headers, query: { [field]: '5' }, body: { story: 'x' } });
      expect(placesOf(expectProblem(inQuery, 400))).toContain(field);
    }
  });

  const starOf = async (id: string) => {
    const { body } = await ask('GET', `/v1/products/${id}`);
    return [body.stars, body.certificate?.stars ?? null];
  };
  const etagOf = async (id: string) => (await ask('GET', `/v1/me/products/${id}`, { as: OWNER })).headers.etag ?? '';
  const step = async (id: string, action: string, as: string) => act(api, id, action, await etagOf(id), as);
  const patch = async (id: string, body: object) =>
    expect(
      (await ask('PATCH', `/v1/products/${id}`, { as: OWNER, headers: { 'if-match': await etagOf(id) }, body })).status,
    ).toBe(200);

  it('neither raises it by a change of set or origin, nor keeps it beyond its end, nor revives it by archiving', async () => {
    const { product: id } = await withCertificate(api);
    const now = api.clock.now;
    try {
      expect(await starOf(id)).toEqual([4, 4]);
      await patch(id, { criteriaSet: 1, originCommune: { code: '14329', list: 'current' }, name: 'Hạng năm sao' });
      expect(await starOf(id)).toEqual([4, 4]);
      await step(id, 'approve', OFFICER);
      expect(await starOf(id)).toEqual([4, 4]);
      await step(id, 'archive', OWNER);
      await step(id, 'restore', OWNER);
      expect(await starOf(id)).toEqual([4, 4]);

      api.clock.now = new Date('2028-08-01T17:00:00Z');
      expect(await starOf(id)).toEqual([null, null]);
      await patch(id, { description: 'Vẫn ngon.' });
      expect(await starOf(id)).toEqual([null, null]);
      await step(id, 'approve', OFFICER);
      await step(id, 'archive', OWNER);
      await step(id, 'restore', OWNER);
      expect(await starOf(id)).toEqual([null, null]);
      expect(
        (await ask('GET', '/v1/products', { query: { minStars: 3, producer: await producerOf(id) } })).body.items,
      ).toEqual([]);
    } finally {
      api.clock.now = now;
    }
  });
  const producerOf = async (id: string): Promise<string> => (await ask('GET', `/v1/products/${id}`)).body.producer.id;

  it('does not get a revoked one back by any of its own actions', async () => {
    const { id: certificate, etag, product: id } = await withCertificate(api);
    const revoked = await ask('POST', `/v1/certificates/${certificate}/revoke`, {
      as: OFFICER,
      headers: { 'if-match': etag },
      body: { decisionNumber: '9/QĐ', decisionDate: '2026-11-01', ground: 'd' },
    });
    expect(revoked.status, revoked.text).toBe(200);
    await patch(id, { name: 'Tên khác' });
    await step(id, 'withdraw', OWNER);
    await step(id, 'archive', OWNER);
    await step(id, 'restore', OWNER);
    expect(await starOf(id)).toEqual([null, null]);
  });

  it('cannot move a published product to another province by proposing another origin', async () => {
    const { id } = await published(api);
    const moved = await ask('PATCH', `/v1/products/${id}`, {
      as: OWNER,
      headers: { 'if-match': await etagOf(id) },
      body: { originCommune: { code: '14758', list: 'current' } },
    });
    expect([moved.status, moved.body.errors[0].code]).toEqual([422, 'origin_province_fixed']);
  });
});
