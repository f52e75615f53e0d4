/** Cache lifetime of responses with the opening state. */
export const OPEN_NOW_CACHE_SECONDS = 30;

/** Reference data changes with a law, not within the hour. */
export const REFERENCE_CACHE_SECONDS = 3_600;

/** Stock changes at any moment; a browser and a shared cache may keep it for a few seconds only. */
export const STOCK_CACHE_SECONDS = 5;
