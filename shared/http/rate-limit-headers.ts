import type { RateLimitClass } from '#shared/platform/limits.ts';
import type { Quota } from '#shared/services/access/rate-limiter.ts';
import type { Route } from './route.ts';

/** The rate limit class of a route: every signed-in route that writes has one, by default `write`. */
export const rateLimitClassOf = (route: Route): RateLimitClass | undefined =>
  route.access === 'public' || route.method === 'GET' ? undefined : (route.rateLimit ?? 'write');

const nameOf = (limitClass: RateLimitClass, by: Quota['by']): string =>
  by === 'subject' ? `"${limitClass}"` : `"${limitClass}-address"`;

/**
 * `RateLimit-Policy` and `RateLimit` of draft-ietf-httpapi-ratelimit-headers. The state of the address limit is shown
 * only when it rejects the call: otherwise it would reveal the activity of others at that address.
 */
export const rateLimitHeaders = (limitClass: RateLimitClass, quotas: readonly Quota[]): Record<string, string> => ({
  'ratelimit-policy': quotas
    .map(({ by, limit, windowSeconds }) => `${nameOf(limitClass, by)};q=${limit};w=${windowSeconds}`)
    .join(', '),
  ratelimit: quotas
    .filter(({ by, rejected }) => by === 'subject' || rejected)
    .map(({ by, remaining, resetSeconds }) => `${nameOf(limitClass, by)};r=${remaining};t=${resetSeconds}`)
    .join(', '),
});
