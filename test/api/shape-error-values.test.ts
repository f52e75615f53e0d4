import * as fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { encodeCursor } from '#shared/http/cursor.ts';
import { BODY_MAX_BYTES } from '#shared/http/request.ts';
import { type Api, OFFICER, OWNER, startApi } from '#test/support/api.ts';
import { askOf } from '#test/support/case.ts';
import { oneSceneEach } from '#test/support/cases.ts';
import { changesBetween, type Snapshot, tableOf } from '#test/support/faults.ts';
import {
  activeSalesPoint,
  certificateInput,
  producerInput,
  productInput,
  salesPointInput,
} from '#test/support/journey.ts';
import { expectProblem, placesOf } from '#test/support/responses.ts';
import { withCertificate } from '#test/support/scenes.ts';
import { POINT_MEMBER, reported, soldProduct, stockedPoint } from '#test/support/stock.ts';

let api: Api;
let table: ReturnType<typeof tableOf>;
let made: Awaited<ReturnType<typeof withCertificate>>;
let before: Snapshot;

beforeAll(async () => {
  api = await startApi({ stream: false });
  table = tableOf(api.settings);
  made = await withCertificate(api);
});
afterAll(async () => {
  await api.stop();
});

const remember = async (): Promise<void> => {
  before = await table.snapshot();
};
const expectNothingWritten = async (): Promise<void> =>
  expect(changesBetween(before, await table.snapshot())).toEqual([]);

