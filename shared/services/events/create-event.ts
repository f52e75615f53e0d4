import type { Event } from '#shared/domain/events/event.ts';
import type { CreateEvent } from '#shared/domain/events/event-input.ts';
import { newId } from '#shared/platform/ids.ts';
import { requireOfficer } from '#shared/services/access/officer-territory.ts';
import { officeMeant, organizerOf } from '#shared/services/events/internal/organizing-office.ts';
import { resolveEvent } from '#shared/services/events/internal/resolve-event.ts';
import { saveEvent } from '#shared/services/events/internal/save-event.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** Creates a draft of an event for the officer's office. It is not public before its announcement. */
export const createEvent = async (context: Context, { office, ...input }: CreateEvent) => {
  const territory = await requireOfficer(context);
  const organizer = await organizerOf(context, officeMeant(territory, office, { pointer: '/office' }));
  const at = context.now.toISOString();
  const blank: Event = {
    id: newId('event', context.now),
    status: 'draft',
    kind: input.kind,
    title: input.title,
    legalBasis: null,
    organizer,
    provinces: [],
    venue: null,
    stops: [],
    startDate: input.startDate,
    endDate: input.endDate,
    closedDates: [],
    registration: null,
    booths: [],
    alcoholBasis: null,
    sequence: 0,
    cancellation: null,
    createdAt: at,
    updatedAt: at,
    publishedAt: null,
  };
  return saveEvent(context, undefined, await resolveEvent(context, blank, input), { action: 'event.create' });
};
