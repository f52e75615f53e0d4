import * as z from 'zod';
import { EventReport, Outcome, Totals, YearReport } from '#shared/contract/event-outcomes.ts';
import { describeOperations } from '#shared/contract/operation.ts';
import { outcomeRoutes } from './outcomes.routes.ts';
import { XLSX_TYPE } from './report-response.ts';

const AS_WORKBOOK = 'With `format=xlsx` the same figures come as a workbook.';

export const outcomeContract = describeOperations(outcomeRoutes, {
  reportOutcome: {
    tag: 'Events',
    summary: 'Report what came of an event',
    description:
      'For `producer`, by its members where it takes part (a product of its own has a place, or a tour stops at it), or by an officer of the event; without one for the event itself, by an officer. From the first day of the event on. A later report of the same subject takes the place of the earlier one, which the audit keeps.',
    problems: [403, 409],
    responses: { 200: { description: 'Reported', schema: Outcome } },
  },
  listOutcomes: {
    tag: 'Events',
    summary: 'What was reported of an event',
    problems: [403],
    responses: {
      200: {
        description:
          "Officers of the event read everything, members of producers theirs. The event's own report comes first, then those of producers.",
        schema: z.strictObject({
          items: z.array(Outcome),
          next: z.string().optional().describe('The cursor of the next page, where there is one.'),
          sum: Totals.nullable().describe('Of all reports; null where there are none, and for members of producers.'),
        }),
      },
    },
  },
  getEventReport: {
    tag: 'Events',
    summary: 'The report of an event',
    description: AS_WORKBOOK,
    problems: [403],
    responses: { 200: { description: 'The report', schema: EventReport, files: [XLSX_TYPE] } },
  },
  getYearReport: {
    tag: 'Events',
    summary: 'The events of a year with what each came to',
    description: `A line for each event that began in that year and was announced, also where nothing was reported of it: of the province's office, or of the whole country for the ministry. ${AS_WORKBOOK}`,
    problems: [403],
    responses: { 200: { description: 'The report', schema: YearReport, files: [XLSX_TYPE] } },
  },
});