describe('fields', () => {
  const naming = async (path: string, as: string, body: object, method = 'POST', headers = {}): Promise<string[]> => {
    await remember();
    const reply = await api.ask(method, path, { as, body, headers });
    const problem = expectProblem(reply, [400, 422]);
    await expectNothingWritten();
    return placesOf(problem);
  };

  it('that are missing are named all at once', async () => {
    expect(await naming('/v1/producers', OWNER, {})).toEqual(['/addressLine', '/commune', '/kind', '/name', '/phone']);
    expect(await naming('/v1/products', OWNER, {})).toEqual(
      ['/producer', '/name', '/criteriaSet', '/description', '/unit', '/originCommune'].sort(),
    );
    expect(await naming('/v1/certificates', OFFICER, { issuer: {} })).toEqual(
      [
        '/product',
        '/number',
        '/decisionNumber',
        '/decisionDate',
        '/issuer/name',
        '/issuer/level',
        '/regime',
        '/criteriaSet',
        '/stars',
        '/issuedOn',
      ].sort(),
    );
    expect(await naming('/v1/sales-points', OFFICER, { operator: {}, openingHours: {} })).toEqual(
      [
        '/name',
        '/siteType',
        '/operator/name',
        '/commune',
        '/addressLine',
        '/lat',
        '/lng',
        '/openingHours/weekly',
      ].sort(),
    );
    const reply = await api.ask('POST', '/v1/certificates', { as: OFFICER, body: {} });
    expect(new Set(reply.body.errors.map(({ code }: { code: string }) => code))).toEqual(new Set(['required']));
  });

  it('of the wrong type are named all at once', async () => {
    const wrong = (input: object) => Object.fromEntries(Object.keys(input).map((name) => [name, [[1]]]));
    for (const [path, as, input] of [
      ['/v1/producers', OWNER, producerInput({ taxCode: 'x', personalNumber: 'x', email: 'x', story: 'x' })],
      ['/v1/products', OWNER, productInput(made.producer, { nameEn: 'x', gtin: 'x', abvPercent: 1, shelfLifeDays: 1 })],
      ['/v1/certificates', OFFICER, certificateInput(made.product, { scores: {}, evidence: 'x' })],
      ['/v1/sales-points', OFFICER, salesPointInput()],
    ] as const)
      expect(await naming(path, as, wrong(input))).toEqual(
        Object.keys(input)
          .map((name) => `/${name}`)
          .sort(),
      );
  });

  it('that are unknown are named each, beside all other faults', async () => {
    const body = { ...producerInput({ name: '' }), hack: 1, __proto: 2, 'a/b~c': 3, toString: 4 };
    expect(await naming('/v1/producers', OWNER, body)).toEqual(
      ['/name', '/hack', '/__proto', '/a~1b~0c', '/toString'].sort(),
    );
    const nested = productInput(made.producer, {
      originCommune: { code: '1', list: 'x', extra: 1 },
      titles: [{ name: 'a', by: 'b', year: 2020, x: 1 }],
    });
    expect(await naming('/v1/products', OWNER, nested)).toEqual(
      ['/originCommune/code', '/originCommune/list', '/originCommune/extra', '/titles/0/x'].sort(),
    );
  });

  it('by the ten thousand are answered with a hundred faults, so that the answer stays within what may be sent', async () => {
    const many = Object.fromEntries(Array.from({ length: 30_000 }, (_, index) => [index.toString(36), 0]));
    expect(JSON.stringify(many).length).toBeLessThan(BODY_MAX_BYTES);
    const reply = await api.ask('POST', '/v1/producers', { as: OWNER, body: many });
    expect(placesOf(expectProblem(reply, 400))).toHaveLength(100);
    expect(reply.text.length).toBeLessThan(50_000);
  });

  const BAD_TEXT = [
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\udfff',
    'a\u0007',
    '\u009f',
    '',
    '   ',
    '\u2003',
    'x'.repeat(200_000),
  ];
  it.each(BAD_TEXT.map((text) => ({ text, shown: JSON.stringify(text).slice(0, 20) })))(
    'of text do not take $shown',
    async ({ text }) => {
      const names = ['name', 'description', 'unit', 'story', 'ingredients', 'storage', 'nameEn'];
      const body = productInput(made.producer, Object.fromEntries(names.map((name) => [name, text.slice(0, 30_000)])));
      expect(await naming('/v1/products', OWNER, body)).toEqual(names.map((name) => `/${name}`).sort());
      expect(
        await naming(
          `/v1/products/${made.product}`,
          OWNER,
          { titles: [{ name: text.slice(0, 30_000), by: text.slice(0, 30_000), year: 2020 }] },
          'PATCH',
          {
            'if-match': '*',
          },
        ),
      ).toEqual(['/titles/0/by', '/titles/0/name']);
      expect(await naming(`/v1/producers/${made.producer}/suspend`, OFFICER, { reason: text })).toEqual(['/reason']);
    },
  );

  const NUMBERS = ['1e400', '-1e400', '1e308', '0.1', '-1', '9007199254740993', '"1"', 'null', '[]', '{}', 'true'];
  it.each(NUMBERS)('of numbers do not take %s', async (literal) => {
    const names = ['criteriaSet', 'priceVnd', 'shelfLifeDays', 'abvPercent'].filter(
      (name) => literal !== '0.1' || name !== 'abvPercent',
    );
    const { criteriaSet: _, priceVnd: __, ...rest } = productInput(made.producer) as Record<string, unknown>;
    const raw = `${JSON.stringify(rest).slice(0, -1)},${names.map((name) => `"${name}":${literal}`).join(',')}}`;
    await remember();
    const reply = await api.ask('POST', '/v1/products', { as: OWNER, raw });
    expect(new Set(placesOf(expectProblem(reply, 400)))).toEqual(new Set(names.map((name) => `/${name}`)));
    await expectNothingWritten();
  });

  it('given twice count once', async () => {
    const { name: _, ...rest } = productInput(made.producer) as Record<string, unknown>;
    const raw = `{"name":"\\u0000",${JSON.stringify({ ...rest, name: 'Một tên' }).slice(1)}`;
    const reply = await api.ask('POST', '/v1/products', { as: OWNER, raw });
    expect([reply.status, reply.body.name], reply.text).toEqual([201, 'Một tên']);
  });
});

