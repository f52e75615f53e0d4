import { registrationsPartition } from '#shared/data/registrations/registration-store.ts';
import { loadRoll } from '#shared/data/registrations/waitlist-store.ts';
import { keys } from '#shared/data/table/keys.ts';
import { stringOf } from '#shared/data/table/reader.ts';
import { type Event, stopsAt } from '#shared/domain/events/event.ts';
import type { Participation } from '#shared/domain/outcomes/report.ts';
import { isLive, shownStatus } from '#shared/domain/registrations/registration.ts';
import { RegistrationRow } from '#shared/domain/registrations/registration-views.ts';
import type { Roll } from '#shared/domain/registrations/waitlist.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { wholeRange } from './whole-range.ts';

const hasPlace = (row: RegistrationRow, roll: Roll): boolean => shownStatus(row, roll) === 'confirmed';

/** Whether a producer takes part in an event: a tour stops at it, or a product of its own is registered, confirmed and in. */
export const takesPart = async (context: Context, event: Event, producer: string): Promise<boolean> => {
  if (stopsAt(event, producer)) return true;
  if (event.registration?.audience !== 'products') return false;
  const roll = await loadRoll(context.reader, event.id);
  if (!roll) return false;
  const pk = registrationsPartition({ producer });
  for await (const item of wholeRange(context, { pk })) {
    const row = RegistrationRow.parse(JSON.parse(stringOf(item, 'card')));
    if (row.event === event.id && hasPlace(row, roll)) return true;
  }
  return false;
};

/** How many registered for an event, are in, and came; null where nobody registers. Reads the row of each. */
export const participationIn = async (context: Context, event: Event): Promise<Participation | null> => {
  if (event.registration === null) return null;
  const roll = await loadRoll(context.reader, event.id);
  if (!roll) return { registered: 0, in: 0, attended: 0 };
  const counted = { registered: 0, in: 0 };
  for await (const item of wholeRange(context, { pk: keys.registrationAt.partition(event.id) })) {
    // A ticket that was void from the beginning has nobody.
    if (!item.card) continue;
    const row = RegistrationRow.parse(JSON.parse(stringOf(item, 'card')));
    if (!isLive(row)) continue;
    counted.registered += 1;
    if (hasPlace(row, roll)) counted.in += 1;
  }
  const came = new Set<string>();
  for await (const item of wholeRange(context, { pk: keys.checkIn.partition(event.id) }))
    came.add(stringOf(item, 'sk').split('#')[0] ?? '');
  return { ...counted, attended: came.size };
};
