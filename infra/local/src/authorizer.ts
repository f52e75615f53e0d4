import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { SigningKey } from './identity.ts';
import type { RouteAuthorizer } from './template.ts';

export type JwtContext = { claims: Record<string, string>; scopes: string[] | null };

export type Verdict =
  | { allowed: true; jwt: JwtContext }
  | { allowed: false; status: 401 | 403; message: 'Unauthorized' | 'Forbidden'; challenge: string };

export type Authorize = (authorizer: RouteAuthorizer, headers: Record<string, string>) => Promise<Verdict>;

const tokensRemembered = 500;

// The gateway converts every claim to text; a list has Go's notation.
const asText = (claim: unknown): string => {
  if (Array.isArray(claim)) return `[${claim.map(asText).join(' ')}]`;
  if (claim !== null && typeof claim === 'object') {
    return `map[${Object.entries(claim)
      .map(([name, value]) => `${name}:${asText(value)}`)
      .join(' ')}]`;
  }
  return String(claim);
};

const unauthorized = (description?: string): Verdict => ({
  allowed: false,
  status: 401,
  message: 'Unauthorized',
  challenge: description ? `Bearer scope="" error="invalid_token" error_description="${description}"` : 'Bearer',
});

const describe = (error: unknown): string => {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.claim === 'iss' ? 'invalid issuer' : `the token has an invalid ${error.claim} claim`;
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature verification failed';
  if (error instanceof errors.JWKSNoMatchingKey) return 'unable to find the signing key';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'signing method is invalid';
  return 'the token is malformed';
};

const audiencesOf = (claims: JWTPayload): unknown[] => {
  if (claims.aud !== undefined) return Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  return claims.client_id === undefined ? [] : [claims.client_id];
};

const scopesOf = (claims: JWTPayload): string[] =>
  [claims.scope, claims.scp].flatMap((scope) => (typeof scope === 'string' ? scope.split(' ') : []));

const headerOf = (identitySource: string): string => {
  const name = /^\$request\.header\.([A-Za-z0-9-]+)$/.exec(identitySource)?.[1];
  if (name === undefined) throw new Error(`The identity source ${identitySource} is not served here`);
  return name.toLowerCase();
};

/**
 * Verifies tokens as API Gateway's JWT authorizer does (RS256, kid, signature, iss, aud or else client_id, exp, nbf, iat,
 * then the route's scopes), against the local issuer's key. `now` gives milliseconds.
 */
export const createAuthorize = (key: SigningKey, now: () => number = Date.now): Authorize => {
  const keys = createLocalJWKSet({ keys: [key.publicJwk] });
  const verified = new Map<string, JWTPayload>();

  const verify = async (token: string, issuer: string): Promise<JWTPayload> => {
    const cacheKey = `${issuer} ${token}`;
    const known = verified.get(cacheKey);
    const seconds = Math.floor(now() / 1000);
    if (known?.exp !== undefined && known.exp > seconds) return known;
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      algorithms: ['RS256'],
      issuer,
      requiredClaims: ['exp'],
      currentDate: new Date(now()),
    });
    if (protectedHeader.kid === undefined) throw new errors.JWKSNoMatchingKey();
    if (payload.iat !== undefined && payload.iat > seconds) {
      throw new errors.JWTClaimValidationFailed('issued in the future', payload, 'iat');
    }
    if (verified.size >= tokensRemembered) verified.clear();
    verified.set(cacheKey, payload);
    return payload;
  };

  return async (authorizer, headers) => {
    const presented = authorizer.identitySources.map((source) => headers[headerOf(source)]).find((value) => value);
    if (presented === undefined) return unauthorized();
    const token = /^bearer +/i.test(presented) ? presented.replace(/^bearer +/i, '') : presented;
    let claims: JWTPayload;
    try {
      claims = await verify(token, authorizer.issuer);
    } catch (error) {
      return unauthorized(describe(error));
    }
    if (!audiencesOf(claims).some((audience) => authorizer.audience.includes(String(audience)))) {
      return unauthorized('the token does not have a valid audience');
    }
    const wanted = authorizer.scopes;
    if (wanted.length > 0 && !scopesOf(claims).some((scope) => wanted.includes(scope))) {
      const challenge = `Bearer scope="${wanted.join(' ')}" error="insufficient_scope" error_description="the token does not have a valid scope"`;
      return { allowed: false, status: 403, message: 'Forbidden', challenge };
    }
    const text = Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, asText(value)]));
    return { allowed: true, jwt: { claims: text, scopes: wanted.length > 0 ? wanted : null } };
  };
};
