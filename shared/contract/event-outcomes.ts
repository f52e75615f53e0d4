import * as z from 'zod';
import { EVENT_KINDS, VISIBLE_EVENT_STATES } from '#shared/domain/events/event.ts';
import { Participation } from '#shared/domain/outcomes/report.ts';
import { Day, Instant, Named } from './parts.ts';

const figures = {
  contracts: z.int(),
  contractsVnd: z.int().nullable().describe('What the contracts are worth, null where nobody told.'),
  memoranda: z.int(),
  turnoverVnd: z.int(),
  visitors: z.int().describe('Visits (lượt khách): who comes to three booths is counted at each.'),
};

/** A report about a producer, or about the event itself. */
export const Outcome = z
  .strictObject({
    producer: z
      .strictObject({ id: z.string(), name: z.string() })
      .nullable()
      .describe('Null in the report of the event itself, which counts what no producer reports.'),
    ...figures,
    note: z.string().nullable(),
    reportedBy: z.string(),
    reportedAt: Instant,
  })
  .meta({ id: 'Outcome' });

export const Totals = z
  .strictObject({
    reports: z.int(),
    ...figures,
    contractsVndFrom: z.int().describe('How many of the reports told what their contracts are worth.'),
  })
  .meta({ id: 'OutcomeTotals', description: 'The sum of all reports.' });

const line = {
  id: z.string(),
  kind: z.enum(EVENT_KINDS),
  title: z.string(),
  legalBasis: z.strictObject({ number: z.string(), date: Day }).nullable(),
  organizer: z.strictObject({ office: z.string(), name: z.string() }),
  provinces: z.array(Named),
  startDate: Day,
  endDate: Day,
  days: z.int().describe('On how many days it was open.'),
  status: z.enum(VISIBLE_EVENT_STATES),
};

const Sum = Totals.nullable().describe('Null where nothing was reported.');

const summed = { events: z.int(), reported: z.int().describe('Of how many events something was reported.'), sum: Sum };

export const EventReport = z
  .strictObject({
    event: z.strictObject(line),
    participation: z
      .strictObject(Participation.shape)
      .nullable()
      .describe('How many registered, have a place, and came; null where nobody registers.'),
    items: z.array(Outcome),
    sum: Sum,
  })
  .meta({ id: 'EventReport' });

export const YearReport = z
  .strictObject({
    year: z.int(),
    province: Named.nullable().describe('Null where the report is of the whole country.'),
    items: z.array(z.strictObject({ ...line, sum: Sum })),
    byKind: z.array(z.strictObject({ kind: z.enum(EVENT_KINDS), ...summed })),
    total: z.strictObject(summed),
  })
  .meta({ id: 'YearReport' });
