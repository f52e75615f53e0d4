import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { createDynamo, sweepExpired } from '@ocop/local-aws';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { allRoutes } from '#infra/build/all-routes.ts';
import { createRateCounter } from '#shared/data/access/rate-counter.ts';
import { createWriter } from '#shared/data/table/writer.ts';
import { rateLimitClassOf } from '#shared/http/rate-limit-headers.ts';
import { RATE_LIMITS, type RateLimit, type RateLimitClass, type RateLimits } from '#shared/platform/limits.ts';
import { createRateLimiter, type RateLimiter } from '#shared/services/access/rate-limiter.ts';
import { type Api, OWNER, type Reply, startApi } from '#test/support/api.ts';
import { askOf } from '#test/support/case.ts';
import { oneSceneEach } from '#test/support/cases.ts';
import { producerInput } from '#test/support/journey.ts';
import { UNLIMITED } from '#test/support/rate-limits.ts';
import { expectProblem, expectResponse } from '#test/support/responses.ts';
import { published } from '#test/support/scenes.ts';
import { ledger, quantityAt, report, reported, soldProduct, stockedPoint } from '#test/support/stock.ts';
import { allItems } from '#test/support/table.ts';

type Send = (this: DynamoDBClient, command: unknown, ...others: unknown[]) => Promise<unknown>;
const realSend = DynamoDBClient.prototype.send as Send;

const HOUR_MS = 3_600_000;

let api: Api;
/** What counts the calls of a test; a scene is set before, uncounted. */
let limiter: RateLimiter = UNLIMITED;
beforeAll(async () => {
  api = await startApi({
    stream: false,
    rateLimiter: { take: (call) => limiter.take(call) },
  });
});
afterAll(() => api.stop());
beforeEach(async () => {
  limiter = UNLIMITED;
  api.clock.now = new Date('2026-11-23T03:00:00Z');
  await sweep(Number.MAX_SAFE_INTEGER);
});

/** Deletes what has expired by then, in seconds since 1970, as the local system does. */
const sweep = (at: number): Promise<number> => {
  const table = {
    name: api.settings.tableName,
    ttlAttribute: 'expiresAt',
    definition: { KeySchema: [{ AttributeName: 'pk' }, { AttributeName: 'sk' }] },
  } as Parameters<typeof sweepExpired>[1];
  return sweepExpired(createDynamo(api.settings), table, at);
};

/** An instance of a function, with a memory of its own and the counters of the table. */
const instance = (limits: RateLimits = RATE_LIMITS): RateLimiter =>
  createRateLimiter(limits, createRateCounter(createWriter(api.settings)));

const limitsWith = (over: Partial<RateLimit>): RateLimits =>
  Object.fromEntries(
    Object.entries<RateLimit>(RATE_LIMITS).map(([name, limit]) => [name, { ...limit, ...over }]),
  ) as RateLimits;

const limitedRoutes = allRoutes.filter((route) => rateLimitClassOf(route) !== undefined);

const POLICY = /^"(\w+)";q=(\d+);w=(\d+), "\1-address";q=(\d+);w=\3$/;
const STANDING = /^"(\w+)";r=(\d+);t=(\d+)(?:, "\1-address";r=0;t=\d+)?$/;

/** Holds the two headers of an answer against the limits of a class; the calls that the account has left. */
const expectStanding = (reply: Reply, limitClass: RateLimitClass): number => {
  const { windowSeconds, perSubject, perAddress } = RATE_LIMITS[limitClass];
  const policy = POLICY.exec(reply.headers['ratelimit-policy'] ?? '');
  expect(policy?.slice(1), reply.text).toEqual([limitClass, ...[perSubject, windowSeconds, perAddress].map(String)]);
  const standing = STANDING.exec(reply.headers.ratelimit ?? '');
  expect(standing?.[1]).toBe(limitClass);
  const [left, seconds] = [Number(standing?.[2]), Number(standing?.[3])];
  expect(left).toBeLessThanOrEqual(perSubject);
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThanOrEqual(windowSeconds);
  return left;
};

let named = 0;
const signUp = (
  as: string,
  more: { sourceIp?: string | null; key?: string; headers?: Record<string, string> } = {},
) => {
  named += 1;
  const { key, headers, ...ask } = more;
  return api.ask('POST', '/v1/producers', {
    as,
    body: producerInput({ name: `Hợp tác xã ${named}` }),
    headers: { ...headers, ...(key ? { 'idempotency-key': key } : {}) },
    ...ask,
  });
};
const statuses = async (count: number, send: (index: number) => Promise<Reply>): Promise<number[]> => {
  const found: number[] = [];
  for (let index = 0; index < count; index += 1) found.push((await send(index)).status);
  return found;
};
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

