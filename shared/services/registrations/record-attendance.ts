import { checkInAction, loadCheckIn } from '#shared/data/registrations/check-in-store.ts';
import { registrationKind } from '#shared/data/registrations/registration-store.ts';
import { loadWaitlist } from '#shared/data/registrations/waitlist-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import { CLOCK_AHEAD_MAX_MS, clampedInstants } from '#shared/domain/client-clock.ts';
import type { Event } from '#shared/domain/events/event.ts';
import {
  type CheckIn,
  isSameScan,
  judgeHolder,
  readScan,
  type ScanError,
} from '#shared/domain/registrations/attendance.ts';
import type { PassPayload } from '#shared/domain/registrations/pass.ts';
import type { Scan } from '#shared/domain/registrations/registration-input.ts';
import type { Waitlist } from '#shared/domain/registrations/waitlist.ts';
import { forEachConcurrent } from '#shared/platform/concurrency.ts';
import { isId } from '#shared/platform/ids.ts';
import { vietnamDay } from '#shared/platform/vietnam-day.ts';
import { loadEventAsOfficer } from '#shared/services/access/office.ts';
import { commit } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { retryOnConflictBriefly } from '#shared/services/kernel/propagate.ts';
import { loadPassKey, type PassKey } from '#shared/services/registrations/internal/pass-key.ts';

/** The result of a scan: a check-in, possibly counted earlier by the same scan, or the reason of a rejection. */
export type ScanOutcome = { line: number } & (
  | { visit: Pick<CheckIn, 'registration' | 'day' | 'scannedAt' | 'gate'>; repeated: boolean }
  | { refused: ScanError }
);

type Gate = { event: Event; waitlist: Waitlist | undefined; key: PassKey | undefined };
/** A scan on the server's clock, and as the gate sent it. */
type Line = { line: number; scan: Scan; sent: Scan };

const checkInView = ({ registration, day, scannedAt, gate }: CheckIn) => ({ registration, day, scannedAt, gate });

const judgeAgainst = (counted: CheckIn, scan: Scan) =>
  isSameScan(counted, scan)
    ? { visit: checkInView(counted), repeated: true }
    : ({ refused: 'pass_replayed' } as const satisfies { refused: ScanError });

const holderOf = (context: Context, { registration }: PassPayload) =>
  isId('registration', registration)
    ? loadDocument(context.reader, registrationKind, registration, { consistent: true })
    : undefined;

/** The day on which a scan counted when it was sent before, while its instant was ahead: an earlier one, just after midnight. */
const earlierDayOf = ({ sent }: Line, day: string): string | undefined => {
  const earlier = vietnamDay(new Date(Date.parse(sent.scannedAt) - CLOCK_AHEAD_MAX_MS));
  return earlier < day ? earlier : undefined;
};

const count = async (context: Context, { event, waitlist }: Gate, asked: Line, pass: PassPayload) => {
  const { line, scan, sent } = asked;
  const day = vietnamDay(new Date(scan.scannedAt));
  const earlier = earlierDayOf(asked, day);
  const before = earlier && (await loadCheckIn(context.reader, event.id, pass.registration, earlier));
  if (before && isSameScan(before, sent)) return { line, visit: checkInView(before), repeated: true };
  let outcome: ScanOutcome | undefined;
  await retryOnConflictBriefly(async () => {
    const [holder, counted] = await Promise.all([
      holderOf(context, pass),
      loadCheckIn(context.reader, event.id, pass.registration, day),
    ]);
    const refused = judgeHolder(holder?.value, event, waitlist, scan);
    if (refused || !holder) {
      outcome = { line, refused: refused ?? 'pass_forged' };
      return;
    }
    if (counted) {
      outcome = { line, ...judgeAgainst(counted, sent) };
      return;
    }
    const checkIn: CheckIn = {
      registration: pass.registration,
      day,
      scannedAt: scan.scannedAt,
      ...(scan.scannedAt === sent.scannedAt ? {} : { gateScannedAt: sent.scannedAt }),
      gate: scan.gate ?? null,
      by: context.caller.subject,
      syncedAt: context.now.toISOString(),
    };
    const quietly = { ...context, idempotency: undefined };
    const auditEvents = [{ subject: pass.registration, action: 'registration.attend' }];
    await commit(quietly, { saves: [], also: [checkInAction(event.id, checkIn)], auditEvents }, null);
    outcome = { line, visit: checkInView(checkIn), repeated: false };
  });
  if (!outcome) throw new Error('a scan without an outcome');
  return outcome;
};

/**
 * Records scans of gates: one check-in for each registration and Vietnamese day. A repeated scan is reported as already
 * counted; another scan of the pass on that day is rejected. Sending all scans again is safe.
 */
export const recordAttendance = async (
  context: Context,
  id: string,
  scans: readonly Scan[],
): Promise<ScanOutcome[]> => {
  const { value: event } = await loadEventAsOfficer(context, id);
  const [waitlist, key] = await Promise.all([loadWaitlist(context.reader, id), loadPassKey(context, id)]);
  const gate: Gate = { event, waitlist, key };
  const outcomes: ScanOutcome[] = [];
  const queues = new Map<string, (Line & { pass: PassPayload })[]>();
  const clamped = clampedInstants(
    scans.map(({ scannedAt }) => scannedAt),
    context.now,
  );
  for (const [line, sent] of scans.entries()) {
    const scan = { ...sent, scannedAt: clamped.get(sent.scannedAt) ?? sent.scannedAt };
    const pass = key ? readScan(scan, event, key.verify, context.now) : 'pass_forged';
    if (typeof pass === 'string') {
      outcomes[line] = { line, refused: pass };
      continue;
    }
    // Scans of one pass are processed one after the other, in the order in which they were sent.
    const queue = queues.get(pass.registration) ?? [];
    queue.push({ line, scan, sent, pass });
    queues.set(pass.registration, queue);
  }
  await forEachConcurrent([...queues.values()], async (queue) => {
    for (const { pass, ...line } of queue) outcomes[line.line] = await count(context, gate, line, pass);
  });
  if (outcomes.some((outcome) => 'refused' in outcome)) return outcomes;
  return commit(context, { saves: [], auditEvents: [] }, outcomes);
};
