import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes, routesOf } from '#infra/build/all-routes.ts';
import { createReader } from '#shared/data/table/reader.ts';
import { noSuchRoute } from '#shared/http/no-such-route.ts';
import { serve } from '#shared/http/serve.ts';
import { type Api, type Ask, eventOf, OFFICER, OWNER, type Reply, startApi } from '#test/support/api.ts';
import { askOf, type Call } from '#test/support/case.ts';
import { BUILT, oneSceneEach, publicCases, publicRoutes, type Shown, visible } from '#test/support/cases.ts';
import { changesBetween, type Snapshot, tableOf } from '#test/support/faults.ts';
import { MEDIA_URL } from '#test/support/memory-storage.ts';
import { expectProblem, placesOf } from '#test/support/responses.ts';

let api: Api;
let table: ReturnType<typeof tableOf>;
let made: Shown;
let before: Snapshot;

beforeAll(async () => {
  api = await startApi({ stream: false });
  table = tableOf(api.settings);
  made = await visible(api);
});
afterAll(async () => {
  await api.stop();
});

const remember = async (): Promise<void> => {
  before = await table.snapshot();
};
const expectNothingWritten = async (): Promise<void> =>
  expect(changesBetween(before, await table.snapshot())).toEqual([]);

const BOTH = ['vi', 'en'] as const;
const inBoth = async (ask: (language: string) => Promise<Reply>, judge: (reply: Reply) => void): Promise<void> => {
  for (const language of BOTH) {
    const reply = await ask(language);
    judge(reply);
    expect(reply.headers['content-language']).toBe(language);
  }
};

const deep = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth);

/** Bodies that are no JSON object of the contract, whatever the route; `status` is what they come to where a body is taken. */
const BODIES: { name: string; raw: string; status: number; base64?: true; type?: string }[] = [
  { name: 'nothing after a brace', raw: '{', status: 400 },
  { name: 'two documents', raw: '{}{}', status: 400 },
  { name: 'a trailing comma', raw: '{"reason":"x",}', status: 400 },
  { name: 'a comment', raw: '{/* */}', status: 400 },
  { name: 'single quotes', raw: "{'reason':'x'}", status: 400 },
  { name: 'a form', raw: 'reason=x', status: 400 },
  { name: 'NaN', raw: '{"reason":NaN}', status: 400 },
  { name: 'a bare NUL', raw: '\u0000', status: 400 },
  { name: 'a bare NUL in a string', raw: '{"reason":"\u0000"}', status: 400 },
  { name: 'an unpaired surrogate in the text', raw: '{"\ud800":"\udfff"}', status: 400 },
  { name: 'null', raw: 'null', status: 400 },
  { name: 'a list', raw: '[]', status: 400 },
  { name: 'a string', raw: '"reason"', status: 400 },
  { name: 'a number', raw: '1e400', status: 400 },
  { name: 'true', raw: 'true', status: 400 },
  { name: 'an unknown field', raw: '{"hack":1}', status: 400 },
  { name: '__proto__', raw: '{"__proto__":{"stars":5}}', status: 400 },
  { name: 'constructor', raw: '{"constructor":{"prototype":{"stars":5}}}', status: 400 },
  { name: 'a field twice', raw: '{"hack":1,"hack":2}', status: 400 },
  { name: 'a name of control characters', raw: '{"\\u0000\\ud800":1}', status: 400 },
  { name: 'a long unknown name', raw: JSON.stringify({ ['x'.repeat(100_000)]: 1 }), status: 400 },
  { name: 'a name with pointer characters', raw: '{"a/b~c":1}', status: 400 },
  { name: 'deep lists', raw: deep('[', ']', 120_000), status: 400 },
  { name: 'deep objects', raw: `${'{"reason":'.repeat(20_000)}1${'}'.repeat(20_000)}`, status: 400 },
  { name: 'deep lists in an unknown field', raw: `{"hack":${deep('[', ']', 120_000)}}`, status: 400 },
  { name: 'two hundred thousand levels', raw: deep('[', ']', 200_000), status: 413 },
  { name: 'a megabyte of text', raw: JSON.stringify({ reason: 'x'.repeat(1_000_000) }), status: 413 },
  { name: 'a megabyte of blanks', raw: ' '.repeat(1_000_000), status: 413 },
  {
    name: 'bytes that are no UTF-8',
    raw: Buffer.from('{"reason":"\xff\xfe"}', 'latin1').toString('base64'),
    base64: true,
    status: 400,
  },
  {
    name: 'an overlong form',
    raw: Buffer.from([0x7b, 0xc0, 0x80, 0x7d]).toString('base64'),
    base64: true,
    status: 400,
  },
  { name: 'base64 that is none', raw: '%%%%', base64: true, status: 400 },
  { name: 'plain text', raw: '{}', type: 'text/plain', status: 415 },
  { name: 'a form by type', raw: 'reason=x', type: 'application/x-www-form-urlencoded', status: 415 },
  { name: 'XML', raw: '<reason/>', type: 'application/xml', status: 415 },
  { name: 'no type', raw: '{}', type: '', status: 415 },
  { name: 'a type that only resembles it', raw: '{}', type: 'application/json-patch+json', status: 415 },
];