describe('a limited route', () => {
  it('is every signed-in route that writes, and no route that reads', () => {
    const writes = allRoutes.filter(({ access, method }) => access === 'signed-in' && method !== 'GET');
    expect(limitedRoutes).toEqual(writes);
    const namesOf = (limitClass: string): string[] =>
      limitedRoutes.filter((route) => rateLimitClassOf(route) === limitClass).map(({ operationId }) => operationId);
    expect(namesOf('signUp')).toEqual(['registerProducer']);
    expect(namesOf('upload')).toEqual(['requestImage']);
    expect(namesOf('report').sort()).toEqual([
      'changeStock',
      'recordAttendance',
      'recordPromotionSale',
      'transferStock',
      'voidStockChange',
    ]);
  });

  it.each(oneSceneEach(['POST', 'PUT', 'PATCH', 'DELETE']))(
    'tells its limits with what it did, what it refuses and what it answers again: $title',
    async ({ route, set }) => {
      const limitClass = rateLimitClassOf(route) as RateLimitClass;
      const call = await set(api);
      limiter = instance();
      const key = route.method === 'POST' ? { 'idempotency-key': 'the-same-key' } : {};
      const first = await api.ask(route.method, call.path, askOf(call, { headers: key }));
      expect(first.status, first.text).toBeLessThan(300);
      const left = expectStanding(first, limitClass);
      expect(left).toBe(RATE_LIMITS[limitClass].perSubject - 1);
      if (route.method === 'POST') {
        const again = await api.ask(route.method, call.path, askOf(call, { headers: key }));
        expect([again.status, again.text]).toEqual([first.status, first.text]);
        expect(expectStanding(again, limitClass)).toBe(left - 1);
      }
      const malformed = await api.ask(route.method, call.path, askOf(call, { raw: '{"unknown":', headers: key }));
      expectProblem(malformed, [400]);
      expectStanding(malformed, limitClass);
      const stranger = await api.ask(route.method, call.path, askOf(call, { as: 'somebody-else' }));
      expectStanding(stranger, limitClass);
    },
  );

  it.each(limitedRoutes)(
    'answers 429 before it reads anything, to malformed calls too: $operationId',
    async (route) => {
      limiter = instance(limitsWith({ perSubject: 0 }));
      const path = route.path.replaceAll(/\{\w+\}/g, 'x');
      api.consumed.length = 0;
      for (const ask of [{ raw: 'rubbish' }, { body: {} }, {}]) {
        const reply = await api.ask(route.method, path, { as: OWNER, ...ask });
        expectProblem(reply, 429, 'rate_limited');
        expect(reply.headers['retry-after']).toBe(/t=(\d+)/.exec(reply.headers.ratelimit ?? '')?.[1]);
      }
      expect(api.consumed).toEqual([]);
    },
  );

  it('asks first who calls: without a token it is 401, and nothing is counted', async () => {
    limiter = instance(limitsWith({ perSubject: 0 }));
    const before = (await allItems(api.settings)).length;
    for (const route of limitedRoutes) {
      const reply = await api.ask(route.method, route.path.replaceAll(/\{\w+\}/g, 'x'));
      expectProblem(reply, 401, 'unauthenticated');
      expect(reply.headers).not.toHaveProperty('ratelimit');
    }
    expect((await allItems(api.settings)).length).toBe(before);
  });

  it('leaves reads of the same caller alone when its writes are refused', async () => {
    limiter = instance(limitsWith({ perSubject: 0 }));
    const reply = await api.ask('GET', '/v1/me', { as: OWNER });
    expect(reply.status).toBe(200);
    expect(reply.headers).not.toHaveProperty('ratelimit');
  });
});

