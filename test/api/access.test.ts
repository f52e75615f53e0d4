import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Route } from '../../shared/http/route.ts';
import { expectProblem } from '../support/answers.ts';
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
} from '../support/api.ts';
import {
  type Audience,
  askOf,
  BUILT,
  caseOf,
  cases,
  everyScene,
  PERSONAL_NUMBER,
  publicCases,
  publicRoutes,
  type Scene,
  SECRETS,
  signedInRoutes,
  suspend,
  withCertificate,
} from '../support/cases.ts';
import { tableOf } from '../support/faults.ts';
import { producerInput } from '../support/journey.ts';

let api: Api;
let table: ReturnType<typeof tableOf>;

/** Every answer of every role passes here: a household's personal number is in none of them, whoever asks. */
const ask: Api['ask'] = async (method, path, given) => {
  const reply = await api.ask(method, path, given);
  expect(reply.text + JSON.stringify(reply.headers)).not.toContain(PERSONAL_NUMBER);
  return reply;
};

beforeAll(async () => {
  api = await startApi();
  table = tableOf(api.settings);
  const other = await api.ask('POST', '/v1/producers', {
    as: OTHER_OWNER,
    body: producerInput({ name: 'Hợp tác xã khác' }),
  });
  expect((await api.ask('POST', `/v1/producers/${other.body.id}/verify`, { as: OFFICER })).status).toBe(200);
});
afterAll(async () => {
  table.close();
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
    insider: ['anyone', 'officers', 'members and officers', 'any officer', 'office'],
    knows: ['members'],
  },
  {
    name: "the ministry's officer",
    as: { as: CENTRAL_OFFICER },
    insider: ['anyone', 'officers', 'members and officers', 'any officer', 'office'],
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

describe.each(everyScene())('$title', ({ route, set, ...rest }) => {
  const scene: Scene = { set, ...rest };
  const { audience } = caseOf(route);
  const outsiders = ROLES.filter(({ insider }) => !insider.includes(audience));
  const insiders = ROLES.filter(({ insider }) => insider.includes(audience));

  it('turns away whoever has no valid access token with 401, and outsiders with 403 or 404, and writes nothing', async () => {
    const call = await set(api);
    const before = await table.snapshot();
    for (const { name, as } of STRANGERS) {
      const { body: _, ...unsigned } = askOf(call);
      const reply = await ask(route.method, call.path, {
        ...unsigned,
        ...(call.body ? { body: call.body } : {}),
        ...as(),
      });
      expect(reply.status, name).toBe(401);
      expectProblem(reply, 401, 'unauthenticated');
    }
    for (const role of outsiders) {
      const reply = await send(route, call, role.as);
      expect([role.name, reply.status], reply.text).toEqual([role.name, refusalFor(role, audience, scene)]);
      expectProblem(reply, [403, 404]);
      for (const secret of Object.values(SECRETS)) expect(reply.text).not.toContain(secret);
    }
    expect(await table.snapshot()).toEqual(before);
  });

  it.each(insiders.map((role) => ({ role, name: role.name })))('serves $name', async ({ role }) => {
    const reply = await send(route, await set(api), role.as);
    expect([200, 201, 204], reply.text).toContain(reply.status);
  });
});

describe('what is not there', () => {
  const nothing: Record<string, string> = {
    prd: 'prd_01JD0000000000000000000000',
    pdc: 'pdc_01JD0000000000000000000000',
    crt: 'crt_01JD0000000000000000000000',
  };
  const kindOf = (path: string): string =>
    path.includes('producers') ? 'pdc' : path.includes('certificates') ? 'crt' : 'prd';

  it.each(everyScene(({ path }) => path.includes('{id}') && !path.includes('offices')))(
    '$title: is told from what may not be known of by nobody',
    async ({ route, set }) => {
      const call = await set(api);
      const path = route.path.replace('{id}', nothing[kindOf(route.path)] ?? '').replace('{subject}', 'helper-1');
      for (const role of ROLES) {
        const reply = await send(route, { ...call, path }, role.as);
        expect([role.name, reply.status], reply.text).toEqual([role.name, 404]);
      }
    },
  );

  it.each(everyScene(({ operationId }) => caseOf({ operationId } as Route).scenes.some(({ known }) => !known)))(
    '$title: a refusal to a stranger reads like the one for what is not there',
    async ({ route, set, known }) => {
      if (known) return;
      const call = await set(api);
      const hidden = await send(route, call, { as: BUYER });
      expect(hidden.status).toBe(404);
      const missing = await ask('GET', `/v1/me/products/${nothing.prd}`, { as: BUYER });
      const { requestId: _, ...told } = hidden.body;
      const { requestId: __, ...expected } = missing.body;
      expect(told).toEqual(expected);
    },
  );
});

describe('public answers', () => {
  it('hold no phone, tax code, e-mail address, home address or member, and no route leaks them in its headers', async () => {
    const made = await withCertificate(api);
    for (const route of publicRoutes.filter(({ operationId }) => !BUILT.has(operationId))) {
      const { path, query } = publicCases[route.operationId]?.(made) ?? { path: '' };
      const reply = await ask('GET', path, query ? { query } : {});
      expect([route.operationId, reply.status], reply.text).toEqual([route.operationId, 200]);
      const text = reply.text + JSON.stringify(reply.headers);
      for (const secret of [...Object.values(SECRETS), OWNER, OFFICER]) expect(text).not.toContain(secret);
    }
  });

  it('are the same with a token of whatever kind', async () => {
    const made = await withCertificate(api);
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
      changed: ['taxCode', 'personalNumber', 'phone', 'addressLine']
        .sort()
        .map((field) => expect.stringContaining(field) && field),
    });
    for (const secret of [...Object.values(SECRETS), '037199009999', '987654321', 'Ngõ khác'])
      expect(text).not.toContain(secret);
    for (const [key, item] of await table.snapshot())
      if (item.includes('037199009999')) expect(key).toBe(`${producer} PERSONAL`);
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
