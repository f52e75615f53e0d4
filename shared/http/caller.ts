import type { Caller } from '#shared/domain/access/caller.ts';
import { Problem } from '#shared/platform/problem.ts';
import * as messages from './messages.ts';

const unauthenticated = (): Problem => new Problem('unauthenticated', messages.unauthenticated);

const groupsOf = (claim: unknown): string[] => {
  if (Array.isArray(claim)) return claim.map(String);
  if (typeof claim !== 'string') return [];
  return claim
    .replace(/^\[|\]$/g, '')
    .split(/[\s,]+/)
    .filter((group) => group !== '');
};

/**
 * The caller from the claims of the gateway's authorizer, the only trusted source. Without claims of a valid access
 * token it fails closed with 401.
 */
export const callerOf = (event: unknown, now: Date): Caller => {
  const claims = (event as { requestContext?: { authorizer?: { jwt?: { claims?: Record<string, unknown> } } } })
    .requestContext?.authorizer?.jwt?.claims;
  const subject = claims?.sub;
  if (!claims || typeof subject !== 'string' || subject === '' || claims.token_use !== 'access')
    throw unauthenticated();
  if (!(Number(claims.exp) * 1000 > now.getTime())) throw unauthenticated();
  return { subject, groups: groupsOf(claims['cognito:groups']) };
};
