import * as z from 'zod';
import { ReportOutcome } from '#shared/domain/outcomes/outcome-input.ts';
import { eventSheets, yearSheets } from '#shared/domain/outcomes/report-sheets.ts';
import { linked, pageQuery, positionOf, withCursor } from '#shared/http/page.ts';
import { provinceCode } from '#shared/http/province-parameter.ts';
import { format, reportResponse, writeReport } from '#shared/http/report-response.ts';
import { json } from '#shared/http/response.ts';
import { defineRoutes, signedInRoute } from '#shared/http/route.ts';
import { getEventReport } from '#shared/services/outcomes/get-event-report.ts';
import { getYearReport } from '#shared/services/outcomes/get-year-report.ts';
import { listOutcomes } from '#shared/services/outcomes/list-outcomes.ts';
import { reportOutcome } from '#shared/services/outcomes/report-outcome.ts';

const year = z
  .string()
  .regex(/^20\d{2}$/)
  .transform(Number);

export const outcomeRoutes = defineRoutes({
  getEventReport: signedInRoute({
    method: 'GET',
    path: '/v1/events/{id}/report',
    query: z.strictObject({ format }),
    run: async (context, { id, query }) =>
      writeReport(query.format, await getEventReport(context, id), eventSheets, `bao-cao-${id}`),
    respond: reportResponse,
  }),
  getYearReport: signedInRoute({
    method: 'GET',
    path: '/v1/reports/events',
    query: z.strictObject({ year, province: provinceCode.optional(), format }),
    run: async (context, { query }) => {
      const report = await getYearReport(context, { year: query.year, province: query.province });
      const name = `bao-cao-su-kien-${query.year}-${report.province?.code ?? 'VN'}`;
      return writeReport(query.format, report, yearSheets, name);
    },
    respond: reportResponse,
  }),
  listOutcomes: signedInRoute({
    method: 'GET',
    path: '/v1/events/{id}/outcomes',
    query: z.strictObject({ ...pageQuery }),
    run: async (context, { id, query }) => {
      const scope = JSON.stringify(['outcomes', id]);
      const { sum, ...page } = await listOutcomes(context, id, {
        limit: query.limit,
        after: positionOf(scope, query.cursor),
      });
      return { sum, ...linked(`/v1/events/${id}/outcomes`, query, withCursor(scope, page)) };
    },
    respond: ({ page, sum, link }) => json(200, { ...page, sum }, link === undefined ? {} : { link }),
  }),
  reportOutcome: signedInRoute({
    method: 'POST',
    path: '/v1/events/{id}/outcomes',
    body: ReportOutcome,
    run: (context, { id, body }) => reportOutcome(context, id, body),
    respond: (outcome) => json(200, outcome),
  }),
});
