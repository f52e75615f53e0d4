import * as z from 'zod';
import { format, reportAnswer, writeReport } from '#functions/events/report-answer.ts';
import { eventSheets } from '#shared/domain/outcomes/report-sheets.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { getEventReport as verb } from '#shared/services/outcomes/get-event-report.ts';

export const getEventReport = signedInRoute({
  method: 'GET',
  path: '/v1/events/{id}/report',
  operationId: 'getEventReport',
  query: z.strictObject({ format }),
  run: async (context, { id, query }) =>
    writeReport(query.format, await verb(context, id), eventSheets, `bao-cao-${id}`),
  answer: reportAnswer,
});
