import { createHmac, createPublicKey } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAuthorize } from '../src/authorizer.ts';
import { issueToken, loadSigningKey, localClientId, localIssuer, type SigningKey } from '../src/identity.ts';
import type { RouteAuthorizer } from '../src/template.ts';
import { temporaryFolder } from './fixtures/system.ts';

const now = 1_751_389_449;
const guarded: RouteAuthorizer = {
  issuer: localIssuer,
  audience: [localClientId],
  identitySources: ['$request.header.Authorization'],
  scopes: [],
};
const accessClaims = {
  sub: 'buyer-1',
  iss: localIssuer,
  client_id: localClientId,
  token_use: 'access',
  iat: now,
  exp: now + 60,
};

let key: SigningKey;

beforeAll(async () => {
  const folder = await temporaryFolder();
  key = await loadSigningKey(folder.path);
  await folder.remove();
});

const sign = async (claims: Record<string, unknown>, header: { kid?: string } = { kid: key.kid }): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', ...header }).sign(await importJWK(key.privateJwk, 'RS256'));

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const ask = (authorization: string | undefined, authorizer = guarded, at = now) =>
  createAuthorize(key, () => at * 1000)(authorizer, authorization === undefined ? {} : { authorization });

describe('the JWT authorizer', () => {
  it('lets an officer’s access token in and hands its claims on as text', async () => {
    const officer = { name: 'officer-ninh-binh', groups: ['officer'] };
    const verdict = await ask(`Bearer ${await issueToken(key, officer, { now })}`);
    expect(verdict).toMatchObject({
      allowed: true,
      jwt: {
        claims: {
          sub: 'officer-ninh-binh',
          'cognito:groups': '[officer]',
          iss: localIssuer,
          client_id: localClientId,
          token_use: 'access',
          scope: 'aws.cognito.signin.user.admin',
          auth_time: String(now),
          iat: String(now),
          exp: String(now + 12 * 60 * 60),
          username: 'officer-ninh-binh',
        },
        scopes: null,
      },
    });
  });

  it('takes a token without the word Bearer too, and any spelling of it', async () => {
    const token = await sign(accessClaims);
    for (const text of [token, `bearer ${token}`, `BEARER ${token}`]) expect((await ask(text)).allowed).toBe(true);
  });

  it('lets an id token in, as API Gateway does: telling it apart is the function’s part', async () => {
    const { client_id: _, ...claims } = accessClaims;
    const verdict = await ask(await sign({ ...claims, aud: localClientId, token_use: 'id' }));
    expect(verdict).toMatchObject({ allowed: true, jwt: { claims: { token_use: 'id', aud: localClientId } } });
  });

  it('prints lists and objects in claims as the gateway does', async () => {
    const verdict = await ask(await sign({ ...accessClaims, list: ['a', 2], nested: { a: true } }));
    expect(verdict).toMatchObject({ jwt: { claims: { list: '[a 2]', nested: 'map[a:true]' } } });
  });

  it('answers a request without a token with a bare challenge', async () => {
    expect(await ask(undefined)).toEqual({ allowed: false, status: 401, message: 'Unauthorized', challenge: 'Bearer' });
  });

  const stranger = async (): Promise<string> => {
    const { privateKey } = await generateKeyPair('RS256');
    return new SignJWT(accessClaims).setProtectedHeader({ alg: 'RS256', kid: key.kid }).sign(privateKey);
  };
  const strangersOwnKey = async (): Promise<string> => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = await exportJWK(publicKey);
    return new SignJWT(accessClaims).setProtectedHeader({ alg: 'RS256', kid: 'mine', jwk }).sign(privateKey);
  };
  const hmacWithPublicKey = async (): Promise<string> => {
    const publicKey = createPublicKey({ key: key.publicJwk as Record<string, string>, format: 'jwk' });
    const unsigned = `${encode({ alg: 'HS256', kid: key.kid })}.${encode(accessClaims)}`;
    const pem = publicKey.export({ type: 'spki', format: 'pem' });
    return `${unsigned}.${createHmac('sha256', pem).update(unsigned).digest('base64url')}`;
  };
  const tampered = async (): Promise<string> => {
    const [header, , signature] = (await sign(accessClaims)).split('.');
    return `${header}.${encode({ ...accessClaims, sub: 'officer-central', 'cognito:groups': ['officer'] })}.${signature}`;
  };

  const { exp: _, ...withoutExpiry } = accessClaims;
  const { client_id: __, ...withoutClient } = accessClaims;

  it.each<{ name: string; token: () => Promise<string> | string; why: string }>([
    { name: 'garbage', token: () => 'garbage', why: 'malformed' },
    { name: 'three dots of garbage', token: () => 'a.b.c', why: 'malformed' },
    { name: 'nothing after Bearer', token: () => '   ', why: 'malformed' },
    {
      name: 'two tokens joined',
      token: async () => `${await sign(accessClaims)},${await sign(accessClaims)}`,
      why: '',
    },
    { name: 'alg none', token: () => `${encode({ alg: 'none', kid: key.kid })}.${encode(accessClaims)}.`, why: '' },
    { name: 'HS256 keyed with the public key', token: hmacWithPublicKey, why: 'signing method' },
    { name: 'another key under our kid', token: stranger, why: 'signature' },
    { name: 'a key that the token brings along', token: strangersOwnKey, why: 'signing key' },
    { name: 'claims changed after signing', token: tampered, why: 'signature' },
    { name: 'no kid', token: () => sign(accessClaims, {}), why: 'signing key' },
    { name: 'expired', token: () => sign({ ...accessClaims, exp: now }), why: 'expired' },
    { name: 'no expiry', token: () => sign(withoutExpiry), why: 'exp' },
    { name: 'not yet valid', token: () => sign({ ...accessClaims, nbf: now + 1 }), why: 'nbf' },
    { name: 'issued in the future', token: () => sign({ ...accessClaims, iat: now + 1 }), why: 'iat' },
    { name: 'another issuer', token: () => sign({ ...accessClaims, iss: `${localIssuer}x` }), why: 'issuer' },
    { name: 'another client', token: () => sign({ ...accessClaims, client_id: 'other' }), why: 'audience' },
    {
      name: 'another audience beside our client',
      token: () => sign({ ...accessClaims, aud: 'other' }),
      why: 'audience',
    },
    { name: 'neither client nor audience', token: () => sign(withoutClient), why: 'audience' },
  ])('refuses $name', async ({ token, why }) => {
    const verdict = await ask(`Bearer ${await token()}`);
    expect(verdict).toMatchObject({ allowed: false, status: 401, message: 'Unauthorized' });
    expect(verdict).toHaveProperty('challenge', expect.stringContaining(why));
    expect(verdict).toHaveProperty('challenge', expect.stringContaining('error="invalid_token"'));
  });

  it('refuses a token that it let in before, once it has expired', async () => {
    let at = now;
    const authorize = createAuthorize(key, () => at * 1000);
    const headers = { authorization: await sign(accessClaims) };
    expect((await authorize(guarded, headers)).allowed).toBe(true);
    at = now + 60;
    expect(await authorize(guarded, headers)).toMatchObject({ allowed: false, status: 401 });
  });

  it('wants one of a route’s scopes', async () => {
    const scoped = { ...guarded, scopes: ['ocop/read', 'ocop/write'] };
    expect(await ask(await sign(accessClaims), scoped)).toMatchObject({
      allowed: false,
      status: 403,
      message: 'Forbidden',
    });
    expect(await ask(await sign({ ...accessClaims, scope: 'x ocop/write' }), scoped)).toMatchObject({
      allowed: true,
      jwt: { scopes: ['ocop/read', 'ocop/write'] },
    });
  });
});

describe('the signing key', () => {
  it('is one key for commands that race for its first use, and only its owner may read it', async () => {
    const folder = await temporaryFolder();
    const keys = await Promise.all(Array.from({ length: 5 }, () => loadSigningKey(folder.path)));
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1);
    expect((await stat(`${folder.path}/identity/signing-key.json`)).mode & 0o777).toBe(0o600);
    await folder.remove();
  });
});
