import { eventCardOf } from '#shared/data/events/event-store.ts';
import { keys } from '#shared/data/table/keys.ts';
import { readPage } from '#shared/data/table/page.ts';
import { ownEventSummary } from '#shared/domain/events/event-views.ts';
import { requireOfficer } from '#shared/services/access/office.ts';
import { officeMeant } from '#shared/services/events/internal/organizing-office.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** An office's events in every state, the latest first. `after` is the sort key to go on behind. */
export const listOwnEvents = async (
  context: Context,
  asked: { office?: string | undefined; limit: number; after?: string | undefined },
) => {
  const office = officeMeant(await requireOfficer(context), asked.office, { parameter: 'office' });
  const pk = keys.eventOf.partition(office);
  const { items, ...rest } = await readPage(context.reader, { pk, descending: true }, asked);
  return {
    items: items.map((item) => ownEventSummary(eventCardOf(item), context.today)),
    ...rest,
  };
};
