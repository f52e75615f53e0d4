import { describe, expect, it } from 'vitest';
import {
  type EventSettings,
  foldHeaders,
  parseQuery,
  type RawRequest,
  toEvent,
  toGatewayResponse,
} from '../src/event.ts';

const request = (overrides: Partial<RawRequest> = {}): RawRequest => ({
  method: 'GET',
  path: '/v1/products',
  query: '',
  protocol: 'HTTP/1.1',
  headers: ['Host', 'ocop.example'],
  sourceIp: '127.0.0.1',
  body: Buffer.alloc(0),
  ...overrides,
});

const settings: EventSettings = {
  apiId: 'api',
  routeKey: 'GET /v1/products',
  pathParameters: undefined,
  requestId: 'request-1',
  now: new Date('2025-07-01T17:04:09.123Z'),
  port: 3000,
};

const eventOf = (overrides: Partial<RawRequest>, more: Partial<EventSettings> = {}) => {
  const raw = request(overrides);
  return JSON.parse(JSON.stringify(toEvent(raw, foldHeaders(raw.headers), { ...settings, ...more })));
};

describe('an event in payload format 2.0', () => {
  it('has the fields of a request without parameters, cookies or body, and no others', () => {
    expect(eventOf({})).toEqual({
      version: '2.0',
      routeKey: 'GET /v1/products',
      rawPath: '/v1/products',
      rawQueryString: '',
      headers: {
        host: 'ocop.example',
        'content-length': '0',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': '3000',
        'x-forwarded-proto': 'http',
      },
      requestContext: {
        accountId: '000000000000',
        apiId: 'api',
        domainName: 'ocop.example',
        domainPrefix: 'ocop',
        http: { method: 'GET', path: '/v1/products', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
        requestId: 'request-1',
        routeKey: 'GET /v1/products',
        stage: '$default',
        time: '01/Jul/2025:17:04:09 +0000',
        timeEpoch: 1751389449123,
      },
      isBase64Encoded: false,
    });
  });

  it.each([
    { sent: 'a=1&b=2', seen: { a: '1', b: '2' } },
    { sent: 'a=1&a=2&b=3&a=', seen: { a: '1,2,', b: '3' } },
    { sent: 'q=Ninh+B%C3%ACnh', seen: { q: 'Ninh Bình' } },
    { sent: 'flag&&empty=', seen: { flag: '', empty: '' } },
    { sent: 'a=b=c', seen: { a: 'b=c' } },
    { sent: 'q=%E0%A4%A&r=%zz', seen: { q: '%E0%A4%A', r: '%zz' } },
    { sent: '__proto__=x', seen: JSON.parse('{"__proto__":"x"}') },
  ])('reads the query $sent and keeps it as sent', ({ sent, seen }) => {
    const event = eventOf({ query: sent });
    expect(event.rawQueryString).toBe(sent);
    expect(event.queryStringParameters).toEqual(seen);
    expect(JSON.parse(JSON.stringify(parseQuery(sent)))).toEqual(seen);
  });

  it('joins repeated headers by commas under lower-case names and leaves X-Request-Id alone', () => {
    const { headers } = eventOf({
      headers: ['Accept', 'a', 'ACCEPT', 'b', 'X-Request-Id', 'Mine-1', 'Connection', 'close'],
    });
    expect(headers).toMatchObject({ accept: 'a,b', 'x-request-id': 'Mine-1' });
    expect(headers).not.toHaveProperty('connection');
  });

  it('hands cookies over as a list and not as a header', () => {
    const event = eventOf({ headers: ['Cookie', 'a=1; b=2', 'Cookie', 'c=3'] });
    expect(event.cookies).toEqual(['a=1', 'b=2', 'c=3']);
    expect(event.headers).not.toHaveProperty('cookie');
  });

  it.each([
    { type: 'application/json', encoded: false },
    { type: 'application/json; charset=utf-8', encoded: false },
    { type: 'Application/JSON', encoded: false },
    { type: 'text/csv', encoded: false },
    { type: 'application/xml', encoded: false },
    { type: 'application/javascript', encoded: false },
    { type: 'application/merge-patch+json', encoded: true },
    { type: 'application/x-www-form-urlencoded', encoded: true },
    { type: 'image/png', encoded: true },
    { type: undefined, encoded: true },
  ])('a body of type $type is base64: $encoded', ({ type, encoded }) => {
    const body = Buffer.from('{"tên":"Nem"}');
    const event = eventOf({ body, headers: type ? ['Content-Type', type] : [] });
    expect(event.isBase64Encoded).toBe(encoded);
    expect(event.body).toBe(body.toString(encoded ? 'base64' : 'utf8'));
    expect(event.headers['content-length']).toBe(String(body.length));
  });

  it.each([
    { sent: '/v1/places/Ninh%20B%C3%ACnh', seen: '/v1/places/Ninh Bình' },
    { sent: '/v1/a%2Fb', seen: '/v1/a/b' },
    { sent: '/v1/a%3Fb', seen: '/v1/a' },
    { sent: '//v1//', seen: '//v1//' },
  ])('gives the path $sent decoded', ({ sent, seen }) => {
    const event = eventOf({ path: sent });
    expect([event.rawPath, event.requestContext.http.path]).toEqual([seen, seen]);
  });

  it('refuses a path that is not well encoded', () => {
    expect(() => eventOf({ path: '/v1/%FF' })).toThrow(URIError);
  });

  it('appends the caller to X-Forwarded-For and carries the authorizer', () => {
    const jwt = { claims: { sub: 'buyer-1' }, scopes: null };
    const event = eventOf({ headers: ['X-Forwarded-For', '203.0.113.9'] }, { jwt });
    expect(event.headers['x-forwarded-for']).toBe('203.0.113.9, 127.0.0.1');
    expect(event.requestContext.authorizer).toEqual({ jwt });
  });
});

describe('a function’s result as an answer', () => {
  const responseOf = (result: unknown) => {
    const response = toGatewayResponse({ json: JSON.stringify(result) });
    return response && { ...response, body: response.body.toString('latin1') };
  };
  const json = [['content-type', 'application/json']];

  it.each([
    { result: { a: 1 }, response: { status: 200, headers: json, body: '{"a":1}' } },
    { result: 'hello', response: { status: 200, headers: json, body: 'hello' } },
    { result: null, response: { status: 200, headers: json, body: 'null' } },
    { result: [1], response: { status: 200, headers: json, body: '[1]' } },
    { result: { statusCode: 204 }, response: { status: 204, headers: [], body: '' } },
    { result: { statusCode: '201', body: null }, response: { status: 201, headers: [], body: '' } },
    {
      result: { statusCode: 200, body: 'x' },
      response: { status: 200, headers: [['content-type', 'text/plain;charset=UTF-8']], body: 'x' },
    },
    {
      result: {
        statusCode: 200,
        headers: { ETag: '"1"', 'X-Count': 3, 'Content-Length': 99 },
        cookies: ['a=1', 'b=2'],
      },
      response: {
        status: 200,
        headers: [
          ['etag', '"1"'],
          ['x-count', '3'],
          ['set-cookie', ['a=1', 'b=2']],
        ],
        body: '',
      },
    },
    {
      result: { statusCode: 200, headers: { 'Content-Type': 'image/png' }, body: '/w==', isBase64Encoded: true },
      response: { status: 200, headers: [['content-type', 'image/png']], body: 'ÿ' },
    },
  ])('$result', ({ result, response }) => {
    expect(responseOf(result)).toEqual(response);
  });

  it('takes the text of its body beside the rest', () => {
    const apart = (result: object) => toGatewayResponse({ json: JSON.stringify(result), body: 'Cốm' });
    expect(apart({ statusCode: 200, headers: { 'content-type': 'text/plain' } })).toEqual({
      status: 200,
      headers: [['content-type', 'text/plain']],
      body: 'Cốm',
    });
    expect(apart({ a: 1 })?.body).toBe('{"a":1,"body":"Cốm"}');
  });

  it.each([
    { statusCode: 'many' },
    { statusCode: 99 },
    { statusCode: 200, body: { a: 1 } },
    { statusCode: 200, headers: { a: ['b'] } },
    { statusCode: 200, cookies: 'a=1' },
  ])('%j is none', (result) => {
    expect(responseOf(result)).toBeUndefined();
  });
});
