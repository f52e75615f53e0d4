import { readOwnRegistrations } from '#shared/data/registrations/registration-store.ts';
import { loadWaitlist } from '#shared/data/registrations/waitlist-store.ts';
import { eventOf, registrationRowView } from '#shared/domain/registrations/registration-views.ts';
import { loadEvent } from '#shared/services/access/documents.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { producersOf } from '#shared/services/me/internal/memberships.ts';

/** Represents the caller among the owners of registrations; sorts before every producer. */
const MYSELF = '';

const namedEvent = async (context: Context, id: string) => {
  const [event, waitlist] = await Promise.all([loadEvent(context, id), loadWaitlist(context.reader, id)]);
  if (!waitlist) throw new Error('a registration without a waitlist');
  return { waitlist, event: eventOf(event.value, context.today) };
};

/**
 * The caller's registrations, then those of the caller's producers, oldest first. `after` is the owner and the
 * registration to continue after.
 */
export const listOwnRegistrations = async (
  context: Context,
  asked: { limit: number; after?: readonly [string, string] | undefined },
) => {
  const producers = (await producersOf(context)).map(({ id }) => id).sort();
  const owners = [
    { name: MYSELF, of: { subject: context.caller.subject } },
    ...producers.map((producer) => ({ name: producer, of: { producer } })),
  ];
  const { rows: found, next } = await readOwnRegistrations(context.reader, owners, asked);
  const rows = found.map(({ row }) => row);
  const ids = [...new Set(rows.map(({ event }) => event))];
  const events = new Map(await Promise.all(ids.map(async (id) => [id, await namedEvent(context, id)] as const)));
  const items = rows.flatMap((row) => {
    const named = events.get(row.event);
    return named ? [{ ...registrationRowView(row, named.waitlist), event: named.event }] : [];
  });
  return { items, ...(next === undefined ? {} : { next }) };
};
