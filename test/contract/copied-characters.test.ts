import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allRoutes } from '#infra/build/all-routes.ts';
import examples from '#infra/build/examples.json' with { type: 'json' };
import type { OperationExample } from '#infra/build/examples.ts';
import { inputOf } from '#shared/http/request.ts';
import type { Route } from '#shared/http/route.ts';
import { eventOf } from '#test/support/api.ts';

const MARKS = [
  '\u202d',
  '\u202c',
  '\u2066',
  '\u2069',
  '\u200e',
  '\u200f',
  '\ufe0d',
  '\ufeff',
  '\u00a0',
  '\t',
  '\n',
  ' ',
];

const mapStrings = (value: unknown, change: (text: string) => string): unknown => {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((part) => mapStrings(part, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, mapStrings(part, change)]));
};

const exampleOf = ({ operationId }: Route): OperationExample | undefined =>
  (examples as unknown as Record<string, OperationExample>)[operationId];
const withBody = allRoutes.filter((route) => exampleOf(route)?.body !== undefined);
const withQuery = allRoutes.filter((route) => exampleOf(route)?.query !== undefined);

const parsed = (route: Route, ask: { body?: unknown; query?: Record<string, string> }): unknown => {
  const event: APIGatewayProxyEventV2 = eventOf(route.method, route.path, ask);
  return inputOf(route, event, {});
};

describe('characters that are copied along with a value', () => {
  it('mean nothing at either end of any string of any body', () => {
    expect(withBody.length).toBeGreaterThan(30);
    fc.assert(
      fc.property(
        fc.constantFrom(...withBody),
        fc.constantFrom(...MARKS),
        fc.constantFrom(...MARKS),
        (route, before, after) => {
          const body = exampleOf(route)?.body;
          const copied = mapStrings(body, (text) => `${before}${text}${after}`);
          expect([route.operationId, parsed(route, { body: copied })]).toEqual([
            route.operationId,
            parsed(route, { body }),
          ]);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('mean nothing at either end of any parameter of any query', () => {
    expect(withQuery.length).toBeGreaterThan(5);
    fc.assert(
      fc.property(fc.constantFrom(...withQuery), fc.constantFrom(...MARKS), (route, mark) => {
        const query = mapStrings(exampleOf(route)?.query, String) as Record<string, string>;
        const copied = mapStrings(query, (text) => `${mark}${text}${mark}`) as Record<string, string>;
        expect([route.operationId, parsed(route, { query: copied })]).toEqual([
          route.operationId,
          parsed(route, { query }),
        ]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('parameters that other programs append to a shared link', () => {
  const publicReads = allRoutes.filter(({ access }) => access === 'public');
  const SHARED = ['fbclid', 'utm_source', 'utm_medium', '_', 'gclid', 'zarsrc'];

  it('are ignored by every public read', () => {
    const query = Object.fromEntries(SHARED.map((name) => [name, 'x']));
    for (const route of publicReads) {
      const known = mapStrings(exampleOf(route)?.query ?? {}, String) as Record<string, string>;
      expect([route.path, parsed(route, { query: { ...known, ...query } })]).toEqual([
        route.path,
        parsed(route, { query: known }),
      ]);
    }
  });

  it.each(['utm', 'fbclid2', 'xutm_source', 'UTM_SOURCE'])('are no other parameters: %s is unknown', (name) => {
    for (const route of publicReads) expect(() => parsed(route, { query: { [name]: 'x' } })).toThrow();
  });
});

describe('bytes that are not UTF-8', () => {
  const producers = allRoutes.find(({ operationId }) => operationId === 'registerProducer') ?? allRoutes[0];
  const parse = (bytes: Buffer, contentType = 'application/json') => {
    const route = producers as Route;
    const headers = { 'content-type': contentType };
    return () =>
      inputOf(route, eventOf('POST', route.path, { raw: bytes.toString('base64'), base64: true, headers }), {});
  };
  const named = (name: string, encoding: BufferEncoding) => Buffer.from(JSON.stringify({ name }), encoding);

  it.each([
    ['ISO-8859-1', named('Bánh dày', 'latin1')],
    ['UTF-16', named('Bánh dày', 'utf16le')],
    ['a cut sequence', named('Bánh dày', 'utf8').subarray(0, 12)],
    ['an overlong sequence', Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')])],
  ])('are a malformed body: %s', (_what, bytes) => {
    expect(parse(bytes)).toThrow(expect.objectContaining({ code: 'malformed_body' }));
  });

  it.each(['iso-8859-1', '"windows-1258"', 'utf-16'])('are refused when they are declared: charset=%s', (charset) => {
    const body = named('Banh', 'utf8');
    const declared = parse(body, `application/json; charset=${charset}`);
    expect(declared).toThrow(expect.objectContaining({ code: 'malformed_body' }));
    expect(declared).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ en: expect.stringContaining('has to be UTF-8') }) }),
    );
    expect(parse(body, 'application/json; charset=UTF-8')).not.toThrow(
      expect.objectContaining({ code: 'malformed_body' }),
    );
  });

  it.each(['B\ufffdnh', '\ufffd'])('are named where a gateway has replaced them: %s', (name) => {
    expect(parse(named(name, 'utf8'))).toThrow(
      expect.objectContaining({
        faults: expect.arrayContaining([expect.objectContaining({ pointer: '/name', code: 'invalid_text' })]),
      }),
    );
  });

  it('are named in a query, in names and in values', () => {
    const route = allRoutes.find(({ operationId }) => operationId === 'listProducts') as Route;
    for (const rawQueryString of ['province=B%E1nh', 'province=%C3', 'B%E1=1', 'province=%EF%BF%BD']) {
      const event = { ...eventOf('GET', route.path), rawQueryString };
      expect(() => inputOf(route, event, {})).toThrow(
        expect.objectContaining({
          faults: expect.arrayContaining([expect.objectContaining({ code: 'invalid_text' })]),
        }),
      );
    }
  });
});
