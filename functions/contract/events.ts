import * as z from 'zod';
import {
  AUDIENCES,
  Booth,
  EVENT_KINDS,
  LegalBasis,
  Registration,
  SHOWN_EVENT_STATES,
} from '#shared/domain/events/event.ts';
import { Day, Instant, Named, Note, pageOf } from './parts.ts';
import { type Described, says } from './says.ts';

const Basis = z.strictObject(LegalBasis.shape);

const LunarDay = z
  .strictObject({
    day: z.int(),
    month: z.int(),
    leap: z.boolean().describe('Whether the month is a second one of its number (tháng nhuận).'),
    year: z.int().describe('The solar year in which the lunar year began.'),
    yearName: z.string(),
  })
  .meta({ id: 'LunarDay', description: 'A day of the Vietnamese calendar.' });

const summary = {
  id: z.string(),
  kind: z.enum(EVENT_KINDS),
  title: z.string(),
  titleEn: z.string().optional(),
  audience: z.string().optional(),
  legalBasis: Basis.nullable().describe('The plan or decision that it rests on.'),
  organizer: z.strictObject({ office: z.string(), name: z.string() }),
  provinces: z.array(Named),
  venue: z
    .strictObject({
      name: z.string(),
      addressLine: z.string().optional(),
      commune: Named.optional(),
      lat: z.number().optional(),
      lng: z.number().optional(),
    })
    .nullable(),
  stops: z.array(
    z.strictObject({
      name: z.string(),
      producer: z.string().optional(),
      salesPoint: z.string().optional(),
      arrivesAt: Instant.optional(),
    }),
  ),
  stopCount: z.int().describe('How many stops there are: lists show the first five, the page of the event all.'),
  startDate: Day,
  endDate: Day.describe('The last day, included.'),
  lunarStart: z.string().describe('The first day in the Vietnamese calendar: `27 tháng Chạp năm Ất Tỵ`.'),
  lunarEnd: z.string(),
  lunar: z.strictObject({ start: LunarDay, end: LunarDay }),
  closedDates: z.array(Day).describe('Days between on which it rests.'),
  registration: z
    .strictObject({
      ...Registration.shape,
      audience: z.enum(AUDIENCES),
      from: Day,
      to: Day,
      open: z.boolean().describe('Whether it takes registrations on the day of reading.'),
    })
    .nullable(),
  boothCount: z.int(),
  status: z.enum(SHOWN_EVENT_STATES).describe('On the day of reading.'),
  sequence: z.int().describe('Counts what calendars had to be told of.'),
  updatedAt: Instant,
};

/** An event as lists show it. */
export const EventSummary = z.strictObject(summary).meta({ id: 'EventSummary' });

/** An office's own event as its list shows it. */
export const OwnEventSummary = z
  .strictObject({ ...summary, publishedAt: Instant.nullable() })
  .meta({ id: 'OwnEventSummary' });

const whole = {
  ...summary,
  description: z.string().optional(),
  booths: z.array(z.strictObject(Booth.shape)).describe('The plan: sizes and places in metres.'),
};

/** An event as anybody sees it. */
export const Event = z
  .strictObject({ ...whole, cancellation: Note.omit({ by: true }).nullable() })
  .meta({ id: 'Event' });

/** An event as its officers see it. */
export const WorkingEvent = z
  .strictObject({
    ...whole,
    alcoholBasis: Basis.nullable().describe('The rule by which drinks with alcohol may be promoted at it.'),
    cancellation: Note.nullable(),
    createdAt: Instant,
    publishedAt: Instant.nullable(),
  })
  .meta({ id: 'WorkingEvent' });

const TAG = 'Events';

/** The operations on events. */
export const eventContract: Record<string, Described> = {
  listEvents: says(
    'Buyers',
    'What offices organise',
    '200',
    'A page of events',
    pageOf(EventSummary),
    'Announced events that touch the days from `from` (today) to `to` (366 days on), the earliest first, each once; at most 400 days. A page can be shorter than `limit`. Cancelled ones are among them with their status.',
  ),
  getEvent: says('Buyers', 'An event', '200', 'The event, announced or cancelled', Event),
  getEventsCalendar: says(
    'Buyers',
    'Events for calendars',
    '200',
    'A calendar by RFC 5545',
    undefined,
    '`text/calendar`, from a month ago to a year ahead: subscribe to it. An event keeps its UID; a change counts SEQUENCE up, a cancelled one stays with STATUS:CANCELLED. It has what can be read of it at once, nearest to today: one that leaves events out says in X-WR-CALDESC before and from which first day, and has the property X-OCOP-TRUNCATED and a header of the same name with the number of its entries. A calendar of one province or kind has room for more. A tour shows its first five stops.',
  ),
  createEvent: says(
    TAG,
    'Draft an event',
    '201',
    'The draft',
    WorkingEvent,
    'The office of the caller runs it; officers of several name one as `office`. Days are Vietnamese days. `registration.audience` follows from the kind where it is not said.',
  ),
  editEvent: says(
    TAG,
    'Change an event',
    '200',
    'Changed',
    WorkingEvent,
    'Lists, venue and registration are replaced as a whole. An announced event keeps its kind, its office and whom its registration is for; one that is over or cancelled stays as it is.',
  ),
  publishEvent: says(TAG, 'Announce a draft', '200', 'Announced', WorkingEvent, 'It has a venue or stops by then.'),
  cancelEvent: says(
    TAG,
    'Call an event off',
    '200',
    'Cancelled',
    WorkingEvent,
    'An announced one stays visible, with the reason.',
  ),
  listOwnEvents: says(
    TAG,
    "My office's events in every state",
    '200',
    'A page',
    pageOf(OwnEventSummary),
    'The latest first. Officers of several offices name one as `office`.',
  ),
  getOwnEvent: says(TAG, 'The event as its officers work on it', '200', 'The working copy', WorkingEvent),
};