const sendRaw = async (method: string, call: Call, body: (typeof BODIES)[number], language: string): Promise<Reply> => {
  const { body: _, ...plain } = askOf(call);
  const ask: Ask = {
    ...plain,
    raw: body.raw,
    headers: {
      ...plain.headers,
      'accept-language': language,
      ...(body.type === undefined ? {} : { 'content-type': body.type }),
    },
  };
  return api.ask(method, call.path, body.base64 ? { ...ask, base64: true } : ask);
};

describe.each(oneSceneEach(['POST', 'PATCH', 'PUT', 'DELETE']))('$route.operationId', ({ route, set }) => {
  let call: Call;
  beforeAll(async () => {
    call = await set(api);
    await remember();
  });

  it('refuses every body that is not of the contract, in both languages, and writes nothing', async () => {
    for (const body of BODIES) {
      await inBoth(
        (language) => sendRaw(route.method, call, body, language),
        (reply) => {
          expect([body.name, reply.status], reply.text.slice(0, 300)).toEqual([body.name, body.status]);
          expectProblem(reply);
          expect(reply.text.length).toBeLessThan(20_000);
        },
      );
    }
    await expectNothingWritten();
  });

  it('refuses unknown and repeated parameters by name, and weird paths', async () => {
    const odd = ['stars', '__proto__', 'constructor', 'x'.repeat(50_000), '\u0000', '%ff'];
    for (const name of odd) {
      const reply = await api.ask(route.method, call.path, askOf(call, { query: { [name]: '1' } }));
      expect(placesOf(expectProblem(reply, 400))).toContain(name.slice(0, 100));
    }
    const twice = await api.ask(route.method, `${call.path}?a=1&a=2`, askOf(call));
    expect(placesOf(expectProblem(twice, 400))).toContain('a');
    for (const id of WEIRD) {
      if (!route.path.includes('{id}')) continue;
      const path = withOthers(route.path.replace('{id}', id));
      expect([id.slice(0, 40), (await api.ask(route.method, path, askOf(call))).status]).toEqual([
        id.slice(0, 40),
        statusOfWeird(id),
      ]);
    }
    await expectNothingWritten();
  });

  it('never breaks on headers of any length and kind', async () => {
    const values = [
      '',
      ' ',
      ',',
      '"',
      '*,*',
      'W/"1-a"',
      '\u0000',
      'x'.repeat(100_000),
      '"1-a",'.repeat(20_000),
      'ế'.repeat(1_000),
    ];
    for (const name of [
      'if-match',
      'if-none-match',
      'accept-language',
      'x-request-id',
      'content-type',
      'idempotency-key',
    ]) {
      for (const value of values) {
        const reply = await api.ask(route.method, missing(route.path), askOf(call, { headers: { [name]: value } }));
        expect(reply.status, `${name}: ${value.slice(0, 20)}: ${reply.text}`).toBeLessThan(500);
        expect(reply.headers['x-request-id']).toMatch(/^[\w.:=+/-]{1,128}$/);
      }
    }
    // Refusals of POST are kept under the keys that were sent.
    await table.restore(before);
  });
});

