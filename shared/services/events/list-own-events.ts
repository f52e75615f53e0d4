import { readEventsOf } from '#shared/data/events/event-store.ts';
import { ownEventSummary } from '#shared/domain/events/event-views.ts';
import { requireOfficer } from '#shared/services/access/officer-territory.ts';
import { officeMeant } from '#shared/services/events/internal/organizing-office.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** An office's events in every state, latest first. `after` is the sort key to continue after. */
export const listOwnEvents = async (
  context: Context,
  asked: { office?: string | undefined; limit: number; after?: string | undefined },
) => {
  const office = officeMeant(await requireOfficer(context), asked.office, { parameter: 'office' });
  const { items, ...rest } = await readEventsOf(context.reader, office, asked);
  return { items: items.map((card) => ownEventSummary(card, context.today)), ...rest };
};
