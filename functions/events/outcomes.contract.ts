import * as z from 'zod';
import { EventReport, Outcome, Totals, YearReport } from '#shared/contract/event-outcomes.ts';
import { describeOperations } from '#shared/contract/operation.ts';
import { XLSX_TYPE } from '#shared/http/report-response.ts';
import { outcomeRoutes } from './outcomes.routes.ts';

const AS_WORKBOOK = '`format=xlsx` returns the same figures as a workbook.';

export const outcomeContract = describeOperations(outcomeRoutes, {
  reportOutcome: {
    tag: 'Events',
    summary: 'Report the outcome of an event',
    description:
      "With `producer`: for members of a participating producer (one of its products is admitted, or a tour stops there) or an officer of the event. Without it: for an officer, about the event itself. Possible from the first day of the event. A later report of the same subject replaces the earlier one, which stays in the audit. The event's own report holds what no producer reports, because the sum adds all reports. `visitors` counts visits.",
    problems: [403, 409],
    responses: { 200: { description: 'Reported', schema: Outcome } },
  },
  listOutcomes: {
    tag: 'Events',
    summary: 'Reported outcomes of an event',
    problems: [403],
    responses: {
      200: {
        description:
          "Officers of the event read all reports, members of producers their own. The event's own report comes first, then those of producers.",
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
    summary: 'The events of a year with their outcomes',
    description: `One line for each announced event that began in that year: the events of the province's office, or of the whole country for the ministry. Events without reports are included with nulls. ${AS_WORKBOOK}`,
    problems: [403],
    responses: { 200: { description: 'The report', schema: YearReport, files: [XLSX_TYPE] } },
  },
});
