/** Kept answers of idempotency keys; the contract promises at least 24 hours. */
export const IDEMPOTENCY_TTL_SECONDS = 48 * 3_600;

/** The longest texts, in UTF-16 units: three copies of a product fit into one item of the table with room to spare. */
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

/** A product has at most so many images; text for those who cannot see one has at most so many UTF-16 units. */
export const IMAGES_MAX = 12;
export const ALT_MAX = 125;
/** The form of an upload is good for so many minutes; what has not been taken in after so many more is given up. */
export const UPLOAD_MINUTES = 10;
export const UPLOAD_TIMEOUT_MINUTES = 60;
/** The signed address of an image that is not public is good for at least so many minutes, at most for half as many more. */
export const PRIVATE_IMAGE_MINUTES = 10;
/** Copies of images at the edge end after so many seconds. */
export const MEDIA_EDGE_SECONDS = 180;
/** A request spends so long on carrying a producer's change to its products; the scheduled job does the rest. */
export const PROPAGATION_IN_REQUEST_MS = 8_000;

/** A certificate keeps so many corrections; each keeps what it replaced. */
export const CORRECTIONS_MAX = 20;

/** A sales point's opening hours have so many entries, and a search around a place reaches so far. */
export const WEEKLY_HOURS_MAX = 21;
export const HOLIDAYS_MAX = 20;
export const RADIUS_MAX_KM = 3_000;
/** A request of such a search makes at most so many queries and reads so many units of 4 KB, of 0.5 RCU each. */
export const NEAR_MAX = { queries: 20, readUnits: 28 } as const;

/** A level that was not counted for so many days is marked as stale. */
export const STALE_AFTER_DAYS = 7;
/** A report may arrive so late, in hours; what is older has to be counted anew. */
export const REPORT_MAX_AGE_HOURS = 24;
/** Lines of one request: each by itself, all or nothing, and moved between two points all or nothing. */
export const STOCK_LINES_MAX = { each: 100, atomic: 40, atomicTransfer: 20 } as const;
/** The longest reason of a change of stock, in UTF-16 units: an entry of the ledger is to stay below a kilobyte. */
export const STOCK_REASON_MAX = 300;
/** A product has at most so many lots with goods at a point. */
export const LOTS_MAX = 40;
/**
 * The largest delivery of a producer that restocks a point, in units: far below what a level holds, so that no band of a
 * level can show whether a delivery was too much for it.
 */
export const RESTOCK_QUANTITY_MAX = 1_000_000;

/** What the gateway's stage takes of paths without a rate of their own before it answers 429. */
export const REQUESTS_PER_SECOND = 2_000;
export const REQUESTS_BURST = 4_000;
/** What each route of a class takes before the gateway answers 429, whoever asks: requests a second, and at once. */
export const ROUTE_THROTTLES = {
  reads: { perSecond: REQUESTS_PER_SECOND, burst: REQUESTS_BURST },
  writes: { perSecond: 200, burst: 400 },
  uploads: { perSecond: 20, burst: 40 },
  signUps: { perSecond: 5, burst: 20 },
} as const satisfies Record<string, { perSecond: number; burst: number }>;
/** A class of routes that are throttled alike. */
export type ThrottleClass = keyof typeof ROUTE_THROTTLES;

/**
 * Calls of one account, and of one address, that a class of writing routes takes in a window of so many seconds (ADR 0021).
 * `uncounted` says what happens to a call while its counter cannot be reached.
 */
export type RateLimit = {
  windowSeconds: number;
  perSubject: number;
  perAddress: number;
  uncounted: 'serve' | 'refuse';
};
export const RATE_LIMITS = {
  /** Creates an organisation, which needs no right but an account. */
  signUp: { windowSeconds: 3_600, perSubject: 10, perAddress: 60, uncounted: 'refuse' },
  /** Asks for the form of an upload. */
  upload: { windowSeconds: 3_600, perSubject: 240, perAddress: 2_400, uncounted: 'refuse' },
  /** What phones at a counter or a gate report, many at once when they were offline. */
  report: { windowSeconds: 600, perSubject: 1_200, perAddress: 12_000, uncounted: 'serve' },
  /** Every other write. */
  write: { windowSeconds: 600, perSubject: 600, perAddress: 6_000, uncounted: 'serve' },
} as const satisfies Record<string, RateLimit>;
export type RateLimitClass = keyof typeof RATE_LIMITS;
export type RateLimits = Record<RateLimitClass, RateLimit>;

/**
 * An event lasts so many days and is held in so many provinces; a tour has so many stops. Each province and month of an event
 * has a row, and a change that moves all of them is one transaction.
 */
export const EVENT_MAX = {
  days: 92,
  provinces: 8,
  stops: 30,
  capacity: 20_000,
  booths: 300,
  /** A window of the calendar. */
  windowDays: 400,
  /** Entries of a calendar file, which mostly ends before by what it may read. */
  calendarEntries: 500,
  /** Stops that lists and calendars show of a tour; its page shows them all. */
  listedStops: 5,
  /** Scans of one request; a gate that was offline for longer sends several. */
  scans: 100,
} as const;

/** A public answer has at most so many bytes; a page that would have more ends before, with `next`. */
export const RESPONSE_MAX_BYTES = 1_000_000;