/** Identifiers that are none, of another kind, or bent on their way. */
const WEIRD = [
  'x',
  'prd_',
  'prd_01jd0000000000000000000000',
  'prd_81JD0000000000000000000000',
  'prd_01JD000000000000000000000',
  'usr_01JD0000000000000000000000',
  'off_99',
  'off_37x',
  '%00',
  '%ff',
  '%',
  '%2e%2e',
  'a%2Fb',
  '%2F',
  '%F0%9F%92%A9',
  '%ed%a0%80',
  '__proto__',
  'constructor',
  'claim%23slug%23x',
  'x'.repeat(5_000),
  `prd_${'0'.repeat(100_000)}`,
];
/** Bytes that are not UTF-8 are told as such; other ids name nothing. */
const statusOfWeird = (id: string): number => (id === '%ff' || id === '%ed%a0%80' ? 400 : 404);

/** What a path names besides its `{id}`, rightly formed. */
const withOthers = (path: string): string =>
  path.replace('{subject}', 'colleague-1').replace('{product}', made.product).replace('{salesPoint}', made.salesPoint);

const missing = (path: string): string =>
  withOthers(path.replace('{id}', path.includes('offices') ? 'off_99' : 'prd_01JD0000000000000000000000'));

describe('public reads', () => {
  const readable = publicRoutes.filter(({ operationId }) => !BUILT.has(operationId));

  it.each(readable)('$operationId refuses what is not of the contract, by name', async (route) => {
    const { path, query } = publicCases[route.operationId]?.(made) ?? { path: '' };
    for (const name of ['hack', '__proto__', 'constructor', 'toString', '\u0000', 'limit ']) {
      const ask = (language: string) =>
        api.ask('GET', path, { query: { ...query, [name]: 'x' }, headers: { 'accept-language': language } });
      await inBoth(ask, (reply) => expect(placesOf(expectProblem(reply, 400))).toEqual([name]));
    }
    const body = await api.ask('GET', path, { ...(query ? { query } : {}), body: {} });
    expect(placesOf(expectProblem(body, 400))).toEqual(['']);
    for (const id of WEIRD) {
      if (!/\{(id|code)\}/.test(route.path)) continue;
      const reply = await api.ask('GET', route.path.replace(/\{(id|code)\}/, id));
      expect([id.slice(0, 40), reply.status]).toEqual([id.slice(0, 40), statusOfWeird(id)]);
    }
  });

  it.each(['0', '-1', '101', '1e2', '01', '1 0', '1.0', '٣', '', 'NaN', '9'.repeat(5_000)])(
    'no list takes limit=%j',
    async (limit) => {
      for (const [path, as] of [
        ['/v1/products', undefined],
        ['/v1/communes', undefined],
        ['/v1/sales-points', undefined],
        ['/v1/sales-points?near=20.25,105.97', undefined],
        ['/v1/me/products', OWNER],
        ['/v1/reviews', OFFICER],
        ['/v1/certificates', OFFICER],
        ['/v1/audit?subject=off_37', OFFICER],
        [`/v1/products/${made.product}/availability`, undefined],
        [`/v1/products/${made.product}/availability?near=20.25,105.97`, undefined],
        [`/v1/sales-points/${made.salesPoint}/stock`, undefined],
        [`/v1/me/sales-points/${made.salesPoint}/stock`, OWNER],
        [`/v1/sales-points/${made.salesPoint}/stock-changes`, OWNER],
        ['/v1/sales-points/silent', OFFICER],
      ] as const)
        expect(placesOf(expectProblem(await api.ask('GET', path, { as, query: { limit } }), 400))).toEqual(['limit']);
    },
  );

  it('sales points take no parameter that means nothing, and name each', async () => {
    const query = { province: '36', near: '91,105', radiusKm: '0', status: 'proposed', limit: '0' };
    const reply = await api.ask('GET', '/v1/sales-points', { query });
    expect(placesOf(expectProblem(reply, 400))).toEqual(Object.keys(query).sort());
    for (const name of Object.keys(query))
      expect(placesOf(expectProblem(await api.ask('GET', `/v1/sales-points?${name}=a&${name}=b`), 400))).toContain(
        name,
      );
  });

  it('products take no parameter that means nothing, and name each', async () => {
    const query = {
      province: 'Atlantis',
      formerProvince: '99',
      commune: 'x',
      stars: '2',
      minStars: '6',
      group: 'x',
      criteriaSet: '27',
      producer: 'prd_x',
      sort: 'x',
      limit: '0',
    };
    const places = placesOf(expectProblem(await api.ask('GET', '/v1/products', { query }), 400));
    expect(places).toEqual(Object.keys(query).sort());
    const provinces = await api.ask('GET', '/v1/products', { query: { province: 'Atlantis', formerProvince: '99' } });
    expect(placesOf(expectProblem(provinces, 400))).toEqual(['formerProvince', 'province']);
    for (const name of Object.keys(query))
      expect(placesOf(expectProblem(await api.ask('GET', `/v1/products?${name}=a&${name}=b`), 400))).toContain(name);
  });
});

