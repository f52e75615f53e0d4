import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { readFields, syncFolder } from './durable-file.ts';
import { StartProblem } from './problem.ts';

export const localRegion = 'ap-southeast-1';
export const localUserPoolId = 'local_ocop';
export const localClientId = 'local-client';
export const localIssuer = `https://cognito-idp.${localRegion}.amazonaws.com/${localUserPoolId}`;

/** The identity of a token: the subject's name and its groups in the user pool. */
export type Identity = { name: string; groups: string[] };

export const defaultTokenSeconds = 12 * 60 * 60;

export type SigningKey = { kid: string; privateJwk: JWK; publicJwk: JWK };

const makeKey = async (): Promise<SigningKey> => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const { kty, n, e, ...secret } = await exportJWK(privateKey);
  if (kty === undefined || n === undefined || e === undefined)
    throw new Error('An RSA key has a modulus and an exponent');
  const kid = await calculateJwkThumbprint({ kty, n, e });
  const shared = { kty, n, e, kid, alg: 'RS256', use: 'sig' };
  return { kid, privateJwk: { ...shared, ...secret }, publicJwk: shared };
};

const isKey = (value: unknown): value is JWK =>
  value !== null && typeof value === 'object' && ['kty', 'n', 'e', 'kid'].every((name) => name in value);

const keyOf = (text: string): SigningKey | undefined => {
  const { kid, privateJwk, publicJwk } = readFields(text) ?? {};
  return typeof kid === 'string' && isKey(privateJwk) && isKey(publicJwk) && privateJwk.d !== undefined
    ? { kid, privateJwk, publicJwk }
    : undefined;
};

/**
 * The local issuer's signing key: created on first use and stored in the data folder, readable by its owner only.
 * Concurrent first uses get the same key. An unreadable key is a `StartProblem`, because it cannot be restored.
 */
export const loadSigningKey = async (dataDir: string): Promise<SigningKey> => {
  const folder = join(dataDir, 'identity');
  const path = join(folder, 'signing-key.json');
  const stored = async (): Promise<SigningKey | undefined> => {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return undefined;
    const key = keyOf(text);
    if (key) return key;
    throw new StartProblem(
      `The signing key ${path} cannot be read: remove it, and a new one is made; tokens printed before are refused then.`,
    );
  };
  try {
    const present = await stored();
    if (present) return present;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const unfinished = join(folder, `.${randomUUID()}`);
    await writeFile(unfinished, JSON.stringify(await makeKey()), { mode: 0o600, flag: 'wx', flush: true });
    await link(unfinished, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await rm(unfinished);
    await syncFolder(folder);
    const kept = await stored();
    if (kept) return kept;
  } catch (error) {
    if (error instanceof StartProblem) throw error;
    throw new StartProblem(`The signing key ${path} cannot be read or made: ${(error as Error).message}`);
  }
  throw new StartProblem(`The signing key ${path} was removed while it was made.`);
};

/** An access token shaped like Cognito's, signed with the local key. `now` is in seconds. */
export const issueToken = async (
  key: SigningKey,
  identity: Identity,
  { now, ttlSeconds = defaultTokenSeconds }: { now: number; ttlSeconds?: number },
): Promise<string> =>
  new SignJWT({
    sub: identity.name,
    ...(identity.groups.length > 0 ? { 'cognito:groups': identity.groups } : {}),
    iss: localIssuer,
    client_id: localClientId,
    origin_jti: randomUUID(),
    event_id: randomUUID(),
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    auth_time: now,
    exp: now + ttlSeconds,
    iat: now,
    jti: randomUUID(),
    username: identity.name,
  })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid })
    .sign(await importJWK(key.privateJwk, 'RS256'));