describe('cursors', () => {
  const LISTS: { path: string; as?: string; query?: Record<string, string>; parts: number }[] = [
    { path: '/v1/products', parts: 2 },
    { path: '/v1/products', query: { sort: 'name' }, parts: 2 },
    { path: '/v1/products', query: { sort: 'newest', group: 'food' }, parts: 2 },
    { path: '/v1/communes', query: { province: '37' }, parts: 1 },
    { path: '/v1/sales-points', query: { province: '37' }, parts: 1 },
    { path: '/v1/sales-points', query: { near: '20.25,105.97' }, parts: 3 },
    { path: '/v1/me/products', as: OWNER, parts: 2 },
    { path: '/v1/reviews', as: OFFICER, parts: 1 },
    { path: '/v1/certificates', as: OFFICER, parts: 1 },
    { path: '/v1/audit', as: OFFICER, query: { subject: 'off_37' }, parts: 1 },
    { path: '/v1/products/{product}/availability', parts: 1 },
    { path: '/v1/products/{product}/availability', query: { near: '20.25,105.97' }, parts: 3 },
    { path: '/v1/sales-points/{point}/stock', parts: 1 },
    { path: '/v1/me/sales-points/{point}/stock', as: POINT_MEMBER, parts: 1 },
    { path: '/v1/sales-points/{point}/stock-changes', as: POINT_MEMBER, parts: 2 },
  ];
  const stock = { point: '', product: '' };
  const named = (text: string): string => text.replace('{point}', stock.point).replace('{product}', stock.product);
  beforeAll(async () => {
    const [one, two] = [await stockedPoint(api), await stockedPoint(api)];
    Object.assign(stock, { point: one, product: await soldProduct(api) });
    for (const point of [one, two]) await reported(api, point, 'receive', stock.product, '1');
    for (const _ of [1, 2]) await reported(api, one, 'receive', await soldProduct(api), '1');
    for (const _ of [1, 2]) {
      await withCertificate(api);
      await activeSalesPoint(api);
      await api.ask('POST', '/v1/producers', { as: OWNER, body: producerInput() });
      await api.ask('PUT', '/v1/offices/off_37/members/officer-x', { as: OFFICER });
      await api.ask('DELETE', '/v1/offices/off_37/members/officer-x', { as: OFFICER });
    }
  });
  const ask = (list: (typeof LISTS)[number], cursor: string, more = {}) =>
    api.ask('GET', named(list.path), { as: list.as, query: { ...list.query, ...more, cursor } });

  it.each(LISTS)('of $path $query are good for that list alone and for no bent form of themselves', async (list) => {
    const { next } = (await api.ask('GET', named(list.path), { as: list.as, query: { ...list.query, limit: 1 } })).body;
    expect(next).toBeTypeOf('string');
    expect((await ask(list, next)).status).toBe(200);
    const bent = [
      next.slice(1),
      next.slice(0, -2),
      `${next}A`,
      `${next.startsWith('A') ? 'B' : 'A'}${next.slice(1)}`,
      next.toUpperCase() === next ? next.toLowerCase() : next.toUpperCase(),
      next.slice(0, 8),
      'x',
      'null',
      '\u0000',
      '💩',
      'x'.repeat(1_024),
    ];
    for (const cursor of bent) expectProblem(await ask(list, cursor), 400, 'cursor_invalid');
    expect(placesOf(expectProblem(await ask(list, 'x'.repeat(1_025)), 400))).toEqual(['cursor']);
    expect(placesOf(expectProblem(await ask(list, ''), 400))).toEqual(['cursor']);
    const others = LISTS.filter((other) => other !== list && other.path !== list.path);
    for (const other of others) expectProblem(await ask(other, next), 400, 'cursor_invalid');
    if (list.path === '/v1/products')
      for (const more of [{ stars: '4' }, { province: '37' }, { criteriaSet: '8' }, { producer: made.producer }])
        expectProblem(await ask(list, next, more), 400, 'cursor_invalid');
  });

  it('that somebody forged with a right checksum open nothing and break nothing', async () => {
    const scopes: [(typeof LISTS)[number], unknown][] = [
      [{ path: '/v1/products', parts: 2 }, [{}, 'stars']],
      [{ path: '/v1/products', query: { sort: 'name' }, parts: 2 }, [{}, 'name']],
      [{ path: '/v1/products', query: { sort: 'newest' }, parts: 2 }, [{}, 'newest']],
      [
        { path: '/v1/products', query: { stars: '4', province: '37' }, parts: 2 },
        [{ province: '37', stars: 4 }, 'stars'],
      ],
      [{ path: '/v1/products', query: { producer: made.producer }, parts: 2 }, [{ producer: made.producer }, 'stars']],
      [{ path: '/v1/communes', parts: 1 }, ['communes', null, null]],
      [{ path: '/v1/sales-points', parts: 1 }, ['sales-points', null, 'active']],
      [{ path: '/v1/me/products', as: OWNER, parts: 2 }, ['own', OWNER, null]],
      [{ path: '/v1/reviews', as: OFFICER, parts: 1 }, ['reviews', null]],
      [{ path: '/v1/certificates', as: OFFICER, parts: 1 }, ['certificates', null, null]],
      [{ path: '/v1/audit', as: OFFICER, query: { subject: 'off_37' }, parts: 1 }, ['audit', 'off_37']],
      [{ path: '/v1/products/{product}/availability', parts: 1 }, ['availability', stock.product, null, null]],
      [{ path: '/v1/sales-points/{point}/stock', parts: 1 }, ['stock', stock.point]],
      [{ path: '/v1/me/sales-points/{point}/stock', as: POINT_MEMBER, parts: 1 }, ['own-stock', stock.point]],
      [
        { path: '/v1/sales-points/{point}/stock-changes', as: POINT_MEMBER, parts: 2 },
        ['stock-changes', stock.point, null],
      ],
      [{ path: '/v1/sales-points/silent', as: OFFICER, query: { days: '1' }, parts: 1 }, ['silent', 1, null]],
    ];
    const parts = [
      '',
      '\u0000',
      '\ud800',
      '\uffff',
      '0',
      '6',
      '42026-11-23',
      '0#',
      '#',
      'pdc_',
      '0000-01-01',
      '9999-12-31',
      '-',
      'x'.repeat(600),
      '💩',
      "'; drop",
    ];
    for (const [list, scope] of scopes) {
      for (const part of parts) {
        for (const day of list.parts === 1
          ? ['']
          : ['2026-11-23', '2026-02-30', '0000-01-01', '9999-12-31', '', '\ud800']) {
          const cursor = encodeCursor(JSON.stringify(scope), list.parts === 1 ? [part] : [day, part]);
          const reply = await ask(list, cursor);
          expect([200, 400], `${list.path} ${JSON.stringify([day, part])}: ${reply.text.slice(0, 200)}`).toContain(
            reply.status,
          );
          if (reply.status === 400) expectProblem(reply);
        }
      }
      for (const position of [[], ['a', 'b', 'c'], [1], [null, null], [['a']], { length: 1 }, 'a', null]) {
        const reply = await ask(list, encodeCursor(JSON.stringify(scope), position as string[]));
        expectProblem(reply, 400, 'cursor_invalid');
      }
    }
  });
});

