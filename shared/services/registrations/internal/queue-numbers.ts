import {
  loadWaitlist,
  openActions,
  QUEUE_NUMBER_GUARD,
  releaseActions,
  takeQueueNumber,
  voidAction,
} from '#shared/data/registrations/waitlist-store.ts';
import { type Stored, unchanged } from '#shared/data/table/document.ts';
import { ConditionFailed } from '#shared/data/table/transaction.ts';
import type { Event, Registration as Rules } from '#shared/domain/events/event.ts';
import type { Waitlist } from '#shared/domain/registrations/waitlist.ts';
import { errorFields, log } from '#shared/platform/logger.ts';
import { ConcurrentWriteError, commit } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { retryOnConflict } from '#shared/services/kernel/retry-on-conflict.ts';
import { loadPassKey, newPassKey, type PassKey } from './pass-key.ts';

/** An event that people or products can register for. */
export type Registrable = Stored<Event & { registration: Rules }>;

/** The context of writes beside a request: without its idempotency record and If-Match. */
const aside = (context: Context): Context => ({ ...context, expected: undefined, idempotency: undefined });

/**
 * Lets an event give queue numbers, with the key that its passes are signed with; returns the key. What others have done already is
 * left as it is.
 */
export const openWaitlist = (context: Context, event: Registrable): Promise<PassKey> =>
  retryOnConflict(context, async () => {
    const { id, registration } = event.value;
    const [key, waitlist] = await Promise.all([loadPassKey(context, id), loadWaitlist(context.reader, id)]);
    if (key && waitlist && !waitlist.closed) return key;
    const also = [
      ...(waitlist && !waitlist.closed ? [] : openActions(id, registration.capacity, waitlist)),
      ...(key ? [] : [newPassKey(id)]),
      unchanged(event),
    ];
    await commit(aside(context), { saves: [], also, auditEvents: [] }, null);
    const made = await loadPassKey(context, id);
    if (!made) throw new Error('the key of an event is gone');
    return made;
  });

/** Takes a queue number; opens the waitlist where it is closed. */
export const takeNextNumber = async (
  context: Context,
  event: Registrable,
): Promise<{ queueNumber: number; waitlist: Waitlist }> => {
  const taken = await takeQueueNumber(context.writer, event.value.id);
  if (taken) return taken;
  await openWaitlist(context, event);
  const again = await takeQueueNumber(context.writer, event.value.id);
  if (again) return again;
  throw new ConcurrentWriteError('the waitlist was closed meanwhile');
};

/** Whether a lost race says that a queue number has a row already. */
export const isQueueNumberTaken = (error: unknown): boolean =>
  error instanceof ConcurrentWriteError &&
  error.cause instanceof ConditionFailed &&
  error.cause.guards.includes(QUEUE_NUMBER_GUARD);

/**
 * Makes a queue number void that got no registration, and lets in who waits next where it was admitted. One that has a registration, or is
 * void already, stays as it is.
 */
export const voidQueueNumber = (context: Context, event: string, queueNumber: number): Promise<void> =>
  retryOnConflict(context, async () => {
    const waitlist = await loadWaitlist(context.reader, event);
    if (!waitlist) return;
    const also = [
      voidAction(event, queueNumber),
      ...(await releaseActions(context.reader, event, waitlist, queueNumber)),
    ];
    try {
      await commit(aside(context), { saves: [], also, auditEvents: [] }, null);
    } catch (error) {
      if (!isQueueNumberTaken(error)) throw error;
    }
  });

/** Makes a queue number void at once; where that fails, the scheduled job does it. */
export const releaseQueueNumber = async (context: Context, event: string, queueNumber: number): Promise<void> => {
  try {
    await voidQueueNumber(context, event, queueNumber);
  } catch (error) {
    log('warn', 'a queue number stays for the scheduled job', errorFields(error));
  }
};
