import { registrationsPartition } from '#shared/data/registrations/registration-store.ts';
import { loadRoll } from '#shared/data/registrations/waitlist-store.ts';
import { stringOf } from '#shared/data/table/reader.ts';
import { eventOf, RegistrationRow, shownRow } from '#shared/domain/registrations/registration-views.ts';
import { loadEvent } from '#shared/services/access/documents.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { producersOf } from '#shared/services/me/internal/memberships.ts';

/** Stands for the caller among the owners of registrations; sorts before every producer. */
const MYSELF = '';

const namedEvent = async (context: Context, id: string) => {
  const [event, roll] = await Promise.all([loadEvent(context, id), loadRoll(context.reader, id)]);
  if (!roll) throw new Error('a registration without a roll');
  return { roll, event: eventOf(event.value, context.today) };
};

const readRows = async (context: Context, asked: { limit: number; after?: readonly [string, string] | undefined }) => {
  const owners = [MYSELF, ...(await producersOf(context)).map(({ id }) => id).sort()];
  const rows: RegistrationRow[] = [];
  let stands: readonly [string, string] | undefined;
  for (const owner of owners) {
    if (asked.after && owner < asked.after[0]) continue;
    const pk = registrationsPartition(owner === MYSELF ? { subject: context.caller.subject } : { producer: owner });
    let after = asked.after?.[0] === owner ? asked.after[1] || undefined : undefined;
    for (let more = true; more; ) {
      const limit = asked.limit - rows.length + 1;
      const page = await context.reader.query({
        pk,
        consistent: true,
        limit,
        ...(after === undefined ? {} : { after }),
      });
      for (const item of page.items) {
        if (rows.length === asked.limit) return { rows, next: stands };
        rows.push(RegistrationRow.parse(JSON.parse(stringOf(item, 'card'))));
        after = stringOf(item, 'sk');
        stands = [owner, after];
      }
      more = page.more;
    }
  }
  return { rows };
};

/**
 * The caller's registrations, then those of the caller's producers, oldest first. `after` is the owner and the registration
 * to go on behind.
 */
export const listOwnRegistrations = async (
  context: Context,
  asked: { limit: number; after?: readonly [string, string] | undefined },
) => {
  const { rows, next } = await readRows(context, asked);
  const ids = [...new Set(rows.map(({ event }) => event))];
  const events = new Map(await Promise.all(ids.map(async (id) => [id, await namedEvent(context, id)] as const)));
  const items = rows.flatMap((row) => {
    const found = events.get(row.event);
    return found ? [{ ...shownRow(row, found.roll), event: found.event }] : [];
  });
  return { items, ...(next === undefined ? {} : { next }) };
};
