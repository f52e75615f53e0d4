import { eventCardOf } from '../../data/event-kind.ts';
import { keys } from '../../data/keys.ts';
import { readPage } from '../../data/page.ts';
import { ownEventSummary } from '../../domain/events/event-views.ts';
import { requireOfficer } from '../access/office.ts';
import type { Context } from '../context.ts';
import { officeMeant } from './organizing-office.ts';

/** An office's events in every state, the latest first. `after` is the sort key to go on behind. */
export const listOwnEvents = async (
  context: Context,
  asked: { office?: string | undefined; limit: number; after?: string | undefined },
) => {
  const office = officeMeant(await requireOfficer(context), asked.office, { parameter: 'office' });
  const { pk } = keys.eventOf(office, '', '');
  const { items, ...rest } = await readPage(context.reader, { pk, descending: true }, asked);
  return {
    items: items.map((item) => ownEventSummary(eventCardOf(item), context.today)),
    ...rest,
  };
};
