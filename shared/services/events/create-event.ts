import type { Event } from '../../domain/events/event.ts';
import type { CreateEvent } from '../../domain/events/event-input.ts';
import { newId } from '../../platform/ids.ts';
import { requireOfficer } from '../access/office.ts';
import type { Context } from '../context.ts';
import { officeMeant, organizerOf } from './organizing-office.ts';
import { resolveEvent } from './resolve-event.ts';
import { saveEvent } from './save-event.ts';

/** Drafts an event of an office of the officer's. Nobody else sees it before it is published. */
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
