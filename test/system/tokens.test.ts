import { loadSigningKey, localClientId, localIssuer, type SigningKey } from '@ocop/local-aws';
import { generateKeyPair, importJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes, routesOf } from '#infra/build/all-routes.ts';
import { startSystem } from '#test/support/started-system.ts';

let system: Awaited<ReturnType<typeof startSystem>>;
let key: SigningKey;
beforeAll(async () => {
  system = await startSystem();
  key = await loadSigningKey(system.dataDir);
});
afterAll(() => system.stop());

const seconds = () => Math.floor(Date.now() / 1000);

const claims = () => ({
  sub: 'officer-ninh-binh',
  'cognito:groups': ['officer'],
  iss: localIssuer,
  client_id: localClientId,
  token_use: 'access',
  iat: seconds(),
  exp: seconds() + 600,
});

const signed = async (over: Record<string, unknown> = {}): Promise<string> =>
  new SignJWT({ ...claims(), ...over })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid })
    .sign(await importJWK(key.privateJwk, 'RS256'));

const forged = async (): Promise<string> => {
  const { privateKey } = await generateKeyPair('RS256');
  return new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', kid: key.kid }).sign(privateKey);
};

const unsigned = (): string =>
  `${[{ alg: 'none' }, claims()].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;

const BAD: [name: string, header: () => Promise<string | undefined>][] = [
  ['no token', async () => undefined],
  ['no JWT', async () => 'Bearer rubbish'],
  ['an unsigned token', async () => `Bearer ${unsigned()}`],
  ["a token signed by somebody else's key", async () => `Bearer ${await forged()}`],
  ['an expired token', async () => `Bearer ${await signed({ iat: seconds() - 900, exp: seconds() - 300 })}`],
  ['a token for another client', async () => `Bearer ${await signed({ client_id: 'somebody-else' })}`],
  ['a token of another issuer', async () => `Bearer ${await signed({ iss: `${localIssuer}x` })}`],
  ['an id token', async () => `Bearer ${await signed({ token_use: 'id', client_id: undefined, aud: localClientId })}`],
];

const call = (method: string, path: string, authorization: string | undefined) =>
  fetch(system.url + path.replaceAll(/\{\w+\}/g, 'x'), {
    method,
    headers: { ...(authorization ? { authorization } : {}), 'content-type': 'application/json' },
    ...(method === 'GET' ? {} : { body: '{}' }),
  });

describe('the routes behind the authorizer', () => {
  it.each(BAD)('answer 401 to %s, all of them', async (_, header) => {
    const authorization = await header();
    const guarded = allRoutes.filter(({ access }) => access === 'signed-in');
    expect(guarded.length).toBeGreaterThan(20);
    for (const { method, path } of guarded) {
      const answer = await call(method, path, authorization);
      expect([method, path, answer.status]).toEqual([method, path, 401]);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
  });

  it('let a right token through to the verb', async () => {
    const answer = await call('GET', '/v1/me', `Bearer ${await signed()}`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ subject: 'officer-ninh-binh', memberships: [{ id: 'off_37' }] });
  });
});

describe('the public routes', () => {
  it('answer without a token, and take no notice of a bad one', async () => {
    const needsAParameter = ['/v1/communes/resolve', '/v1/promotions'];
    const paths = routesOf.catalog.map(({ path }) => path);
    for (const path of paths.filter((each) => !each.includes('{') && !needsAParameter.includes(each))) {
      for (const authorization of [undefined, 'Bearer rubbish']) {
        const answer = await call('GET', path, authorization);
        expect([path, answer.status]).toEqual([path, 200]);
      }
    }
  });

  it('answer an unknown path with 404 and another method with 405 and Allow, as problems', async () => {
    const unknown = await fetch(`${system.url}/v1/nothing`);
    expect([unknown.status, unknown.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
    const wrong = await fetch(`${system.url}/v1/products`, { method: 'DELETE' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });
});
