import { eventKind } from '#shared/data/events/event-store.ts';
import { dropEvent } from '#shared/data/pending-work/pending-work-store.ts';
import {
  closeActions,
  loadWaitlist,
  missingQueueNumbers,
  noteAction,
} from '#shared/data/registrations/waitlist-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import type { Action } from '#shared/data/table/writer.ts';
import { openFaults } from '#shared/domain/registrations/eligibility.ts';
import { isDue } from '#shared/domain/registrations/waitlist.ts';
import { ConcurrentWriteError, commit } from '#shared/services/kernel/commit.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { voidQueueNumber } from '#shared/services/registrations/internal/queue-numbers.ts';

/** Writes what another run may have written already: then that one's stands. */
const commitUnlessChanged = async (context: Context, also: Action[]): Promise<boolean> => {
  try {
    await commit(context, { saves: [], also, auditEvents: [] }, null);
    return true;
  } catch (error) {
    if (error instanceof ConcurrentWriteError) return false;
    throw error;
  }
};

/**
 * Goes over the queue numbers of an event that gives some: those that were taken before the run of at least ten minutes ago and have
 * no registration are void, and who waits comes in. Ends the giving when nobody can register any more and no queue number is open.
 * Returns whether there was something to do besides noting.
 */
export const releaseUnusedQueueNumbers = async (context: Context, id: string): Promise<boolean> => {
  const [event, waitlist] = await Promise.all([
    loadDocument(context.reader, eventKind, id, { consistent: true }),
    loadWaitlist(context.reader, id),
  ]);
  if (!event || !waitlist) return commitUnlessChanged(context, [dropEvent(id)]);
  if (waitlist.swept === waitlist.lastQueueNumber) {
    const isOpen = openFaults(event.value, context.today).every(({ code }) => code === 'registration_not_open');
    return isOpen ? false : commitUnlessChanged(context, closeActions(id, waitlist));
  }
  const at = context.now.toISOString();
  if (waitlist.checkpoint === null || waitlist.checkpoint <= waitlist.swept) {
    await commitUnlessChanged(context, [noteAction(id, waitlist, waitlist.swept, at)]);
    return false;
  }
  if (!isDue(waitlist, context.now)) return false;
  const gaps = await missingQueueNumbers(context.reader, id, waitlist.swept, waitlist.checkpoint);
  for (const queueNumber of gaps) await voidQueueNumber(context, id, queueNumber);
  await commitUnlessChanged(context, [noteAction(id, waitlist, waitlist.checkpoint, at)]);
  return gaps.length > 0;
};