describe('any JSON at all', () => {
  afterEach(async () => table.restore(before));
  const VALUES = fc.oneof(
    { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
    fc.constantFrom(
      '14329',
      'cooperative',
      'province',
      '2025-08-01',
      '148/QĐ-TTg',
      'đ',
      'former',
      '0912345678',
      '\ud800',
      '\u0000',
    ),
    fc.integer(),
    fc.double(),
    fc.constantFrom(3, 4, 5, 8, 26, null, true, Number.MAX_SAFE_INTEGER, -0, 1e-320),
    fc.jsonValue({ maxDepth: 3 }),
  );
  const fieldsOf = (body: object | undefined): string[] => [
    ...Object.keys(body ?? {}),
    ...[
      'reason',
      'name',
      'stars',
      'titles',
      'originCommune',
      'scores',
      'issuer',
      'gtin',
      'email',
      'taxCode',
      '__proto__',
      'id',
    ],
  ];

  let keys = 0;
  it.each(oneSceneEach(['POST', 'PATCH', 'PUT']))(
    '$route.operationId answers it, and never with 5xx',
    async ({ route, set }) => {
      const call = await set(api);
      await remember();
      const field = fc.constantFrom(...fieldsOf(call.body));
      const changed = fc.array(fc.tuple(field, fc.option(VALUES, { nil: undefined })), { maxLength: 6 });
      const bodies = fc.oneof(
        { weight: 4, arbitrary: changed.map((changes) => ({ ...call.body, ...Object.fromEntries(changes) })) },
        fc.jsonValue({ maxDepth: 4 }),
      );
      await fc.assert(
        fc.asyncProperty(bodies, async (body) => {
          keys += 1;
          const headers = call.key ? { 'idempotency-key': `${call.key}-${keys}` } : {};
          const reply = await api.ask(route.method, call.path, askOf(call, { raw: JSON.stringify(body), headers }));
          if (reply.status >= 400) expectProblem(reply, [400, 404, 409, 412, 422]);
          else expect([200, 201, 207]).toContain(reply.status);
        }),
        { seed: 20_261_123, numRuns: 60 },
      );
    },
  );
});
