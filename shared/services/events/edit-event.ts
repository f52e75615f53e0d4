import { sequenceAfter } from '../../domain/events/calendar-entry.ts';
import { announcedFaults, type EditEvent } from '../../domain/events/event-input.ts';
import { EVENT_TRANSITIONS, publishingFaults, requireState } from '../../domain/events/event-transitions.ts';
import { requireExpected } from '../access/documents.ts';
import { loadEventAsOfficer, requireOfficer } from '../access/office.ts';
import type { Context } from '../context.ts';
import { placesFollow } from '../registrations/change-places.ts';
import { officeMeant, organizerOf } from './organizing-office.ts';
import { resolveEvent } from './resolve-event.ts';
import { saveEvent } from './save-event.ts';

/** Changes an event that is not over; what calendars show of an announced one counts its `sequence` up. */
export const editEvent = async (context: Context, id: string, { office, ...input }: EditEvent) => {
  const stored = await loadEventAsOfficer(context, id);
  requireExpected(context, stored);
  const before = stored.value;
  requireState(before, context.today, EVENT_TRANSITIONS.edit);
  const moved =
    office === undefined || office === before.organizer.office
      ? before
      : {
          ...before,
          organizer: await organizerOf(
            context,
            officeMeant(await requireOfficer(context), office, { pointer: '/office' }),
          ),
        };
  const after = await resolveEvent(context, moved, input, (event) =>
    before.publishedAt === null ? [] : [...announcedFaults(before, event, context.today), ...publishingFaults(event)],
  );
  return saveEvent(
    context,
    stored,
    { ...after, sequence: sequenceAfter(before, after), updatedAt: context.now.toISOString() },
    {
      action: 'event.edit',
      changed: Object.keys({ ...(office === undefined ? {} : { office }), ...input }),
      also: await placesFollow(context, before, after),
    },
  );
};
