// Trade promotion events of an office. Days are Vietnamese days. Whether an event is ongoing or finished follows from
// the day of reading, so no job is needed.

import * as z from 'zod';
import { COUNTRY } from '#shared/domain/access/territory.ts';
import { GROUP_CODES } from '#shared/domain/taxonomy/groups.ts';
import type { Day } from '#shared/platform/vietnam-day.ts';

/** Kinds of events: hội chợ, đoàn tham quan học tập, lớp tập huấn, hội nghị, phiên livestream, lễ hội, đợt đánh giá. */
export const EVENT_KINDS = [
  'fair',
  'study-tour',
  'training-class',
  'conference',
  'live-sale',
  'festival',
  'evaluation-round',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Stored states; `statusOn` derives the visible state. */
export const EVENT_STATES = ['draft', 'published', 'cancelled'] as const;
/** Visible states of an event on a day. */
export const VISIBLE_EVENT_STATES = ['draft', 'published', 'ongoing', 'finished', 'cancelled'] as const;
export type VisibleEventState = (typeof VISIBLE_EVENT_STATES)[number];

/** Who can register: products with their producers, or people. */
export const AUDIENCES = ['products', 'people'] as const;
export type Audience = (typeof AUDIENCES)[number];

const Named = z.object({ code: z.string(), name: z.string() });

/** The plan (kế hoạch) or decision (quyết định) that is the legal basis of an event. */
export const LegalBasis = z.object({ number: z.string(), date: z.string() });

export const Venue = z.object({
  name: z.string(),
  addressLine: z.string().optional(),
  commune: Named.optional(),
  lat: z.number().optional(),
  lng: z.number().optional(),
});

/** A stop of a tour: a producer, a sales point, or another place. `arrivesAt` is an instant. */
export const Stop = z.object({
  name: z.string(),
  producer: z.string().optional(),
  salesPoint: z.string().optional(),
  arrivesAt: z.string().optional(),
});

/** A booth (gian hàng) of the plan: sizes and position in metres from the corner of the plan. */
export const Booth = z.object({
  id: z.string(),
  widthMetres: z.number(),
  depthMetres: z.number(),
  zone: z.string().optional(),
  x: z.number().optional(),
  y: z.number().optional(),
});

/** Hours of one day of an event, with what happens then. A day can have several. `to` is after `from`, at most `24:00`. */
export const DayHours = z.object({
  date: z.string(),
  from: z.string(),
  to: z.string(),
  note: z.string().optional(),
});
export type DayHours = z.infer<typeof DayHours>;

/**
 * Who may register and when: from the first to the last day, both included. `capacity` counts registrations. The rules for
 * products: the least star, the groups and the current provinces that may take part; null where every one may. With
 * `approval` an officer has to confirm each.
 */
export const Registration = z.object({
  audience: z.enum(AUDIENCES),
  from: z.string(),
  to: z.string(),
  capacity: z.int(),
  minStars: z.union([z.literal(3), z.literal(4), z.literal(5)]).nullable(),
  groups: z.array(z.enum(GROUP_CODES)).nullable(),
  provinces: z.array(z.string()).nullable(),
  approval: z.boolean(),
});
export type Registration = z.infer<typeof Registration>;

/**
 * An event. Officers of `organizer.office` manage it; `organizer.name` is the displayed organiser. `sequence` counts
 * changes of the calendar entry (RFC 5545, 3.8.7.4). `alcoholBasis` is the office's rule that allows promotions of
 * alcoholic drinks; without it they are not allowed. `startTime` is a time on the first day, `endTime` one on the last, in
 * Vietnam's time; an event without a first time takes whole days.
 */
export const Event = z.object({
  id: z.string(),
  status: z.enum(EVENT_STATES),
  kind: z.enum(EVENT_KINDS),
  title: z.string(),
  titleEn: z.string().optional(),
  description: z.string().optional(),
  audience: z.string().optional(),
  legalBasis: LegalBasis.nullable(),
  organizer: z.object({ office: z.string(), name: z.string() }),
  /** Codes of current provinces. */
  provinces: z.array(Named),
  venue: Venue.nullable(),
  stops: z.array(Stop),
  startDate: z.string(),
  endDate: z.string(),
  startTime: z.string().optional(),
  endTime: z.string().optional(),
  /** In the order of time. */
  days: z.array(DayHours).optional(),
  /** Closed days between the first and the last day. */
  closedDates: z.array(z.string()),
  registration: Registration.nullable(),
  booths: z.array(Booth),
  alcoholBasis: LegalBasis.nullable(),
  sequence: z.int(),
  cancellation: z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
  publishedAt: z.string().nullable(),
});
export type Event = z.infer<typeof Event>;

/** The few fields of an event on which prices depend; the whole document can be as large as its plan. */
export const EventHead = Event.pick({
  id: true,
  title: true,
  status: true,
  startDate: true,
  endDate: true,
  closedDates: true,
  alcoholBasis: true,
});
export type EventHead = z.infer<typeof EventHead>;

/** Whether the event is public: after its announcement, also after a cancellation. */
export const isAnnounced = (event: Event): boolean => event.publishedAt !== null;

/** The visible state of an event on a Vietnamese day. */
export const statusOn = (event: Pick<Event, 'status' | 'startDate' | 'endDate'>, day: Day): VisibleEventState => {
  if (event.status !== 'published' || day < event.startDate) return event.status;
  return day <= event.endDate ? 'ongoing' : 'finished';
};

/** Whether it is open to registrations on a day: published, within the window, and not over. */
export const isOpen = <E extends Pick<Event, 'status' | 'registration' | 'endDate'>>(
  event: E,
  day: Day,
): event is E & { registration: Registration } =>
  event.status === 'published' &&
  event.registration !== null &&
  event.registration.from <= day &&
  day <= event.registration.to &&
  day <= event.endDate;

/**
 * The territory of the event's office: the code of a current province, or VN for the ministry. Its officers manage the
 * event.
 */
export const territoryOf = (event: Event): string =>
  event.organizer.office === 'off_ministry' ? COUNTRY : event.organizer.office.slice('off_'.length);

/** Whether a tour stops at the producer; its products then participate without a registration. */
export const stopsAt = ({ stops }: Pick<Event, 'stops'>, producer: string): boolean =>
  stops.some((stop) => stop.producer === producer);
