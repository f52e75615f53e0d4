// Who came: one visit for each registration and Vietnamese day, however often and however late its pass is scanned. On its day
// a pass can leave and come back.

import * as z from 'zod';
import { isBeyondClock } from '#shared/domain/client-clock.ts';
import type { Event } from '#shared/domain/events/event.ts';
import { EVENT_MAX } from '#shared/platform/limits.ts';
import type { Text } from '#shared/platform/problem.ts';
import { vietnamDay } from '#shared/platform/vietnam-day.ts';
import { heldDays } from './eligibility.ts';
import * as messages from './messages.ts';
import { type PassPayload, readPass, type Verify } from './pass.ts';
import { confirmedAt, type Registration } from './registration.ts';
import { DIRECTIONS, type Scan } from './registration-input.ts';
import { isAdmitted, type Waitlist } from './waitlist.ts';

const Move = z.object({
  direction: z.enum(DIRECTIONS),
  scannedAt: z.string(),
  gateScannedAt: z.string().optional(),
  gate: z.string().nullable(),
  by: z.string(),
});
type Move = z.infer<typeof Move>;

/**
 * A visit: the scan that counted, and the later check-outs and returns of the day in the order of time. `scannedAt` is the
 * gate's instant, `syncedAt` ours; `gateScannedAt` is the instant as it was sent, where the gate's clock was ahead.
 */
export const CheckIn = z.object({
  registration: z.string(),
  day: z.string(),
  scannedAt: z.string(),
  gateScannedAt: z.string().optional(),
  gate: z.string().nullable(),
  by: z.string(),
  syncedAt: z.string(),
  moves: z.array(Move).optional(),
});
export type CheckIn = z.infer<typeof CheckIn>;

const SCAN_ERRORS = {
  pass_forged: { field: 'pass', ...messages.passForged },
  pass_of_other_event: { field: 'pass', ...messages.passOfOtherEvent },
  pass_withdrawn: {
    field: 'pass',
    ...messages.passWithdrawn,
  },
  pass_not_valid: {
    field: 'pass',
    ...messages.passNotValid,
  },
  pass_replayed: {
    field: 'pass',
    ...messages.passReplayed,
  },
  pass_not_inside: {
    field: 'pass',
    ...messages.passNotInside,
  },
  too_many_moves: {
    field: 'pass',
    ...messages.tooManyMoves(EVENT_MAX.moves),
  },
  producer_not_verified: {
    field: 'pass',
    ...messages.scanProducerSuspended,
  },
  product_not_public: {
    field: 'pass',
    ...messages.scanProductNotPublic,
  },
  event_cancelled: { field: 'pass', ...messages.eventCancelled },
  outside_event_days: {
    field: 'scannedAt',
    ...messages.outsideEventDays,
  },
  scanned_in_future: { field: 'scannedAt', ...messages.scannedInFuture },
} as const satisfies Record<string, Text & { field: keyof Scan }>;

/** Why a scan does not count. */
export type ScanError = keyof typeof SCAN_ERRORS;

/** The sentence of a refusal, and which field of the scan it is about. */
export const scanErrorText = (code: ScanError): Text & { field: string } => SCAN_ERRORS[code];

/** Refusals that follow from how things stand, not from what was sent. */
const OF_STATE: ReadonlySet<ScanError> = new Set([
  'pass_withdrawn',
  'pass_not_valid',
  'pass_replayed',
  'pass_not_inside',
  'too_many_moves',
  'producer_not_verified',
  'product_not_public',
  'event_cancelled',
]);
/** Whether a refusal follows from how things stand: 409 instead of 422. */
export const isOfState = (code: ScanError): boolean => OF_STATE.has(code);

const isBefore = (scan: Scan, at: string): boolean => Date.parse(scan.scannedAt) < Date.parse(at);

