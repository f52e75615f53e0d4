import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, OWNER, startApi } from '#test/support/api.ts';
import { publishedProduct, verifiedProducer } from '#test/support/journey.ts';
import { expectProblem } from '#test/support/responses.ts';

let api: Api;
let product: string;
beforeAll(async () => {
  api = await startApi({ stream: false });
  ({ id: product } = await publishedProduct(api, await verifiedProducer(api), { name: 'Cơm cháy Tràng An' }));
});
afterAll(() => api.stop());

describe('HEAD', () => {
  it.each(['/v1/products', '/v1/taxonomy', '/v1/events.ics', '/v1/products/{product}', '/v1/products/prd_none'])(
    'of %s tells the length of the answer to GET, and has no body',
    async (pattern) => {
      const path = pattern.replace('{product}', product);
      const [get, head] = [await api.ask('GET', path), await api.ask('HEAD', path)];
      expect(head).toMatchObject({ status: get.status, text: '' });
      // The id of a request is in the body of a problem; both have the same length.
      expect(head.headers['content-length']).toBe(String(Buffer.byteLength(get.text)));
    },
  );
});

describe('If-Match', () => {
  const change = async (make: (etag: string) => string) => {
    const path = `/v1/me/products/${product}`;
    const { etag = '' } = (await api.ask('GET', path, { as: OWNER })).headers;
    const headers = { 'if-match': make(etag), 'accept-language': 'en' };
    return api.ask('PATCH', `/v1/products/${product}`, { as: OWNER, body: { story: 'Mới' }, headers });
  };

  it.each([
    ['weak', (etag: string) => `W/${etag}`, 'weak tag'],
    ['weak beside a foreign one', (etag: string) => `"x", W/${etag}`, 'weak tag'],
    ['with the suffix of a compressed answer', (etag: string) => etag.replace(/"$/, '-gzip"'), 'changed on the way'],
    ['without quotes', (etag: string) => etag.replaceAll('"', ''), 'changed on the way'],
    ['cut', (etag: string) => etag.replace(/.."$/, '"'), 'changed on the way'],
    ['of something else', () => '"abc"', 'no ETag of this API'],
  ])('that is %s is named as what it is', async (_what, make, named) => {
    const problem = expectProblem(await change(make), 412, 'version_stale');
    expect(problem.detail).toContain(named);
  });

  it('that is the strong tag, also beside others, passes', async () => {
    expect((await change((etag) => etag)).status).toBe(200);
    expect((await change((etag) => `W/"x", ${etag}`)).status).toBe(200);
  });
});

describe('a path', () => {
  it.each(['/v1/products/B%E1nh', '/v1/products/%C3%28', '/v1/products/%EF%BF%BD'])(
    'with bytes that are not UTF-8 is refused: %s',
    async (path) => {
      expectProblem(await api.ask('GET', path), 400, 'invalid_request');
    },
  );

  it.each(['/v1/products/b%C3%A1nh', '/v1/products/100%', '/v1/products/100%25'])(
    'of UTF-8 is looked up: %s',
    async (path) => {
      expectProblem(await api.ask('GET', path), 404, 'not_found');
    },
  );

  it('is read without characters that were copied along', async () => {
    expect((await api.ask('GET', `/v1/products/%E2%80%8E${product}%20`)).status).toBe(200);
  });
});
