// Taking part in an event: a product with its producer, or a person. Who is admitted and who waits follows from the queue number and the
// waitlist on reading, so that moving up writes nothing here.

import * as z from 'zod';
import type { Attribution } from '#shared/domain/access/attribution.ts';
import { type Event, statusOn } from '#shared/domain/events/event.ts';
import { type ConflictText, requireState, type Transition } from '#shared/domain/transition.ts';
import { Problem } from '#shared/platform/problem.ts';
import type { Day } from '#shared/platform/vietnam-day.ts';
import * as messages from './messages.ts';
import { isAdmitted, type Waitlist } from './waitlist.ts';

/** Stored states; `shownStatus` derives the visible state. */
export const REGISTRATION_STATES = ['pending', 'confirmed', 'withdrawn', 'refused'] as const;
/** What is told of a registration: `pending` has a place and waits for the office, `waiting` has none yet. */
export const VISIBLE_REGISTRATION_STATES = ['pending', 'confirmed', 'waiting', 'withdrawn', 'refused'] as const;
export type VisibleRegistrationState = (typeof VISIBLE_REGISTRATION_STATES)[number];

const Named = z.object({ id: z.string(), name: z.string() });

/** Contact data for queries of the office; personal data, visible to the owner and the officers of the event only. */
export const Contact = z.object({
  name: z.string(),
  phone: z.string().optional(),
  organisation: z.string().optional(),
});

/** Why a product that is registered may not take part at the moment; the codes that its registration would be refused with. */
export const BAR_CAUSES = ['producer_not_verified', 'product_not_public'] as const;
export type BarCause = (typeof BAR_CAUSES)[number];

/** From when (an instant) a registration may not be used, and until when; `until` is null while it may not. */
const Bar = z.object({ at: z.string(), until: z.string().nullable(), cause: z.enum(BAR_CAUSES) });

/**
 * A registration (đăng ký tham gia): of a product, or of the person `subject`. `ticket` is its queue number: its place in the order of
 * registrations. `pass` is signed when it is made and given out once it is confirmed and in. `barred` is the last time that
 * its product was hidden, or its producer suspended.
 */
export const Registration = z.object({
  id: z.string(),
  status: z.enum(REGISTRATION_STATES),
  event: z.string(),
  ticket: z.int(),
  approval: z.boolean(),
  subject: z.string(),
  product: Named.nullable(),
  producer: Named.nullable(),
  contact: Contact,
  note: z.string().optional(),
  booth: z.string().nullable(),
  pass: z.string(),
  ending: z.object({ at: z.string(), by: z.string(), reason: z.string().optional() }).nullable(),
  barred: Bar.nullable().default(null),
  createdAt: z.string(),
  updatedAt: z.string(),
  approvedAt: z.string().nullable(),
});
export type Registration = z.infer<typeof Registration>;

/** How often a product or a person can register for one event, after withdrawals: each time takes a queue number. */
export const REGISTRATIONS_MAX = 10;

/** Whether it is live: neither withdrawn nor rejected. */
export const isLive = ({ status }: Pick<Registration, 'status'>): boolean =>
  status === 'pending' || status === 'confirmed';

/** Why it may not be used now, where it may not. */
export const barredBy = ({ barred }: Pick<Registration, 'barred'>): BarCause | null =>
  barred !== null && barred.until === null ? barred.cause : null;

/** The registration from an instant on for as long as its product is hidden; without a cause, shown again. */
export const follow = (registration: Registration, cause: BarCause | null, at: string): Registration => {
  if ((barredBy(registration) === null) === (cause === null)) return registration;
  const { barred } = registration;
  return { ...registration, barred: cause === null ? barred && { ...barred, until: at } : { at, until: null, cause } };
};

/** Since when it is, or was, confirmed; null for one that never was. */
export const confirmedAt = ({
  approval,
  approvedAt,
  createdAt,
}: Pick<Registration, 'approval' | 'approvedAt' | 'createdAt'>): string | null => (approval ? approvedAt : createdAt);

/** What is told of a registration today. */
export const visibleStatus = (
  registration: Pick<Registration, 'status' | 'ticket'>,
  waitlist: Pick<Waitlist, 'admittedUpTo'>,
): VisibleRegistrationState =>
  isLive(registration) && !isAdmitted(waitlist, registration.ticket) ? 'waiting' : registration.status;

/** Whether it may come: confirmed, and with a place. */
export const mayCome = (registration: Registration, waitlist: Pick<Waitlist, 'admittedUpTo'>): boolean =>
  visibleStatus(registration, waitlist) === 'confirmed';

/** Named changes of a registration. */
const REGISTRATION_TRANSITIONS = {
  approve: { verb: messages.REGISTRATION_VERBS.approve, from: ['pending'], to: ['confirmed'] },
  refuse: { verb: messages.REGISTRATION_VERBS.refuse, from: ['pending'], to: ['refused'] },
  withdraw: { verb: messages.REGISTRATION_VERBS.withdraw, from: ['pending', 'confirmed'], to: ['withdrawn'] },
  assignBooth: { verb: messages.REGISTRATION_VERBS.assignBooth, from: ['confirmed'], to: ['confirmed'] },
} as const satisfies Record<string, Transition<VisibleRegistrationState>>;

const conflictText: ConflictText<VisibleRegistrationState> = (state) => messages.notInState(state);

/** The conflict of what needs a confirmed registration with the state that it is in. */
export const notWhile = (status: VisibleRegistrationState): Problem =>
  new Problem('state_conflict', conflictText(status, REGISTRATION_TRANSITIONS.assignBooth));

/** Throws 409 once the event was cancelled or is over. */
export const requireStanding = (event: Event, day: Day): void => {
  const status = statusOn(event, day);
  if (status === 'published' || status === 'ongoing') return;
  throw new Problem('state_conflict', messages.eventNotStanding);
};

/** An officer lets it take part; who waits for a place goes on waiting for it. */
export const approve = (registration: Registration, { at }: Attribution): Registration => {
  requireState(conflictText, registration.status, REGISTRATION_TRANSITIONS.approve);
  return { ...registration, status: 'confirmed', approvedAt: at, updatedAt: at };
};

const end = (
  registration: Registration,
  status: 'withdrawn' | 'refused',
  { at, by, reason }: Attribution,
): Registration => ({
  ...registration,
  status,
  booth: null,
  ending: { at, by, ...(reason === undefined ? {} : { reason }) },
  updatedAt: at,
});

/** An officer turns down what waits for approval. */
export const refuse = (registration: Registration, attribution: Attribution): Registration => {
  requireState(conflictText, registration.status, REGISTRATION_TRANSITIONS.refuse);
  return end(registration, 'refused', attribution);
};

/** It takes no part after all; its booth is free again. */
export const withdraw = (registration: Registration, attribution: Attribution): Registration => {
  requireState(conflictText, registration.status, REGISTRATION_TRANSITIONS.withdraw);
  return end(registration, 'withdrawn', attribution);
};

/** Assigns a booth to it; only to one that is admitted and confirmed, and only one. */
export const withBooth = (registration: Registration, waitlist: Waitlist, booth: string, at: string): Registration => {
  requireState(conflictText, visibleStatus(registration, waitlist), REGISTRATION_TRANSITIONS.assignBooth);
  if (registration.booth !== null && registration.booth !== booth) {
    throw new Problem('state_conflict', messages.hasOtherBooth(registration.booth));
  }
  return { ...registration, booth, updatedAt: at };
};

/** Releases its booth. */
export const withoutBooth = (registration: Registration, at: string): Registration => ({
  ...registration,
  booth: null,
  updatedAt: at,
});
