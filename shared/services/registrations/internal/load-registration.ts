import { registrationKind } from '#shared/data/registrations/registration-store.ts';
import { loadWaitlist } from '#shared/data/registrations/waitlist-store.ts';
import { loadDocument, type Stored } from '#shared/data/table/document.ts';
import { type Event, isAnnounced, territoryOf as territoryOfEvent } from '#shared/domain/events/event.ts';
import { isMember } from '#shared/domain/producers/producer.ts';
import type { Registration } from '#shared/domain/registrations/registration.ts';
import type { Waitlist } from '#shared/domain/registrations/waitlist.ts';
import { isId } from '#shared/platform/ids.ts';
import { notFound } from '#shared/platform/problem.ts';
import { loadEvent, loadProducer } from '#shared/services/access/documents.ts';
import { loadAs, type Policy } from '#shared/services/access/load-as.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** A registration with its event and how the event's places stand. */
export type Loaded = { registration: Stored<Registration>; event: Stored<Event>; waitlist: Waitlist };

const load = async (context: Context, id: string): Promise<Loaded> => {
  if (!isId('registration', id)) throw notFound();
  const registration = await loadDocument(context.reader, registrationKind, id, { consistent: true });
  if (!registration) throw notFound();
  const [event, waitlist] = await Promise.all([
    loadEvent(context, registration.value.event),
    loadWaitlist(context.reader, registration.value.event),
  ]);
  if (!waitlist) throw new Error('a registration without a waitlist');
  return { registration, event, waitlist };
};

const registrationPolicy: Policy<Loaded, 'officer' | 'own'> = {
  load,
  roles: {
    own: async ({ registration: { value } }, { context }) =>
      value.producer
        ? isMember((await loadProducer(context, value.producer.id)).value, context.caller.subject)
        : value.subject === context.caller.subject,
    officer: ({ event }, { isOfficerOf }) => isOfficerOf(territoryOfEvent(event.value)),
  },
  // Only the owner may know of it.
  isKnown: (_, holds) => holds('own'),
};

/** Loads a registration for its owner and the officers of the event; 404 for others. */
export const loadRegistration = async (context: Context, id: string): Promise<Loaded & { as: 'own' | 'officer' }> => {
  const { loaded, as } = await loadAs(context, registrationPolicy, id, ['own', 'officer']);
  return { ...loaded, as };
};

/** Loads a registration for the officers of the event; its owner gets 403, others 404. */
export const loadRegistrationAsOfficer = async (context: Context, id: string): Promise<Loaded> =>
  (await loadAs(context, registrationPolicy, id, ['officer'])).loaded;

/** Loads an announced event; otherwise 404. */
export const loadAnnouncedEvent = async (context: Context, id: string): Promise<Stored<Event>> => {
  const event = await loadEvent(context, id);
  if (!isAnnounced(event.value)) throw notFound();
  return event;
};
