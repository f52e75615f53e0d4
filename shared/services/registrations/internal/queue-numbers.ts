import {
  loadRoll,
  openActions,
  releaseActions,
  TICKET_GUARD,
  takeTicket,
  voidAction,
} from '#shared/data/registrations/waitlist-store.ts';
import { type Stored, unchanged } from '#shared/data/table/document.ts';
import { ConditionFailed } from '#shared/data/table/writer.ts';
import type { Event, Registration as Rules } from '#shared/domain/events/event.ts';
import type { Roll } from '#shared/domain/registrations/waitlist.ts';
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
 * Lets an event give tickets, with the key that its passes are signed with; returns the key. What others have done already is
 * left as it is.
 */
export const openRoll = (context: Context, event: Registrable): Promise<PassKey> =>
  retryOnConflict(context, async () => {
    const { id, registration } = event.value;
    const [key, roll] = await Promise.all([loadPassKey(context, id), loadRoll(context.reader, id)]);
    if (key && roll && !roll.closed) return key;
    const also = [
      ...(roll && !roll.closed ? [] : openActions(id, registration.capacity, roll)),
      ...(key ? [] : [newPassKey(id)]),
      unchanged(event),
    ];
    await commit(aside(context), { saves: [], also, auditEvents: [] }, null);
    const made = await loadPassKey(context, id);
    if (!made) throw new Error('the key of an event is gone');
    return made;
  });

/** Takes a ticket; opens the roll where it is closed. */
export const take = async (context: Context, event: Registrable): Promise<{ ticket: number; roll: Roll }> => {
  const taken = await takeTicket(context.writer, event.value.id);
  if (taken) return taken;
  await openRoll(context, event);
  const again = await takeTicket(context.writer, event.value.id);
  if (again) return again;
  throw new ConcurrentWriteError('the roll was closed meanwhile');
};

/** Whether a lost race says that a ticket has a row already. */
export const isTicketTaken = (error: unknown): boolean =>
  error instanceof ConcurrentWriteError &&
  error.cause instanceof ConditionFailed &&
  error.cause.guards.includes(TICKET_GUARD);

/**
 * Makes a ticket void that got no registration, and lets in who waits next where it was in. One that has a registration, or is
 * void already, stays as it is.
 */
export const voidTicket = (context: Context, event: string, ticket: number): Promise<void> =>
  retryOnConflict(context, async () => {
    const roll = await loadRoll(context.reader, event);
    if (!roll) return;
    const also = [voidAction(event, ticket), ...(await releaseActions(context.reader, event, roll, ticket))];
    try {
      await commit(aside(context), { saves: [], also, auditEvents: [] }, null);
    } catch (error) {
      if (!isTicketTaken(error)) throw error;
    }
  });

/** Makes a ticket void at once; where that fails, the recurring job does it. */
export const giveBack = async (context: Context, event: string, ticket: number): Promise<void> => {
  try {
    await voidTicket(context, event, ticket);
  } catch (error) {
    log('warn', 'a ticket stays for the recurring job', errorFields(error));
  }
};