describe('signing up', () => {
  it('is refused from the eleventh producer of an account in an hour on, with the seconds to wait, and goes on in the next hour', async () => {
    limiter = instance();
    api.clock.now = new Date(api.clock.now.getTime() + 15 * 60_000);
    expect(await statuses(10, () => signUp('flooder'))).toEqual(times(10, 201));
    const refused = await signUp('flooder');
    const problem = expectProblem(refused, 429, 'rate_limited');
    expect(problem.detail).toContain('2700');
    expect(refused.headers['retry-after']).toBe('2700');
    expect(refused.headers.ratelimit).toBe('"signUp";r=0;t=2700');
    expect(expectStanding(refused, 'signUp')).toBe(0);
    expect((await signUp('newcomer')).status).toBe(201);
    api.clock.now = new Date(api.clock.now.getTime() + 45 * 60_000);
    expect((await signUp('flooder')).status).toBe(201);
  });

  it('makes ten producers of 230 calls that come at once to several instances', async () => {
    const instances = [instance(), instance(), instance(), instance()];
    limiter = {
      take: (call) => {
        const [next] = instances.splice(0, 1) as [RateLimiter];
        instances.push(next);
        return next.take(call);
      },
    };
    const replies = await Promise.all(Array.from({ length: 230 }, () => signUp('flooder-at-once')));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(replies.filter(({ status }) => status === 429)).toHaveLength(220);
  });

  it('is refused to many accounts of one address at the limit of the address, and open to other addresses', async () => {
    limiter = instance();
    const from = (sourceIp: string) => (index: number) => signUp(`one-of-many-${index}`, { sourceIp });
    expect(await statuses(60, from('198.51.100.7'))).toEqual(times(60, 201));
    const refused = await signUp('one-of-many-60', { sourceIp: '198.51.100.7' });
    expectProblem(refused, 429, 'rate_limited');
    expect(refused.headers.ratelimit).toMatch(/^"signUp";r=10;t=3600, "signUp-address";r=0;t=3600$/);
    expect((await signUp('one-of-many-60', { sourceIp: '198.51.100.8' })).status).toBe(201);
  });

  it('counts malformed calls', async () => {
    limiter = instance();
    const malformed = () => api.ask('POST', '/v1/producers', { as: 'scribbler', body: { name: 1 } });
    expect(await statuses(11, malformed)).toEqual([...times(10, 400), 429]);
    expect((await signUp('scribbler')).status).toBe(429);
  });

  it('gives the kept answer again after a 429, and never keeps the 429', async () => {
    limiter = instance();
    const body = producerInput({ name: 'Hợp tác xã được giữ' });
    const keyed = (key: string) =>
      api.ask('POST', '/v1/producers', { as: 'repeater', body, headers: { 'idempotency-key': key } });
    const first = await keyed('first');
    expect(first.status).toBe(201);
    expect(await statuses(9, () => keyed('first'))).toEqual(times(9, 201));
    expectProblem(await keyed('first'), 429, 'rate_limited');
    expectProblem(await keyed('second'), 429, 'rate_limited');
    api.clock.now = new Date(api.clock.now.getTime() + HOUR_MS);
    const replayed = await keyed('first');
    expect([replayed.status, replayed.headers['idempotency-replayed'], replayed.text]).toEqual([
      201,
      'true',
      first.text,
    ]);
    const second = await keyed('second');
    expect([second.status, second.headers['idempotency-replayed']]).toEqual([201, undefined]);
  });
});

describe('the address of a caller', () => {
  it('that is missing or unreadable shares one limit with all such callers', async () => {
    limiter = instance(limitsWith({ perAddress: 2 }));
    const addresses = [null, 'no address', ''];
    expect(await statuses(3, (index) => signUp(`nowhere-${index}`, { sourceIp: addresses[index] ?? null }))).toEqual([
      201, 201, 429,
    ]);
    expect((await signUp('nowhere-3', { sourceIp: '192.0.2.44' })).status).toBe(201);
  });

  it('is not what a header of the caller says', async () => {
    limiter = instance(limitsWith({ perAddress: 2 }));
    const spoofed = (index: number) =>
      signUp(`spoofer-${index}`, {
        headers: { 'x-ocop-viewer': `203.0.113.${index}`, 'x-forwarded-for': `203.0.113.${index}` },
      });
    expect(await statuses(3, spoofed)).toEqual([201, 201, 429]);
  });

  it('is stored nowhere, nor is the account', async () => {
    limiter = instance();
    await signUp('a-very-private-account', { sourceIp: '203.0.113.99' });
    const counters = (await allItems(api.settings)).filter(({ pk }) => pk && 'S' in pk && pk.S.startsWith('rate#'));
    expect(counters.length).toBeGreaterThan(0);
    expect(JSON.stringify(counters)).not.toMatch(/a-very-private-account|203\.0\.113/);
    for (const item of counters) expect(Object.keys(item).sort()).toEqual(['calls', 'expiresAt', 'pk', 'sk']);
  });
});

