import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditEntry } from '#shared/domain/audit/audit-entry.ts';
import { LedgerEntry } from '#shared/domain/stock/ledger.ts';
import { localeOf } from '#shared/http/request.ts';
import { publicCache } from '#shared/http/response.ts';
import { type Api, OFFICER, OWNER, type Reply, startApi } from '#test/support/api.ts';
import { askOf } from '#test/support/case.ts';
import { BUILT, everyScene, publicCases, publicRoutes, type Shown, visible } from '#test/support/cases.ts';
import { changesBetween, type Trouble, tableOf, troubleFor } from '#test/support/faults.ts';
import { producerInput } from '#test/support/journey.ts';
import { expectProblem, expectResponse } from '#test/support/responses.ts';
import { POINT_MEMBER, reported, soldProduct, stockedPoint } from '#test/support/stock.ts';

let api: Api;
let table: ReturnType<typeof tableOf>;
let trouble: Trouble;
let made: Shown;

beforeAll(async () => {
  api = await startApi({ stream: false });
  table = tableOf(api.settings);
  trouble = troubleFor(api);
  for (const _ of [1, 2, 3]) made = await visible(api);
});
afterAll(async () => {
  trouble.stop();
  await api.stop();
});

const STRONG_TAG = /^"[\x21\x23-\x7e]+"$/;
const DAY_MS = 86_400_000;

/** Milliseconds from an instant to the next midnight at UTC+7, reckoned apart from the code under test. */
const untilMidnight = (at: Date): number => {
  const next = new Date(at.getTime() + 7 * 3_600_000);
  next.setUTCHours(24, 0, 0, 0);
  return next.getTime() - 7 * 3_600_000 - at.getTime();
};
const agesOf = (cacheControl: string | undefined): number[] =>
  [...(cacheControl ?? '').matchAll(/(?:max-age|s-maxage|stale-while-revalidate|stale-if-error)=(\d+)/g)].map(
    ([, age]) => Number(age),
  );

