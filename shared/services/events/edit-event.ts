import { sequenceAfter } from '#shared/domain/events/calendar-entry.ts';
import { announcedFaults, type EditEvent } from '#shared/domain/events/event-input.ts';
import { EVENT_TRANSITIONS, publishingFaults, requireEventState } from '#shared/domain/events/event-transitions.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadEventAsOfficer } from '#shared/services/access/office.ts';
import { requireOfficer } from '#shared/services/access/officer-territory.ts';
import { officeMeant, organizerOf } from '#shared/services/events/internal/organizing-office.ts';
import { resolveEvent } from '#shared/services/events/internal/resolve-event.ts';
import { saveEvent } from '#shared/services/events/internal/save-event.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { capacityActions } from '#shared/services/registrations/internal/change-capacity.ts';

/** Changes an event that is not over; a visible change of an announced event increments its `sequence` for calendars. */
export const editEvent = async (context: Context, id: string, { office, ...input }: EditEvent) => {
  const stored = await loadEventAsOfficer(context, id);
  requireExpected(context, stored);
  const before = stored.value;
  requireEventState(before, context.today, EVENT_TRANSITIONS.edit);
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
      also: await capacityActions(context, before, after),
    },
  );
};
