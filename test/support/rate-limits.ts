import { RATE_LIMITS } from '#shared/platform/limits.ts';
import type { RateLimiter } from '#shared/services/access/rate-limiter.ts';

/** Grants every call and counts none: for tests that make more calls in one instant than anybody makes in an hour. */
export const UNLIMITED: RateLimiter = {
  take: async ({ limitClass }) => {
    const { windowSeconds, perSubject: limit } = RATE_LIMITS[limitClass];
    const quota = { by: 'subject', limit, windowSeconds, remaining: limit, resetSeconds: windowSeconds } as const;
    return { quotas: [{ ...quota, rejected: false }] };
  },
};