/** What a scan says, by itself: its pass is the event's and it lies in the event's days; otherwise why not. */
export const readScan = (scan: Scan, event: Event, verify: Verify, now: Date): PassPayload | ScanError => {
  const payload = readPass(scan.pass, event.id, verify);
  if (payload === 'forged') return 'pass_forged';
  if (payload === 'other-event') return 'pass_of_other_event';
  // A gate may send what it scanned before long after.
  if (event.cancellation && scan.direction === 'in' && !isBefore(scan, event.cancellation.at)) return 'event_cancelled';
  if (isBeyondClock(scan.scannedAt, now)) return 'scanned_in_future';
  if (!heldDays(event).includes(vietnamDay(new Date(scan.scannedAt)))) return 'outside_event_days';
  return payload;
};

/**
 * Whether the pass's registration might come when it was scanned; otherwise why not. When one that waited came in is written
 * nowhere: it has no pass before.
 */
export const judgeHolder = (
  registration: Registration | undefined,
  event: Event,
  waitlist: Waitlist | undefined,
  scan: Scan,
): ScanError | undefined => {
  if (!registration || registration.event !== event.id || !waitlist) return 'pass_forged';
  const since = confirmedAt(registration);
  if (registration.ending && (since === null || !isBefore(scan, registration.ending.at))) return 'pass_withdrawn';
  if (since === null || isBefore(scan, since) || !isAdmitted(waitlist, registration.ticket)) return 'pass_not_valid';
  const { barred } = registration;
  const isBarred = barred && !isBefore(scan, barred.at) && (barred.until === null || isBefore(scan, barred.until));
  return isBarred ? barred.cause : undefined;
};

/** A scan on the server's clock, and as the gate sent it. */
export type ClockedScan = { scan: Scan; sent: Scan };

/** The instants of a scan as they are stored. */
export const instantsOf = ({ scan, sent }: ClockedScan): Pick<CheckIn, 'scannedAt' | 'gateScannedAt'> => ({
  scannedAt: scan.scannedAt,
  ...(scan.scannedAt === sent.scannedAt ? {} : { gateScannedAt: sent.scannedAt }),
});

const moveOf = (clocked: ClockedScan, by: string): Move => ({
  direction: clocked.scan.direction,
  ...instantsOf(clocked),
  gate: clocked.scan.gate ?? null,
  by,
});

const movesOf = ({ scannedAt, gateScannedAt, gate, by, moves = [] }: CheckIn): Move[] => [
  { direction: 'in', scannedAt, ...(gateScannedAt === undefined ? {} : { gateScannedAt }), gate, by },
  ...moves,
];

const sentAt = ({ gateScannedAt, scannedAt }: Move): string => gateScannedAt ?? scannedAt;
const isSame = (a: Move, b: Move): boolean =>
  sentAt(a) === sentAt(b) && a.gate === b.gate && a.direction === b.direction;

/** Whether a scan, as it was sent, is one of the scans of a visit. */
export const holdsScan = (checkIn: CheckIn, clocked: ClockedScan): boolean =>
  movesOf(checkIn).some((one) => isSame(one, moveOf(clocked, one.by)));

/** Whether the pass is inside after the last of its moves. */
export const isInside = (checkIn: CheckIn): boolean => movesOf(checkIn).at(-1)?.direction === 'in';

/**
 * The visit with a further scan of its day; the same object if that scan is in it, a reason if it does not count. A check-out
 * needs a check-in before it. A return needs a check-out before it and no other check-in next: of two holders of one pass one
 * is refused. Gates that send late need no order, because what was refused fits when it is sent again.
 */
export const withScan = (checkIn: CheckIn, clocked: ClockedScan, by: string): CheckIn | ScanError => {
  const move = moveOf(clocked, by);
  const moves = movesOf(checkIn);
  if (moves.some((one) => isSame(one, move))) return checkIn;
  const before = moves.findLast(({ scannedAt }) => scannedAt <= move.scannedAt);
  const after = moves.find(({ scannedAt }) => scannedAt > move.scannedAt);
  if (move.direction === 'out' && !before) return 'pass_not_inside';
  if (move.direction === 'in' && (before?.direction !== 'out' || after?.direction === 'in')) return 'pass_replayed';
  const { moves: later = [], ...counted } = checkIn;
  if (later.length >= EVENT_MAX.moves) return 'too_many_moves';
  const index = later.filter(({ scannedAt }) => scannedAt <= move.scannedAt).length;
  return { ...counted, moves: later.toSpliced(index, 0, move) };
};
