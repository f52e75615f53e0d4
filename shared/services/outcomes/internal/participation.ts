import { registrationsCheckedIn } from '#shared/data/registrations/check-in-store.ts';
import { registrationRowsOf, registrationsAt } from '#shared/data/registrations/registration-store.ts';
import { loadRoll } from '#shared/data/registrations/waitlist-store.ts';
import { type Event, stopsAt } from '#shared/domain/events/event.ts';
import type { Participation } from '#shared/domain/outcomes/report.ts';
import { isLive, shownStatus } from '#shared/domain/registrations/registration.ts';
import type { RegistrationRow } from '#shared/domain/registrations/registration-views.ts';
import type { Roll } from '#shared/domain/registrations/waitlist.ts';
import type { Context } from '#shared/services/kernel/context.ts';

const hasPlace = (row: RegistrationRow, roll: Roll): boolean => shownStatus(row, roll) === 'confirmed';

/** Whether a producer takes part in an event: a tour stops at it, or a product of its own is registered, confirmed and in. */
export const takesPart = async (context: Context, event: Event, producer: string): Promise<boolean> => {
  if (stopsAt(event, producer)) return true;
  if (event.registration?.audience !== 'products') return false;
  const roll = await loadRoll(context.reader, event.id);
  if (!roll) return false;
  for await (const row of registrationRowsOf(context.reader, producer))
    if (row.event === event.id && hasPlace(row, roll)) return true;
  return false;
};

/** How many registered for an event, are in, and came; null where nobody registers. Reads the row of each. */
export const participationIn = async (context: Context, event: Event): Promise<Participation | null> => {
  if (event.registration === null) return null;
  const roll = await loadRoll(context.reader, event.id);
  if (!roll) return { registered: 0, in: 0, attended: 0 };
  const counted = { registered: 0, in: 0 };
  for await (const row of registrationsAt(context.reader, event.id)) {
    if (!isLive(row)) continue;
    counted.registered += 1;
    if (hasPlace(row, roll)) counted.in += 1;
  }
  const came = await registrationsCheckedIn(context.reader, event.id);
  return { ...counted, attended: came.size };
};
