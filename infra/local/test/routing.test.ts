import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRouter } from '../src/routing.ts';
import type { LocalRoute } from '../src/template.ts';

const routesOf = (...keys: string[]): LocalRoute[] =>
  keys.map((routeKey) => ({ routeKey, functionArn: 'arn:aws:lambda:r:0:function:f', timeoutMs: 30_000 }));

const choose = createRouter(
  routesOf(
    'GET /v1/products',
    'GET /v1/products/{id}',
    'GET /v1/products/new',
    'POST /v1/products/new/{part}',
    'GET /v1/products/{id}/certificates/{certificateId}',
    'ANY /v1/any',
    'GET /docs/{file+}',
    'GET /docs/{file+}',
    'PUT /{everything+}',
    '$default',
  ),
);

describe('route selection', () => {
  it.each([
    { method: 'GET', path: '/v1/products', key: 'GET /v1/products', parameters: undefined },
    { method: 'GET', path: '/v1/products/new', key: 'GET /v1/products/new', parameters: undefined },
    { method: 'GET', path: '/v1/products/7', key: 'GET /v1/products/{id}', parameters: { id: '7' } },
    { method: 'GET', path: '/v1/products/a%2Fb', key: 'GET /v1/products/{id}', parameters: { id: 'a/b' } },
    { method: 'GET', path: '/v1/products/%C4%91', key: 'GET /v1/products/{id}', parameters: { id: 'đ' } },
    {
      method: 'GET',
      path: '/v1/products/new/certificates/9',
      key: 'GET /v1/products/{id}/certificates/{certificateId}',
      parameters: { id: 'new', certificateId: '9' },
    },
    { method: 'GET', path: '/v1/products/', key: '$default', parameters: undefined },
    { method: 'HEAD', path: '/v1/products', key: '$default', parameters: undefined },
    { method: 'DELETE', path: '/v1/any', key: 'ANY /v1/any', parameters: undefined },
    { method: 'GET', path: '/docs/a/b.css', key: 'GET /docs/{file+}', parameters: { file: 'a/b.css' } },
    { method: 'GET', path: '/docs', key: '$default', parameters: undefined },
    { method: 'PUT', path: '/v1/products', key: 'PUT /{everything+}', parameters: { everything: 'v1/products' } },
    { method: 'GET', path: '/v1/__proto__', key: '$default', parameters: undefined },
  ])('$method $path is for $key', ({ method, path, key, parameters }) => {
    const match = choose(method, path);
    expect(match?.route.routeKey).toBe(key);
    expect(match?.pathParameters && { ...match.pathParameters }).toEqual(parameters);
  });

  it('finds nothing without a default route', () => {
    expect(createRouter(routesOf('GET /a'))('GET', '/b')).toBeUndefined();
  });

  it('answers any path with a route or a URIError, and hands every variable over decoded', () => {
    fc.assert(
      fc.property(fc.webPath({ size: 'small' }), fc.string({ unit: 'binary', minLength: 1 }), (path, text) => {
        expect(choose('GET', path)).toBeDefined();
        if (!text.isWellFormed()) return;
        const match = choose('GET', `/v1/products/${encodeURIComponent(text)}`);
        if (text !== 'new') expect(match?.pathParameters?.id).toBe(text);
      }),
    );
    expect(() => choose('GET', '/v1/%')).toThrow(URIError);
  });
});