describe('uploads', () => {
  it('are refused above the limit of an account, while other writes of it go on', async () => {
    const { id } = await published(api);
    const perSubject = 12;
    limiter = instance(limitsWith({ perSubject }));
    const request = () =>
      api.ask('POST', `/v1/products/${id}/images`, { as: OWNER, body: { contentType: 'image/jpeg', alt: 'Ảnh' } });
    const answered = await statuses(perSubject + 3, request);
    expect(answered.slice(perSubject)).toEqual([429, 429, 429]);
    expect(answered.slice(0, perSubject)).not.toContain(429);
    const { body, headers } = await api.ask('GET', `/v1/me/products/${id}`, { as: OWNER });
    expect(body.id).toBe(id);
    const edit = { as: OWNER, headers: { 'if-match': headers.etag ?? '' }, body: { description: 'Mô tả mới.' } };
    expect((await api.ask('PATCH', `/v1/products/${id}`, edit)).status).toBe(200);
  });
});

describe('reports of a sales point', () => {
  it('count once for each call, however many lines it has', async () => {
    const [point, product] = [await stockedPoint(api), await soldProduct(api)];
    await reported(api, point, 'count', product, '1000');
    limiter = instance();
    const lines = Array.from({ length: 100 }, () => ({ product, kind: 'sell', quantity: '1' }));
    for (let batch = 1; batch <= 3; batch += 1) {
      const reply = await report(api, point, lines, { mode: 'each' });
      expect(reply.status, reply.text).toBe(207);
      expectResponse('changeStock', reply);
      expect(expectStanding(reply, 'report')).toBe(RATE_LIMITS.report.perSubject - batch);
    }
    expect(await quantityAt(api, point, product)).toBe('700');
  });

  it('pass in the burst of a phone that was offline, and a report refused with 429 is taken later under its key', async () => {
    const [point, product] = [await stockedPoint(api), await soldProduct(api)];
    await reported(api, point, 'count', product, '1000');
    limiter = instance();
    const sell = (key: string) => report(api, point, [{ product, kind: 'sell', quantity: '1' }], { key });
    expect(await statuses(80, (index) => sell(`sale-${index}`))).toEqual(times(80, 200));
    limiter = instance(limitsWith({ perSubject: 0 }));
    expectProblem(await sell('late'), 429, 'rate_limited');
    expectProblem(await sell('sale-0'), 429, 'rate_limited');
    limiter = instance();
    expect((await sell('late')).status).toBe(200);
    const replayed = await sell('sale-0');
    expect([replayed.status, replayed.headers['idempotency-replayed']]).toEqual([200, 'true']);
    expect(await ledger(api, point)).toHaveLength(82);
    expect(await quantityAt(api, point, product)).toBe('919');
  });
});

describe('counters in the table', () => {
  it('grant a limit once over many instances that lease at the same time', async () => {
    const instances = Array.from({ length: 6 }, () => instance(limitsWith({ perSubject: 100 })));
    const now = api.clock.now;
    const call = { limitClass: 'write', subject: 'everywhere', address: '192.0.2.1', now } as const;
    const verdicts = await Promise.all(instances.flatMap((one) => Array.from({ length: 50 }, () => one.take(call))));
    const granted = verdicts.filter(({ rejection }) => !rejection).length;
    expect(granted).toBeLessThanOrEqual(100);
    expect(granted).toBeGreaterThanOrEqual(50);
  });

  it('that are throttled stop no report of stock, and let nobody sign up uncounted', async () => {
    const [point, product] = [await stockedPoint(api), await soldProduct(api)];
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    DynamoDBClient.prototype.send = function (this: DynamoDBClient, command: unknown, ...others: unknown[]) {
      if (!(command instanceof UpdateItemCommand)) return realSend.call(this, command, ...others);
      return Promise.reject(Object.assign(new Error('throttled'), { name: 'ThrottlingException' }));
    } as typeof DynamoDBClient.prototype.send;
    try {
      limiter = instance();
      await reported(api, point, 'count', product, '7');
      const refused = await signUp('uncounted');
      expectProblem(refused, 503, 'dependency_unavailable');
      expectStanding(refused, 'signUp');
    } finally {
      DynamoDBClient.prototype.send = realSend as typeof DynamoDBClient.prototype.send;
      vi.restoreAllMocks();
    }
    expect(await quantityAt(api, point, product)).toBe('7');
    expect((await signUp('uncounted')).status).toBe(201);
  });

  it('are deleted by the TTL of the table an hour after their window, and not before', async () => {
    limiter = instance();
    await signUp('swept');
    const counters = async (): Promise<number> =>
      (await allItems(api.settings)).filter(({ pk }) => pk && 'S' in pk && pk.S.startsWith('rate#')).length;
    expect(await counters()).toBeGreaterThan(0);
    const windowEnd = (api.clock.now.getTime() + HOUR_MS) / 1_000;
    await sweep(windowEnd + 3_599);
    expect(await counters()).toBe(2);
    await sweep(windowEnd + 3_600);
    expect(await counters()).toBe(0);
  });
});
