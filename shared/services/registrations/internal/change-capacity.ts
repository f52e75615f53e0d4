import { assignedBooths } from '#shared/data/registrations/registration-store.ts';
import { capacityChange } from '#shared/data/registrations/waitlist-store.ts';
import type { Action } from '#shared/data/table/writer.ts';
import type { Event } from '#shared/domain/events/event.ts';
import * as messages from '#shared/domain/registrations/messages.ts';
import { Problem } from '#shared/platform/problem.ts';
import type { Context } from '#shared/services/kernel/context.ts';

const requireBooths = async (context: Context, { id, booths }: Event): Promise<void> => {
  const assigned = await assignedBooths(context.reader, id);
  const gone = assigned.find((booth) => !booths.some((planned) => planned.id === booth));
  if (gone === undefined) return;
  throw new Problem('state_conflict', messages.boothInUse(gone));
};

/**
 * What goes into the transaction that changes an event so that its places follow: a larger capacity lets in who waits, a
 * smaller one is refused (409) where queue numbers were given already, as is a plan without a booth that was given.
 */
export const capacityActions = async (context: Context, before: Event, after: Event): Promise<Action[]> => {
  if (after.booths.length < before.booths.length || before.booths.some(({ id }, at) => after.booths[at]?.id !== id))
    await requireBooths(context, after);
  const capacity = after.registration?.capacity;
  if (capacity === undefined || capacity === before.registration?.capacity) return [];
  const change = await capacityChange(context.reader, before.id, capacity);
  if (change.kind === 'actions') return change.actions;
  throw new Problem('state_conflict', messages.capacityBelowRegistered(change.lastQueueNumber));
};
