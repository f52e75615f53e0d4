import { registrationKind } from '#shared/data/registrations/registration-store.ts';
import { loadRoll } from '#shared/data/registrations/waitlist-store.ts';
import { loadDocument, type Stored } from '#shared/data/table/document.ts';
import { covers } from '#shared/domain/access/territory.ts';
import { type Event, isAnnounced, territoryOf as territoryOfEvent } from '#shared/domain/events/event.ts';
import { isMember } from '#shared/domain/producers/producer.ts';
import type { Registration } from '#shared/domain/registrations/registration.ts';
import type { Roll } from '#shared/domain/registrations/waitlist.ts';
import { isId } from '#shared/platform/ids.ts';
import { notFound } from '#shared/platform/problem.ts';
import { loadEvent, loadProducer } from '#shared/services/access/documents.ts';
import { refusal } from '#shared/services/access/forbidden-or-not-found.ts';
import { territoryOf } from '#shared/services/access/office.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** A registration with its event and how the event's places stand. */
export type Loaded = { registration: Stored<Registration>; event: Stored<Event>; roll: Roll };

const load = async (context: Context, id: string): Promise<Loaded> => {
  if (!isId('registration', id)) throw notFound();
  const registration = await loadDocument(context.reader, registrationKind, id, { consistent: true });
  if (!registration) throw notFound();
  const [event, roll] = await Promise.all([
    loadEvent(context, registration.value.event),
    loadRoll(context.reader, registration.value.event),
  ]);
  if (!roll) throw new Error('a registration without a roll');
  return { registration, event, roll };
};

const isOwn = async (context: Context, { subject, producer }: Registration): Promise<boolean> =>
  producer
    ? isMember((await loadProducer(context, producer.id)).value, context.caller.subject)
    : subject === context.caller.subject;

const isOfficerOf = async (context: Context, event: Event): Promise<boolean> =>
  covers(await territoryOf(context), territoryOfEvent(event));

/** The registration, for whose it is and the officers of the event; nobody else may know of it: 404. */
export const loadRegistration = async (context: Context, id: string): Promise<Loaded & { as: 'own' | 'officer' }> => {
  const loaded = await load(context, id);
  if (await isOwn(context, loaded.registration.value)) return { ...loaded, as: 'own' };
  if (await isOfficerOf(context, loaded.event.value)) return { ...loaded, as: 'officer' };
  throw notFound();
};

/** The registration, for the officers of the event; whose it is gets 403, others 404. */
export const loadRegistrationAsOfficer = async (context: Context, id: string): Promise<Loaded> => {
  const loaded = await load(context, id);
  if (await isOfficerOf(context, loaded.event.value)) return loaded;
  throw refusal(await isOwn(context, loaded.registration.value));
};

/** An event that was announced; another one is 404. */
export const loadAnnouncedEvent = async (context: Context, id: string): Promise<Stored<Event>> => {
  const event = await loadEvent(context, id);
  if (!isAnnounced(event.value)) throw notFound();
  return event;
};
