import * as z from 'zod';
import {
  AUDIENCES,
  Booth,
  EVENT_KINDS,
  LegalBasis,
  Registration,
  VISIBLE_EVENT_STATES,
} from '#shared/domain/events/event.ts';
import { Day, Instant, Named, Note } from './parts.ts';

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
  startTime: z
    .string()
    .optional()
    .describe("When it begins on the first day, `HH:MM` in Vietnam's time; absent if it takes whole days."),
  endTime: z.string().optional().describe('When it ends on the last day; `24:00` is midnight.'),
  days: z
    .array(
      z.strictObject({
        date: Day,
        from: z.string().describe('When it begins.'),
        to: z.string().describe('When it ends.'),
        note: z.string().optional().describe('What happens then.'),
      }),
    )
    .optional()
    .describe("Hours of single days in Vietnam's time, in order; absent without any."),
  dayCount: z
    .int()
    .optional()
    .describe('How many entries `days` has: lists show the first three, the page of the event all.'),
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
  status: z.enum(VISIBLE_EVENT_STATES).describe('On the day of reading.'),
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
