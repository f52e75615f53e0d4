import { describe, expect, it } from 'vitest';
import { defineRoutes, publicRoute } from '#shared/http/route.ts';
import { serve } from '#shared/http/serve.ts';
import { notFound } from '#shared/platform/problem.ts';
import { eventOf } from '#test/support/api.ts';
import { MEDIA_URL } from '#test/support/memory-storage.ts';

const route = (path: string) =>
  publicRoute({
    method: 'GET',
    path,
    handle: async (_, { params }) => ({ status: 200, headers: {}, body: JSON.stringify([path, params]) }),
  });

const answered = async (paths: readonly string[], asked: string) => {
  const handler = serve(
    Object.values(defineRoutes(Object.fromEntries(paths.map((path) => [path, route(path)])))),
    () => ({
      reader: { get: async () => undefined, query: async () => ({ items: [], more: false }) },
      mediaUrl: MEDIA_URL,
      now: () => new Date(),
    }),
    async () => {
      throw notFound();
    },
  );
  const { statusCode, body } = await handler(eventOf('GET', asked));
  return statusCode === 200 ? JSON.parse(body ?? '') : statusCode;
};

const PATHS = [
  '/v1/points/{id}',
  '/v1/points/silent',
  '/v1/points/{id}/stock',
  '/v1/points/{id}/members/{subject}',
  '/v1/points/silent/members/{subject}',
  '/v1/points/{id}/members/me',
  '/v1/points',
];

describe.each([
  ['parameters first', PATHS],
  ['static paths first', [...PATHS].reverse()],
])('routes that clash, given with %s', (_, paths) => {
  it.each<[string, unknown]>([
    ['/v1/points/silent', ['/v1/points/silent', {}]],
    ['/v1/points/silence', ['/v1/points/{id}', { id: 'silence' }]],
    ['/v1/points/silen', ['/v1/points/{id}', { id: 'silen' }]],
    ['/v1/points/silent/stock', ['/v1/points/{id}/stock', { id: 'silent' }]],
    ['/v1/points/silent/members/x', ['/v1/points/silent/members/{subject}', { subject: 'x' }]],
    ['/v1/points/silent/members/me', ['/v1/points/silent/members/{subject}', { subject: 'me' }]],
    ['/v1/points/a/members/me', ['/v1/points/{id}/members/me', { id: 'a' }]],
    ['/v1/points/a/members/x', ['/v1/points/{id}/members/{subject}', { id: 'a', subject: 'x' }]],
    ['/v1/points', ['/v1/points', {}]],
    ['/v1/points/a/b', 404],
  ])('%s is answered by the most specific', async (asked, expected) => {
    expect(await answered(paths, asked)).toEqual(expected);
  });

  it('also where they are the only two', async () => {
    const two = paths.filter((path) => ['/v1/points/{id}', '/v1/points/silent'].includes(path));
    expect(await answered(two, '/v1/points/silent')).toEqual(['/v1/points/silent', {}]);
    expect(await answered(two, '/v1/points/x')).toEqual(['/v1/points/{id}', { id: 'x' }]);
  });
});
