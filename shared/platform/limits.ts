/** Kept answers of idempotency keys; the contract promises at least 24 hours. */
export const IDEMPOTENCY_TTL_SECONDS = 48 * 3_600;

/** Maximum lengths of texts, in UTF-16 units: one item of the table has room for three copies of a product. */
export const TEXT_MAX = {
  name: 200,
  addressLine: 300,
  description: 5_000,
  story: 10_000,
  ingredients: 2_000,
  storage: 1_000,
  unit: 40,
  reason: 1_000,
  evidence: 2_000,
} as const;
export const TITLES_MAX = 20;

/** Maximum number of images of a product, and maximum length of their alternative texts in UTF-16 units. */
export const IMAGES_MAX = 12;
export const ALT_MAX = 125;
/**
 * An upload form is valid for `UPLOAD_MINUTES`; an upload that is not processed for the second period after that has
 * failed.
 */
export const UPLOAD_MINUTES = 10;
export const UPLOAD_TIMEOUT_MINUTES = 60;
/** Minimum validity of a signed address of a private image; it can be valid for half as long again. */
export const PRIVATE_IMAGE_MINUTES = 10;
/** The edge caches copies of images for this time. */
export const MEDIA_EDGE_SECONDS = 180;
/** Time that a request spends on propagating a producer's change to its products; the scheduled job does the rest. */
export const PROPAGATION_IN_REQUEST_MS = 8_000;

/** Maximum number of corrections of a certificate; each one stores the replaced values. */
export const CORRECTIONS_MAX = 20;

/** Maximum number of entries in a sales point's opening hours, and maximum radius of a search near a place. */
export const WEEKLY_HOURS_MAX = 21;
export const HOLIDAYS_MAX = 20;
export const RADIUS_MAX_KM = 3_000;
/** Limits of one request of such a search: queries, and read units of 4 KB (0.5 RCU each). */
export const NEAR_MAX = { queries: 20, readUnits: 28 } as const;

/** A level without a count for this time is marked as stale. */
export const STALE_AFTER_DAYS = 7;
/** Maximum age of a report in hours; older changes need a new count. */
export const REPORT_MAX_AGE_HOURS = 24;
/** Maximum time, in minutes, by which an instant from a phone can be ahead of the server's clock. */
export const CLOCK_AHEAD_MAX_MINUTES = 5;
/** A line of the ledger can be voided for this time, in hours. */
export const VOID_HOURS = 24;
/** Maximum number of lines in one request, by its mode. */
export const STOCK_LINES_MAX = { each: 100, atomic: 40, atomicTransfer: 20 } as const;
/** Maximum length of the reason of a stock change, in UTF-16 units: a ledger entry should stay below a kilobyte. */
export const STOCK_REASON_MAX = 300;
/** Maximum number of lots with goods of one product at one sales point. */
export const LOTS_MAX = 40;
/**
 * Maximum delivery of a producer that restocks a sales point, in units: far below the limit of a level, so that a band
 * cannot reveal whether a delivery exceeded that limit.
 */
export const RESTOCK_QUANTITY_MAX = 1_000_000;

/** Throttle of the gateway's stage for paths without their own rate; above it the gateway answers 429. */
export const REQUESTS_PER_SECOND = 2_000;
export const REQUESTS_BURST = 4_000;
/**
 * Throttle of each route of a class for all callers together, as requests a second and burst; above it the gateway
 * answers 429.
 */
export const ROUTE_THROTTLES = {
  reads: { perSecond: REQUESTS_PER_SECOND, burst: REQUESTS_BURST },
  writes: { perSecond: 200, burst: 400 },
  uploads: { perSecond: 20, burst: 40 },
  signUps: { perSecond: 5, burst: 20 },
} as const satisfies Record<string, { perSecond: number; burst: number }>;
/** A class of routes with the same throttle. */
export type ThrottleClass = keyof typeof ROUTE_THROTTLES;

/**
 * Maximum number of calls of one account and of one address to a class of writing routes in a window (ADR 0021).
 * `uncounted` says what happens to a call while its counter is unavailable.
 */
export type RateLimit = {
  windowSeconds: number;
  perSubject: number;
  perAddress: number;
  uncounted: 'serve' | 'refuse';
};
export const RATE_LIMITS = {
  /** Creates an organisation, which any account can do. */
  signUp: { windowSeconds: 3_600, perSubject: 10, perAddress: 60, uncounted: 'refuse' },
  /** Requests an upload form. */
  upload: { windowSeconds: 3_600, perSubject: 240, perAddress: 2_400, uncounted: 'refuse' },
  /** Reports of phones at a stall or a gate, many at once after an offline period. */
  report: { windowSeconds: 600, perSubject: 1_200, perAddress: 12_000, uncounted: 'serve' },
  /** Every other write. */
  write: { windowSeconds: 600, perSubject: 600, perAddress: 6_000, uncounted: 'serve' },
} as const satisfies Record<string, RateLimit>;
export type RateLimitClass = keyof typeof RATE_LIMITS;
export type RateLimits = Record<RateLimitClass, RateLimit>;

/**
 * Maximum days and provinces of an event and stops of a tour. Each province and month of an event has a row, and a
 * change of all rows is one transaction.
 */
export const EVENT_MAX = {
  days: 92,
  provinces: 8,
  stops: 30,
  capacity: 20_000,
  booths: 300,
  /** Maximum period of a list of events. */
  windowDays: 400,
  /** Maximum number of entries of a calendar; its read budget usually ends it earlier. */
  calendarEntries: 500,
  /** Stops of a tour in lists and calendars; its page shows all. */
  listedStops: 5,
  /** Entries of hours of single days. */
  dayHours: 40,
  /** Maximum length of the note of such an entry, in UTF-16 units. */
  dayNote: 60,
  /** Such entries in lists and calendars; the page of the event shows all. */
  listedDays: 3,
  /** Maximum number of scans in one request; a gate sends several requests after a longer offline period. */
  scans: 100,
  /** Check-outs and returns of a pass on a day. */
  moves: 20,
} as const;

/** A public answer has at most so many bytes; a page that would have more ends before, with `next`. */
export const RESPONSE_MAX_BYTES = 1_000_000;
