import { checkInAction, loadCheckIn } from '#shared/data/registrations/check-in-store.ts';
import { registrationKind } from '#shared/data/registrations/registration-store.ts';
import { loadWaitlist } from '#shared/data/registrations/waitlist-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import { CLOCK_AHEAD_MAX_MS, clampedInstants } from '#shared/domain/client-clock.ts';
import type { Event } from '#shared/domain/events/event.ts';
import {
  type CheckIn,
  type ClockedScan,
  holdsScan,
  instantsOf,
  isInside,
  judgeHolder,
  readScan,
  type ScanError,
  withScan,
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

type CountedScan = {
  visit: Pick<CheckIn, 'registration' | 'day' | 'scannedAt' | 'gate'>;
  repeated: boolean;
  direction: Scan['direction'];
  inside: boolean;
};

/**
 * The result of a scan: the visit of the day, whether the same scan was sent before, and whether the pass is inside after all
 * its scans; or the reason of a rejection.
 */
export type ScanOutcome = { line: number } & (CountedScan | { refused: ScanError });

type Gate = { event: Event; waitlist: Waitlist | undefined; key: PassKey | undefined };
type Line = ClockedScan & { line: number };

const countedScan = (checkIn: CheckIn, { direction }: Scan, repeated: boolean): CountedScan => {
  const { registration, day, scannedAt, gate } = checkIn;
  return { visit: { registration, day, scannedAt, gate }, repeated, direction, inside: isInside(checkIn) };
};

const actionOf = (counted: CheckIn | undefined, { direction }: Scan): string => {
  if (direction === 'out') return 'registration.leave';
  return counted ? 'registration.return' : 'registration.attend';
};

const holderOf = (context: Context, { registration }: PassPayload) =>
  isId('registration', registration)
    ? loadDocument(context.reader, registrationKind, registration, { consistent: true })
    : undefined;

/** The day on which a scan counted when it was sent before, while its instant was ahead: an earlier one, just after midnight. */
const earlierDayOf = ({ sent }: ClockedScan, day: string): string | undefined => {
  const earlier = vietnamDay(new Date(Date.parse(sent.scannedAt) - CLOCK_AHEAD_MAX_MS));
  return earlier < day ? earlier : undefined;
};

const afterScan = (
  context: Context,
  counted: CheckIn | undefined,
  { registration, day, clocked }: { registration: string; day: string; clocked: ClockedScan },
): CheckIn | ScanError => {
  const by = context.caller.subject;
  if (counted) return withScan(counted, clocked, by);
  if (clocked.scan.direction === 'out') return 'pass_not_inside';
  return {
    registration,
    day,
    ...instantsOf(clocked),
    gate: clocked.scan.gate ?? null,
    by,
    syncedAt: context.now.toISOString(),
  };
};

const count = async (context: Context, { event, waitlist }: Gate, asked: Line, pass: PassPayload) => {
  const { line, scan } = asked;
  const day = vietnamDay(new Date(scan.scannedAt));
  const earlier = earlierDayOf(asked, day);
  const before = earlier && (await loadCheckIn(context.reader, event.id, pass.registration, earlier));
  if (before && holdsScan(before, asked)) return { line, ...countedScan(before, scan, true) };
  let outcome: ScanOutcome | undefined;
  await retryOnConflictBriefly(async () => {
    const [holder, counted] = await Promise.all([
      holderOf(context, pass),
      loadCheckIn(context.reader, event.id, pass.registration, day),
    ]);
    // Who was let in may leave, whatever happened to the registration since.
    const refused = counted && scan.direction === 'out' ? undefined : judgeHolder(holder?.value, event, waitlist, scan);
    const after = refused ?? afterScan(context, counted, { registration: pass.registration, day, clocked: asked });
    if (typeof after === 'string') {
      outcome = { line, refused: after };
      return;
    }
    if (after !== counted) {
      const quietly = { ...context, idempotency: undefined };
      const auditEvents = [{ subject: pass.registration, action: actionOf(counted, scan) }];
      await commit(quietly, { saves: [], also: [checkInAction(event.id, after, counted)], auditEvents }, null);
    }
    outcome = { line, ...countedScan(after, scan, after === counted) };
  });
  if (!outcome) throw new Error('a scan without an outcome');
  return outcome;
};

/**
 * Records scans of gates: one visit for each registration and Vietnamese day, with its check-outs and returns. A repeated scan
 * is reported as already counted; another check-in of a pass that is inside is rejected. Sending all scans again is safe.
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
