import * as z from 'zod';
import { type Event, statusOn } from '#shared/domain/events/event.ts';
import type { Day } from '#shared/platform/vietnam-day.ts';
import { Contact, REGISTRATION_STATES, type Registration, visibleStatus } from './registration.ts';
import type { Waitlist } from './waitlist.ts';

const Named = z.object({ id: z.string(), name: z.string() });

/** A row in the owner's list of registrations, without contact data. */
export const RegistrationRow = z.object({
  id: z.string(),
  status: z.enum(REGISTRATION_STATES),
  event: z.string(),
  ticket: z.int(),
  approval: z.boolean(),
  approved: z.boolean(),
  product: Named.nullable(),
  producer: Named.nullable(),
  booth: z.string().nullable(),
  createdAt: z.string(),
});
export type RegistrationRow = z.infer<typeof RegistrationRow>;

/** A row in the organiser's list, with contact data. */
export const EventRegistrationRow = RegistrationRow.extend({ contact: Contact, note: z.string().nullable() });
export type EventRegistrationRow = z.infer<typeof EventRegistrationRow>;

const asRow = (registration: Registration): RegistrationRow => ({
  id: registration.id,
  status: registration.status,
  event: registration.event,
  ticket: registration.ticket,
  approval: registration.approval,
  approved: registration.approvedAt !== null,
  product: registration.product,
  producer: registration.producer,
  booth: registration.booth,
  createdAt: registration.createdAt,
});

const asEventRow = (registration: Registration): EventRegistrationRow => ({
  ...asRow(registration),
  contact: registration.contact,
  note: registration.note ?? null,
});

/** A registration as its row in its owner's list holds it. */
export const ownRowText = (registration: Registration): string => JSON.stringify(asRow(registration));
/** A registration as its row in the organiser's list holds it. */
export const eventRowText = (registration: Registration): string => JSON.stringify(asEventRow(registration));

/** A registration of a list, as today has it. */
export const registrationRowView = <R extends RegistrationRow>(
  { status, event: _, approval, approved, ...row }: R,
  waitlist: Pick<Waitlist, 'admittedUpTo'>,
) => ({
  ...row,
  status: visibleStatus({ status, ticket: row.ticket }, waitlist),
  approval: approval ? (approved ? ('given' as const) : ('needed' as const)) : ('not-needed' as const),
});

/** The event that a registration is for. */
export const eventOf = (event: Event, day: Day) => ({
  id: event.id,
  title: event.title,
  startDate: event.startDate,
  endDate: event.endDate,
  status: statusOn(event, day),
});

/** A registration as the one who registered and the officers of the event see it. */
export const registrationView = (
  registration: Registration,
  waitlist: Pick<Waitlist, 'admittedUpTo'>,
  event: Event,
  day: Day,
) => ({
  ...registrationRowView(asEventRow(registration), waitlist),
  event: eventOf(event, day),
  ending: registration.ending ? { at: registration.ending.at, reason: registration.ending.reason ?? null } : null,
  updatedAt: registration.updatedAt,
});
export type RegistrationView = ReturnType<typeof registrationView>;