describe.each(everyScene())('$title', ({ route, set }) => {
  it('answers as the contract says, privately, with the request id that came in', async () => {
    const call = await set(api);
    const reply = await api.ask(route.method, call.path, askOf(call, { headers: { 'x-request-id': 'mine-1' } }));
    expectResponse(route.operationId, reply);
    expect(reply.headers['cache-control']).toBe('private, no-store');
    expect(reply.headers['x-request-id']).toBe('mine-1');
    if (reply.status === 201) {
      const resource = route.path.replace('/v1/', '').replace('events/{id}/', '');
      // An image has no page of its own: it is read in the working copy of its product.
      const inProduct = /^\/v1\/(products\/[^/]+)\/images$/.exec(call.path)?.[1];
      const made = inProduct ? `me/${inProduct}` : `((me/)?${resource}|reviews)/${reply.body.id}`;
      expect(reply.headers.location).toMatch(new RegExp(`^/v1/${made}$`));
    } else expect(reply.headers.location).toBeUndefined();
    if (reply.status !== 204) expect(reply.headers.etag).toMatch(STRONG_TAG);
  });

  it('is read again with 304 where nothing has changed', async () => {
    if (route.method !== 'GET') return;
    const call = await set(api);
    const first = await api.ask('GET', call.path, askOf(call));
    const { etag = '' } = first.headers;
    for (const match of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await api.ask('GET', call.path, askOf(call, { headers: { 'if-none-match': match } }));
      expect([match, again.status, again.text, again.headers.etag]).toEqual([match, 304, '', etag]);
      expect(again.headers['cache-control']).toBe('private, no-store');
      expect(again.headers['content-type']).toBeUndefined();
    }
    for (const match of ['"other"', '', 'nonsense', etag.slice(1, -1)]) {
      const again = await api.ask('GET', call.path, askOf(call, { headers: { 'if-none-match': match } }));
      expect([match, again.status]).toEqual([match, 200]);
    }
  });

  it('changes only what the sender has seen', async () => {
    if (!route.ifMatch) return;
    const { etag = '', ...bare } = await set(api);
    const ask = (header?: string) =>
      api.ask(route.method, bare.path, askOf(bare, header === undefined ? {} : { headers: { 'if-match': header } }));
    const before = await table.snapshot();
    expectProblem(await ask(), 428, 'precondition_required');
    const stale = [
      '"0-x"',
      '"999-x"',
      `W/${etag}`,
      '',
      'nonsense',
      etag.slice(1, -1),
      '"-1-x"',
      '"1e1-x"',
      '* ,',
      '"0-x", "999-y"',
    ];
    for (const header of stale) expectProblem(await ask(header), 412, 'version_stale');
    expect(changesBetween(before, await table.snapshot())).toEqual([]);
    const done = await ask(`"999-x", ${etag}`);
    expect(done.status, done.text).toBe(200);
    expect(done.headers.etag).not.toBe(etag);
    expectProblem(await ask(etag), 412, 'version_stale');

    const other = await set(api);
    const whatever = await api.ask(route.method, other.path, askOf(other, { headers: { 'if-match': '*' } }));
    expect(whatever.status, whatever.text).toBe(200);
  });

  it('leaves an audit entry in the very transaction that changes a document', async () => {
    if (route.method === 'GET') return;
    const call = await set(api);
    const { reply, transactions } = await trouble.ask(
      route.method,
      call.path,
      askOf(call, { headers: { 'x-request-id': 'told-1' } }),
    );
    expect(reply.status, reply.text).toBeLessThan(300);
    // Pending work, and the rows that it brings in line, belong to a change that has its entry already.
    const changes = transactions.filter(
      ({ TransactItems = [] }) =>
        !TransactItems.every(({ Put, Update, Delete }) =>
          /^(?:unfinished$|shelf#)/.test((Put?.Item ?? Update?.Key ?? Delete?.Key)?.pk?.S ?? ''),
        ),
    );
    expect(changes.length).toBeGreaterThan(0);
    const entries = changes.flatMap(({ TransactItems = [] }) => {
      const puts = TransactItems.flatMap(({ Put }) => (Put?.Item ? [Put.Item] : []));
      const seen = puts.flatMap(({ entry }) => (entry?.S ? [AuditEntry.parse(JSON.parse(entry.S))] : []));
      const kept = puts.flatMap(({ doc, visit, pk, sk }) => {
        // A visit is told in the audit of whose it is.
        if (visit?.S) return [{ pk: sk?.S?.split('#')[0] ?? '', doc: visit.S }];
        return doc?.S ? [{ pk: pk?.S ?? '', doc: doc.S }] : [];
      });
      const documents = kept
        .filter(({ pk }) => !pk.startsWith('ledger#'))
        .map(({ pk }) => pk.replace(/^(?:stock|outcomes-of)#/, ''));
      expect(documents.length).toBeGreaterThan(0);
      const lines = kept
        .filter(({ pk }) => pk.startsWith('ledger#'))
        .map(({ doc }) => LedgerEntry.parse(JSON.parse(doc)));
      for (const { by, at, requestId } of lines)
        expect([by, at, requestId]).toEqual([call.as, api.clock.now.toISOString(), 'told-1']);
      const subjects = [...seen.map(({ subject }) => subject), ...lines.map(({ salesPoint }) => salesPoint)];
      expect(subjects.sort()).toEqual(documents.sort());
      return seen;
    });
    // What a ledger tells is read there.
    expect(entries.length > 0).toBe(!route.recordedInLedger);
    if (route.recordedInLedger) return;
    for (const entry of entries)
      expect(entry).toMatchObject({ actor: call.as, requestId: 'told-1', at: api.clock.now.toISOString() });
    const { reason } = (call.body ?? {}) as { reason?: string };
    if (reason !== undefined) expect(entries.map((entry) => entry.reason)).toContain(reason);
    const { subject = '' } = entries[0] ?? {};
    const audit = await api.ask('GET', '/v1/audit', { as: OFFICER, query: { subject, limit: 100 } });
    const listed = audit.body.items.map(({ id }: { id: string }) => id);
    for (const entry of entries.filter((one) => one.subject === subject)) expect(listed).toContain(entry.id);
  });
});

describe('a producer', () => {
  it.each(['suspend', 'verify', ''])(
    'is changed by %j only as it was seen, where the sender says how',
    async (action) => {
      const { producer } = made;
      const method = action === '' ? 'PATCH' : 'POST';
      const body = action === 'suspend' ? { reason: 'Kiểm tra' } : action === '' ? { story: 'Chuyện mới.' } : {};
      const path = `/v1/producers/${producer}${action && `/${action}`}`;
      const ask = (headers = {}) => api.ask(method, path, { as: OFFICER, body, headers });
      expectProblem(await ask({ 'if-match': '"0-x"' }), 412, 'version_stale');
      const { etag = '' } = (await api.ask('GET', `/v1/reviews/${producer}`, { as: OFFICER })).headers;
      const reply = await ask({ 'if-match': etag });
      expect(reply.status, reply.text).toBe(200);
    },
  );
});

describe('public reads', () => {
  const readable = publicRoutes.filter(({ operationId }) => !BUILT.has(operationId));
  const get = (operationId: string, headers = {}): Promise<Reply> => {
    const { path, query } = publicCases[operationId]?.(made) ?? { path: '' };
    return api.ask('GET', path, { ...(query ? { query } : {}), headers });
  };

  it.each(readable)(
    '$operationId answers as the contract says, with a strong ETag and 304',
    async ({ operationId }) => {
      const reply = await get(operationId);
      expectResponse(operationId, reply);
      const { etag = '' } = reply.headers;
      expect(etag).toMatch(STRONG_TAG);
      expect((await get(operationId)).headers.etag).toBe(etag);
      for (const match of [etag, `W/${etag}`, `"a", ${etag}`, '*']) {
        const again = await get(operationId, { 'if-none-match': match });
        expect([match, again.status, again.text]).toEqual([match, 304, '']);
        const { 'content-type': _, 'x-request-id': __, ...kept } = reply.headers;
        expect(again.headers).toMatchObject(kept);
      }
      expect((await get(operationId, { 'if-none-match': '"other"' })).status).toBe(200);
    },
  );

  it.each(readable)('$operationId is kept by no cache beyond the next Vietnamese midnight', async ({ operationId }) => {
    const usual = api.clock.now;
    try {
      for (const at of [
        '2026-11-23T03:00:00Z',
        '2026-11-23T16:30:00Z',
        '2026-11-23T16:59:30.001Z',
        '2026-11-23T16:59:59.999Z',
        '2026-11-23T17:00:00.000Z',
      ]) {
        api.clock.now = new Date(at);
        const { headers } = await get(operationId);
        if (operationId === 'getHealth') expect(headers['cache-control']).toBe('no-store');
        else {
          expect(headers['cache-control']).toMatch(
            /^public, max-age=\d+, s-maxage=\d+(, must-revalidate, stale-if-error=0)?$/,
          );
          expect(headers.vary).toBe('Accept-Language');
        }
        for (const age of agesOf(headers['cache-control']))
          expect(age * 1_000).toBeLessThanOrEqual(untilMidnight(api.clock.now));
      }
    } finally {
      api.clock.now = usual;
    }
  });

  it('are cached by the same rule at every instant and for every wish', () => {
    const instants = fc.date({
      min: new Date('2020-01-01T00:00:00Z'),
      max: new Date('2099-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    const nearMidnight = fc
      .tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: -3_000, max: 3_000 }))
      .map(([day, ms]) => new Date(day * DAY_MS + 17 * 3_600_000 + ms));
    fc.assert(
      fc.property(fc.oneof(instants, nearMidnight), fc.integer({ min: 0, max: 1_000_000 }), (at, seconds) => {
        const [maxAge = Number.NaN, sharedMaxAge = Number.NaN] = agesOf(publicCache(at, seconds));
        expect(maxAge).toBeGreaterThanOrEqual(0);
        expect(maxAge).toBeLessThanOrEqual(seconds);
        expect(Math.max(maxAge, sharedMaxAge) * 1_000).toBeLessThanOrEqual(untilMidnight(at));
        expect(untilMidnight(at) - sharedMaxAge * 1_000 < 1_000 || sharedMaxAge === seconds * 5).toBe(true);
      }),
      { seed: 17, numRuns: 2_000 },
    );
  });

  it('have a new ETag when the star has ended, though nothing was written', async () => {
    const usual = api.clock.now;
    const tags = async () =>
      Promise.all(['listProducts', 'getProduct', 'getCertificate'].map(async (id) => (await get(id)).headers.etag));
    try {
      api.clock.now = new Date('2028-08-01T16:59:59.999Z');
      const held = await tags();
      api.clock.now = new Date('2028-08-01T17:00:00.000Z');
      const ended = await tags();
      for (const [index, tag] of held.entries()) expect(ended[index]).not.toBe(tag);
    } finally {
      api.clock.now = usual;
    }
  });
});

describe('lists', () => {
  const LISTS: { path: string; as?: string; query: Record<string, string | number> }[] = [
    { path: '/v1/products/{product}/availability', query: { limit: 1 } },
    { path: '/v1/products/{product}/availability', query: { near: '20.25,105.97', radiusKm: '5.5', limit: 1 } },
    { path: '/v1/sales-points', query: { product: '{product}', limit: 1 } },
    { path: '/v1/sales-points', query: { product: '{product}', near: '20.25,105.97', limit: 1 } },
    { path: '/v1/sales-points/{point}/stock', query: { limit: 1 } },
    { path: '/v1/me/sales-points/{point}/stock', as: POINT_MEMBER, query: { limit: 1 } },
    { path: '/v1/sales-points/{point}/stock-changes', as: POINT_MEMBER, query: { limit: 1 } },
    { path: '/v1/sales-points/{point}/stock-changes', as: POINT_MEMBER, query: { product: '{product}', limit: 1 } },
    { path: '/v1/products', query: { province: 'Ninh Bình', sort: 'name', limit: 1 } },
    { path: '/v1/communes', query: { province: 'ninh-binh', q: 'Hoa', limit: 1 } },
    { path: '/v1/sales-points', query: { province: 'ninh-binh', limit: 1 } },
    { path: '/v1/sales-points', query: { near: '20.25,105.97', radiusKm: '5.5', limit: 1 } },
    { path: '/v1/me/products', as: OWNER, query: { status: 'published', limit: 1 } },
    { path: '/v1/reviews', as: OFFICER, query: { province: '37', limit: 1 } },
    { path: '/v1/certificates', as: OFFICER, query: { expiringWithinDays: 3_000, limit: 1 } },
    { path: '/v1/audit', as: OFFICER, query: { subject: 'off_37', limit: 1 } },
  ];
  const stock = { point: '', product: '' };
  const named = (text: string): string => text.replace('{point}', stock.point).replace('{product}', stock.product);
  type Item = { id?: string; code?: string; salesPoint?: string; product?: string };
  const idOf = ({ id, code, salesPoint, product }: Item) => id ?? code ?? salesPoint ?? product;

  beforeAll(async () => {
    const points = [await stockedPoint(api), await stockedPoint(api), await stockedPoint(api)];
    const products = [await soldProduct(api), await soldProduct(api), await soldProduct(api)];
    Object.assign(stock, { point: points[0], product: products[0] });
    for (const point of points) await reported(api, point, 'receive', stock.product, '1');
    for (const product of [...products, ...products]) await reported(api, stock.point, 'receive', product, '1');
    for (const _ of [1, 2, 3]) {
      await api.ask('POST', '/v1/producers', { as: OWNER, body: producerInput() });
      await api.ask('PUT', '/v1/offices/off_37/members/officer-y', { as: OFFICER });
      await api.ask('DELETE', '/v1/offices/off_37/members/officer-y', { as: OFFICER });
    }
  });

  it.each(LISTS)(
    'of $path $query lead on by Link as by cursor, to the last page, every item once',
    async ({ path: template, as, query }) => {
      const path = named(template);
      const asked = Object.entries(query).map(([name, value]): [string, string] => [name, named(String(value))]);
      const seen: (string | undefined)[] = [];
      let next: string | undefined = `${path}?${new URLSearchParams(asked)}`;
      for (let pages = 0; next !== undefined; pages += 1) {
        expect(pages).toBeLessThan(200);
        const reply: Reply = await api.ask('GET', next, { as });
        expect(reply.status, reply.text).toBe(200);
        expect(reply.body.items.length).toBeLessThanOrEqual(1);
        seen.push(...reply.body.items.map(idOf));
        const link: string | undefined = reply.headers.link;
        expect(link !== undefined).toBe(reply.body.next !== undefined);
        next = /^<([^>]+)>; rel="next"$/.exec(link ?? '')?.[1];
        if (next !== undefined) expect(new URLSearchParams(next.split('?')[1]).get('cursor')).toBe(reply.body.next);
      }
      expect(seen.length).toBeGreaterThan(2);
      expect(new Set(seen).size).toBe(seen.length);
      const whole = await api.ask('GET', path, { as, query: { ...Object.fromEntries(asked), limit: 100 } });
      expect(whole.body.items.map(idOf)).toEqual(seen.slice(0, 100));
    },
  );
});

describe('a request id', () => {
  const ask = (id: string | undefined, path = '/v1/taxonomy') =>
    api.ask('GET', path, id === undefined ? {} : { headers: { 'x-request-id': id } });

  it.each(['a', 'Root=1-67891233-abcdef012345678912345678', '01JD0000000000000000000000', 'x'.repeat(128)])(
    '%j comes back',
    async (id) => {
      expect((await ask(id)).headers['x-request-id']).toBe(id);
      expect(expectProblem(await ask(id, '/v1/provinces/99')).requestId).toBe(id);
    },
  );

  it.each([undefined, '', ' ', 'a b', 'a\r\nx: y', '<script>', 'ế', 'x'.repeat(129), '\u0000'])(
    '%j is replaced by one of our own',
    async (id) => {
      const [one, two] = [await ask(id), await ask(id)];
      expect(one.headers['x-request-id']).toMatch(/^[\w-]{20,}$/);
      expect(one.headers['x-request-id']).not.toBe(two.headers['x-request-id']);
    },
  );
});

describe('the language of a problem', () => {
  it.each<[string | undefined, 'vi' | 'en']>([
    [undefined, 'vi'],
    ['', 'vi'],
    ['vi', 'vi'],
    ['en', 'en'],
    ['EN-us', 'en'],
    ['vi-VN,vi;q=0.9,en;q=0.8', 'vi'],
    ['en-GB,en;q=0.9,vi;q=0.8', 'en'],
    ['fr', 'vi'],
    ['fr, en;q=0.3', 'en'],
    ['en;q=0.5, vi;q=0.5', 'en'],
    ['vi;q=0.5, en;q=0.5', 'vi'],
    ['en_US', 'en'],
    ['en;q=0', 'vi'],
    ['en;q=0.001', 'en'],
    ['en;q=1.2.3', 'vi'],
    ['en ; q=0.9 , vi ; q=0.1', 'en'],
    ['english', 'vi'],
    ['*', 'vi'],
    [',;,;q=,', 'vi'],
  ])('asked for as %j is %s', async (header, language) => {
    expect(localeOf(header)).toBe(language);
    const reply = await api.ask(
      'GET',
      '/v1/provinces/99',
      header === undefined ? {} : { headers: { 'accept-language': header } },
    );
    expectProblem(reply, 404);
    expect([reply.headers['content-language'], reply.body.title]).toEqual([
      language,
      language === 'en' ? 'Not found' : 'Không tìm thấy',
    ]);
  });

  it('changes nothing in what is public', async () => {
    for (const { operationId } of publicRoutes.filter((route) => !BUILT.has(route.operationId))) {
      const { path, query } = publicCases[operationId]?.(made) ?? { path: '' };
      const [vi, en] = await Promise.all(
        ['vi', 'en'].map((language) =>
          api.ask('GET', path, { ...(query ? { query } : {}), headers: { 'accept-language': language } }),
        ),
      );
      expect(vi?.text).toBe(en?.text);
    }
  });
});
