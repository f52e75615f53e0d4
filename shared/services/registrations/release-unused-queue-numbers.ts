import { eventKind } from '#shared/data/events/event-store.ts';
import { dropEvent } from '#shared/data/pending-work/pending-work-store.ts';
import { closeActions, loadRoll, missingTickets, noteAction } from '#shared/data/registrations/waitlist-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import type { Action } from '#shared/data/table/writer.ts';
import { openFaults } from '#shared/domain/registrations/eligibility.ts';
import { isDue } from '#shared/domain/registrations/waitlist.ts';
import { ConcurrentWriteError, commit } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { voidTicket } from '#shared/services/registrations/internal/queue-numbers.ts';

/** Writes what another run may have written already: then that one's stands. */
const unlessRaced = async (context: Context, also: Action[]): Promise<boolean> => {
  try {
    await commit(context, { saves: [], also, auditEvents: [] }, null);
    return true;
  } catch (error) {
    if (error instanceof ConcurrentWriteError) return false;
    throw error;
  }
};

/**
 * Goes over the tickets of an event that gives some: those that were taken before the run of at least ten minutes ago and have
 * no registration are void, and who waits comes in. Ends the giving when nobody can register any more and no ticket is open.
 * Returns whether there was something to do besides noting.
 */
export const sweepTickets = async (context: Context, id: string): Promise<boolean> => {
  const [event, roll] = await Promise.all([
    loadDocument(context.reader, eventKind, id, { consistent: true }),
    loadRoll(context.reader, id),
  ]);
  if (!event || !roll) return unlessRaced(context, [dropEvent(id)]);
  if (roll.swept === roll.tickets) {
    const isOpen = openFaults(event.value, context.today).every(({ code }) => code === 'registration_not_open');
    return isOpen ? false : unlessRaced(context, closeActions(id, roll));
  }
  const at = context.now.toISOString();
  if (roll.checkpoint === null || roll.checkpoint <= roll.swept) {
    await unlessRaced(context, [noteAction(id, roll, roll.swept, at)]);
    return false;
  }
  if (!isDue(roll, context.now)) return false;
  const gaps = await missingTickets(context.reader, id, roll.swept, roll.checkpoint);
  for (const ticket of gaps) await voidTicket(context, id, ticket);
  await unlessRaced(context, [noteAction(id, roll, roll.checkpoint, at)]);
  return gaps.length > 0;
};
