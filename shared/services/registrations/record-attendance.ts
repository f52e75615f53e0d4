import { loadVisit, visitAction } from '#shared/data/registrations/check-in-store.ts';
import { registrationKind } from '#shared/data/registrations/registration-store.ts';
import { loadRoll } from '#shared/data/registrations/waitlist-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import type { Event } from '#shared/domain/events/event.ts';
import {
  isSameScan,
  judgeHolder,
  readScan,
  type ScanRefusal,
  type Visit,
} from '#shared/domain/registrations/attendance.ts';
import type { PassPayload } from '#shared/domain/registrations/pass.ts';
import type { Scan } from '#shared/domain/registrations/registration-input.ts';
import type { Roll } from '#shared/domain/registrations/waitlist.ts';
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
  | { visit: Pick<Visit, 'registration' | 'day' | 'scannedAt' | 'gate'>; repeated: boolean }
  | { refused: ScanRefusal }
);

type Gate = { event: Event; roll: Roll | undefined; key: PassKey | undefined };
type Line = { line: number; scan: Scan };

const told = ({ registration, day, scannedAt, gate }: Visit) => ({ registration, day, scannedAt, gate });

const judgeAgainst = (counted: Visit, scan: Scan) =>
  isSameScan(counted, scan)
    ? { visit: told(counted), repeated: true }
    : ({ refused: 'pass_replayed' } as const satisfies { refused: ScanRefusal });

const holderOf = (context: Context, { registration }: PassPayload) =>
  isId('registration', registration)
    ? loadDocument(context.reader, registrationKind, registration, { consistent: true })
    : undefined;

const count = async (context: Context, { event, roll }: Gate, { line, scan }: Line, pass: PassPayload) => {
  const day = vietnamDay(new Date(scan.scannedAt));
  let outcome: ScanOutcome | undefined;
  await retryOnConflictBriefly(async () => {
    const [holder, counted] = await Promise.all([
      holderOf(context, pass),
      loadVisit(context.reader, event.id, pass.registration, day),
    ]);
    const refused = judgeHolder(holder?.value, event, roll, scan);
    if (refused || !holder) {
      outcome = { line, refused: refused ?? 'pass_forged' };
      return;
    }
    if (counted) {
      outcome = { line, ...judgeAgainst(counted, scan) };
      return;
    }
    const visit: Visit = {
      registration: pass.registration,
      day,
      scannedAt: scan.scannedAt,
      gate: scan.gate ?? null,
      by: context.caller.subject,
      syncedAt: context.now.toISOString(),
    };
    const quietly = { ...context, idempotency: undefined };
    const auditEvents = [{ subject: pass.registration, action: 'registration.attend' }];
    await commit(quietly, { saves: [], also: [visitAction(event.id, visit)], auditEvents }, null);
    outcome = { line, visit: told(visit), repeated: false };
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
  const [roll, key] = await Promise.all([loadRoll(context.reader, id), loadPassKey(context, id)]);
  const gate: Gate = { event, roll, key };
  const outcomes: ScanOutcome[] = [];
  const queues = new Map<string, (Line & { pass: PassPayload })[]>();
  for (const [line, scan] of scans.entries()) {
    const pass = key ? readScan(scan, event, key.verify, context.now) : 'pass_forged';
    if (typeof pass === 'string') {
      outcomes[line] = { line, refused: pass };
      continue;
    }
    // Scans of one pass are processed one after the other, in the order in which they were sent.
    const queue = queues.get(pass.registration) ?? [];
    queue.push({ line, scan, pass });
    queues.set(pass.registration, queue);
  }
  await forEachConcurrent([...queues.values()], async (queue) => {
    for (const { pass, ...line } of queue) outcomes[line.line] = await count(context, gate, line, pass);
  });
  if (outcomes.some((outcome) => 'refused' in outcome)) return outcomes;
  return commit(context, { saves: [], auditEvents: [] }, outcomes);
};
