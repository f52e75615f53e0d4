import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGE_MAX_UNITS } from '#shared/data/table/read-budget.ts';
import { type Api, startApi } from '#test/support/api.ts';
import { BUILT, publicRoutes } from '#test/support/cases.ts';
import { DEAREST, dearestOfWalk, WHOLE } from '#test/support/dearest.ts';
import { LONGEST, MANY, writeLongest } from '#test/support/longest.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ stream: false });
  await writeLongest(api);
}, 120_000);
afterAll(() => api.stop());

describe('the dearest page of a public route', () => {
  const routes = publicRoutes.filter(({ operationId }) => !BUILT.has(operationId));

  it.each(routes)(
    '$operationId reads at most fifteen units, a filter without a partition of its own at most ten, and every page of a walk goes on',
    async ({ operationId }) => {
      const pages = DEAREST[operationId];
      if (!pages) throw new Error(`${operationId} has no case here`);
      for (const page of pages) {
        const { units } = await dearestOfWalk(api, page);
        expect(units, `${page.path} ${JSON.stringify(page.query ?? {})}`).toBeLessThanOrEqual(
          page.most ?? PAGE_MAX_UNITS,
        );
      }
    },
  );

  it.each([
    { path: '/v1/products', query: { province: '37', ...WHOLE }, all: MANY },
    { path: '/v1/products', query: { formerProvince: '37', sort: 'name', ...WHOLE }, all: MANY },
    { path: `/v1/sales-points/${LONGEST.point}/stock`, query: WHOLE, all: MANY },
    { path: `/v1/products/${LONGEST.product}/availability`, query: WHOLE, all: MANY },
    { path: '/v1/sales-points', query: WHOLE, all: MANY },
    { path: '/v1/events', query: WHOLE, all: 40 },
    { path: '/v1/promotions', query: { product: LONGEST.product }, all: 20 },
  ])('$path shows everything in the end, each once, however short its pages are', async ({ path, query, all }) => {
    const seen: string[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const reply = await api.ask('GET', path, { query: { ...query, ...(cursor === undefined ? {} : { cursor }) } });
      expect(reply.status, reply.text).toBe(200);
      seen.push(
        ...reply.body.items.map((item: { id?: string; product?: string; salesPoint?: string }) =>
          String(item.id ?? `${item.salesPoint} ${item.product}`),
        ),
      );
      cursor = reply.body.next;
      more = cursor !== undefined;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(all);
  });
});
