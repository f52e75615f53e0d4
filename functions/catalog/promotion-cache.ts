/** The remaining quantity of a limited promotion changes with every sale, so caches store it for seconds only. */
const COUNTED_CACHE_SECONDS = 5;

type CachedPage = { remaining?: string | null } | null;

/** How long an answer with promotions is kept: not past the next edge of a window, and not for long where one counts down. */
export const promotionCache = (page: readonly CachedPage[], edge: number | undefined) => ({
  until: edge,
  ...(page.some((one) => typeof one?.remaining === 'string')
    ? { cacheSeconds: COUNTED_CACHE_SECONDS, sharedFactor: 1 }
    : {}),
});
