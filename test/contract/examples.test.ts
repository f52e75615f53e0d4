import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from '#infra/build/all-routes.ts';
import type { OperationExample } from '#infra/build/examples.ts';
import type { Route } from '#shared/http/route.ts';
import { type Api, type Ask, type Reply, startApi } from '#test/support/api.ts';
import { askOf, type Call } from '#test/support/case.ts';
import { BUILT, caseOf, publicCases, visible } from '#test/support/cases.ts';
import { startEngine } from '#test/support/engine.ts';
import { stableValues } from '#test/support/stable-values.ts';

let engine: Awaited<ReturnType<typeof startEngine>>;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.stop());

const pathValues = (route: Route, path: string): Record<string, string> => {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const pattern = new RegExp(`^${route.path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '([^/]+)')}$`);
  const values = pattern.exec(path)?.slice(1) ?? [];
  return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')]));
};

const isJson = ({ headers }: Reply): boolean => /[/+]json/.test(headers['content-type'] ?? '');

const exampleOf = (route: Route, path: string, ask: Ask, reply: Reply): OperationExample => {
  return stableValues({
    ...(route.path.includes('{') ? { path: pathValues(route, path) } : {}),
    ...(ask.query ? { query: ask.query } : {}),
    ...(ask.body === undefined ? {} : { body: ask.body }),
    status: reply.status,
    ...(isJson(reply) ? { response: reply.body } : {}),
  }) as OperationExample;
};

const callOf = async (api: Api, route: Route): Promise<{ path: string; ask: Ask }> => {
  if (route.access === 'public') {
    const make = publicCases[route.operationId];
    if (!make) throw new Error(`${route.operationId} has no public case`);
    const { path, query } = make(await visible(api));
    return { path, ask: query ? { query } : {} };
  }
  const [scene] = caseOf(route).scenes;
  if (!scene) throw new Error(`${route.operationId} has no scene`);
  const call: Call = await scene.set(api);
  return { path: call.path, ask: askOf(call) };
};

const examples: Record<string, OperationExample> = {};

describe('the example of every operation', { shuffle: false }, () => {
  it.each(allRoutes.filter(({ operationId }) => !BUILT.has(operationId)))(
    '$operationId: is a request that succeeds, and its response',
    async (route) => {
      const api = await startApi({ engine, stream: false });
      try {
        const { path, ask } = await callOf(api, route);
        const reply = await api.ask(route.method, path, ask);
        expect(reply.status, reply.text).toBeLessThan(300);
        examples[route.operationId] = exampleOf(route, path, ask, reply);
      } finally {
        await api.stop();
      }
    },
  );

  it('is the one that is committed', async () => {
    const sorted = Object.fromEntries(Object.entries(examples).sort(([a], [b]) => (a < b ? -1 : 1)));
    await expect(`${JSON.stringify(sorted, undefined, 1)}\n`).toMatchFileSnapshot('../../infra/build/examples.json');
  });
});