describe('paths that no route has', () => {
  const published: Record<string, string[]> = {};
  for (const { path, method } of allRoutes) published[path] = [...(published[path] ?? []), method];
  const handler = () => {
    const reader = createReader(api.settings);
    return serve(
      routesOf.catalog,
      () => ({ reader, mediaUrl: MEDIA_URL, now: () => api.clock.now }),
      async (method, path) => noSuchRoute(method, path, published),
    );
  };
  const answer = async (method: string, path: string): Promise<Reply> => {
    const { statusCode, headers, body } = await handler()(eventOf(method, path));
    const text = body ?? '';
    return {
      status: statusCode ?? 0,
      headers: headers as Record<string, string>,
      text,
      body: text && JSON.parse(text),
    };
  };

  it.each([
    '/',
    '/v1',
    '/v2/products',
    '/v1/products/',
    '//v1/products',
    '/v1/products/a/b/c',
    '/v1/%70roducts%2F',
    '/%',
    '/%ff',
    '/%00',
    '/..%2f..',
    '/v1/../../etc/passwd',
    `/${'x'.repeat(100_000)}`,
    '/\ud800',
    '/[',
    '/:80',
    '/\\',
    '/v1/products;a=b',
  ])('%j is 404', async (path) => {
    for (const method of ['GET', 'POST', 'DELETE', 'PROPFIND', 'TRACE', 'CONNECT'])
      expectProblem(await answer(method, path), 404);
  });

  it.each([
    ['PUT', '/v1/products', 'GET, POST'],
    ['DELETE', '/v1/products/x', 'GET, PATCH'],
    ['POST', '/v1/provinces', 'GET'],
    ['PATCH', '/healthz', 'GET'],
    ['PUT', '/v1/sales-points', 'GET, POST'],
    ['DELETE', '/v1/sales-points/x', 'GET, PATCH'],
    ['GET', '/v1/products/x/submit', 'POST'],
    ['POST', '/v1/producers/x/members/y', 'DELETE, PUT'],
    ['TRACE', '/v1/products', 'GET, POST'],
    ['OPTIONS', '/v1/audit', 'GET'],
  ])('%s %s is 405 and says what is offered', async (method, path, allow) => {
    const reply = await answer(method, path);
    expectProblem(reply, 405, 'method_not_allowed');
    expect(reply.headers.allow).toBe(allow);
  });

  it('HEAD of a public page is its headers alone', async () => {
    const [head, get] = [await answer('HEAD', '/v1/taxonomy'), await answer('GET', '/v1/taxonomy')];
    expect([head.status, head.text, head.headers.etag]).toEqual([200, '', get.headers.etag]);
  });
});
