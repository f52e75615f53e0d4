import { registrationsCheckedIn } from '#shared/data/registrations/check-in-store.ts';
import { registrationRowsOf, registrationsAt } from '#shared/data/registrations/registration-store.ts';
import { loadWaitlist } from '#shared/data/registrations/waitlist-store.ts';
import { type Event, stopsAt } from '#shared/domain/events/event.ts';
import type { Participation } from '#shared/domain/outcomes/report.ts';
import { isLive, visibleStatus } from '#shared/domain/registrations/registration.ts';
import type { RegistrationRow } from '#shared/domain/registrations/registration-views.ts';
import type { Waitlist } from '#shared/domain/registrations/waitlist.ts';
import type { Context } from '#shared/services/kernel/context.ts';

const isConfirmed = (row: RegistrationRow, waitlist: Waitlist): boolean => visibleStatus(row, waitlist) === 'confirmed';

/** Whether a producer takes part in an event: a tour stops at it, or a product of its own is registered, confirmed and in. */
export const participates = async (context: Context, event: Event, producer: string): Promise<boolean> => {
  if (stopsAt(event, producer)) return true;
  if (event.registration?.audience !== 'products') return false;
  const waitlist = await loadWaitlist(context.reader, event.id);
  if (!waitlist) return false;
  for await (const row of registrationRowsOf(context.reader, producer))
    if (row.event === event.id && isConfirmed(row, waitlist)) return true;
  return false;
};

/** How many registered for an event, are admitted, and came; null where nobody registers. Reads the row of each. */
export const participationIn = async (context: Context, event: Event): Promise<Participation | null> => {
  if (event.registration === null) return null;
  const waitlist = await loadWaitlist(context.reader, event.id);
  if (!waitlist) return { registered: 0, in: 0, attended: 0 };
  const counted = { registered: 0, in: 0 };
  for await (const row of registrationsAt(context.reader, event.id)) {
    if (!isLive(row)) continue;
    counted.registered += 1;
    if (isConfirmed(row, waitlist)) counted.in += 1;
  }
  const came = await registrationsCheckedIn(context.reader, event.id);
  return { ...counted, attended: came.size };
};
