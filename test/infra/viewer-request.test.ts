import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROOT } from '#infra/build/bundles.ts';
import { isTracking, localeOf } from '#shared/http/request.ts';

type Header = { value: string; multiValue?: { value: string }[] };
type Request = { method: string; uri: string; headers: Record<string, Header>; querystring: Record<string, Header> };

const source = readFileSync(join(ROOT, 'infra', 'edge', 'viewer-request.js'), 'utf8');
const handler = runInNewContext(`${source};handler`) as (event: {
  viewer: { ip: string };
  request: Request;
}) => Request;

const changedRequest = (headers: Record<string, Header>, method = 'GET', querystring: Record<string, Header> = {}) =>
  handler({ viewer: { ip: '203.0.113.7' }, request: { method, uri: '/v1/products', headers, querystring } });
const changed = (headers: Record<string, Header>, method = 'GET'): Request['headers'] =>
  changedRequest(headers, method).headers;
const languageOf = (header: string | undefined): string | undefined =>
  changed(header === undefined ? {} : { 'accept-language': { value: header } })['accept-language']?.value;

const tag = fc.oneof(
  fc.constantFrom('vi', 'en', 'VI', 'En-GB', 'en_US', 'vi-VN', 'fr', '*', 'english', 'vie', ''),
  fc.string({ maxLength: 6 }),
);
const quality = fc.oneof(
  fc.constantFrom(
    '',
    ';q=0',
    ';q=1',
    ';q=0.8',
    '; q=0.9',
    ';Q=0.5',
    ';q=',
    ';q=.',
    ';q=1.2.3',
    ';x=1;q=0.3',
    ';q=0.3;q=0.9',
  ),
  fc.double({ min: 0, max: 1, noNaN: true }).map((value) => `;q=${value}`),
);
const header = fc
  .array(fc.tuple(fc.constantFrom('', ' ', '\t'), tag, quality), { maxLength: 6 })
  .map((parts) => parts.map((part) => part.join('')).join(','));

const word = fc.stringMatching(/^[a-z_]{1,9}$/);
const parameterName = fc.oneof(
  fc.constantFrom(
    'fbclid',
    'gclid',
    'zarsrc',
    '_',
    '_ga',
    'stars',
    'sort',
    'cursor',
    'utm',
    'utm_source',
    'UTM_source',
  ),
  word,
  word.map((name) => `utm_${name}`),
);

describe('the function of the edge', () => {
  it('leaves parameters of shared links out of the cache key: those that the API ignores', () => {
    fc.assert(
      fc.property(fc.uniqueArray(parameterName, { maxLength: 5 }), (names) => {
        const query = Object.fromEntries(names.map((name) => [name, { value: '1' }]));
        const kept = Object.keys(changedRequest({}, 'GET', query).querystring);
        expect(kept).toEqual(names.filter((name) => !isTracking(name)));
      }),
    );
  });

  it('reads Accept-Language by the same rule as the API', () => {
    fc.assert(
      fc.property(fc.oneof(header, fc.string()), (text) => {
        expect([text, languageOf(text)]).toEqual([text, localeOf(text)]);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['en_US', 'en'],
    ['en,vi', 'en'],
    ['vi,en', 'vi'],
    ['en-GB,en;q=0.9,vi;q=0.9', 'en'],
    ['fr,en_AU;q=0.5', 'en'],
    ['vi;q=0.8,en;q=0.8', 'vi'],
    ['fr', 'vi'],
  ])('reads %s as %s', (text, language) => {
    expect([localeOf(text), languageOf(text)]).toEqual([language, language]);
  });

  it('says vi or en and nothing else, also where no language was asked for', () => {
    fc.assert(
      fc.property(header, (text) => {
        expect(['vi', 'en']).toContain(languageOf(text));
      }),
    );
    expect(languageOf(undefined)).toBe('vi');
  });

  it('leaves the language as it is when it runs again, so that the API reads what the cache keeps', () => {
    fc.assert(
      fc.property(header, (text) => {
        expect(localeOf(languageOf(text))).toBe(localeOf(text));
      }),
    );
  });

  it('reads a header that came twice as one list', () => {
    const twice = { value: 'fr', multiValue: [{ value: 'fr' }, { value: 'en' }] };
    expect(changed({ 'accept-language': twice })['accept-language']).toEqual({ value: 'en' });
  });

  it('states the address of the viewer over what the viewer states', () => {
    const forged = { value: '198.51.100.1', multiValue: [{ value: '198.51.100.1' }, { value: '::1' }] };
    expect(changed({ 'x-ocop-viewer': forged })['x-ocop-viewer']).toEqual({ value: '203.0.113.7' });
  });

  it('asks for answers to writes uncompressed, so that their ETags stay strong', () => {
    const headers = () => ({ 'accept-encoding': { value: 'gzip, br' } });
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
      expect(changed(headers(), method)).not.toHaveProperty('accept-encoding');
    for (const method of ['GET', 'HEAD']) expect(changed(headers(), method)).toMatchObject(headers());
  });

  it('keeps every other header and the address that was asked for', () => {
    const request = {
      method: 'PATCH',
      uri: '/v1/products/prd_1',
      querystring: {},
      headers: {
        authorization: { value: 'Bearer x' },
        'if-match': { value: '"3-a"' },
        origin: { value: 'https://a.vn' },
      },
    };
    const { uri, headers } = handler({ viewer: { ip: '::1' }, request });
    expect(uri).toBe('/v1/products/prd_1');
    expect(headers).toMatchObject({
      authorization: { value: 'Bearer x' },
      'if-match': { value: '"3-a"' },
      origin: { value: 'https://a.vn' },
    });
  });

  it('fits into what CloudFront takes, with no syntax that its runtime lacks', () => {
    expect(Buffer.byteLength(source)).toBeLessThan(10_240);
    const code = source.replaceAll(/\/\/.*$/gm, '');
    expect(code).not.toMatch(/\b(?:class|async|await|import|require|of)\b|\?\.|\?\?|\.\.\./);
  });
});
