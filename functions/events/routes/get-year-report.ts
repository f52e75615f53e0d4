import * as z from 'zod';
import { format, reportAnswer, writeReport } from '#functions/events/report-answer.ts';
import { yearSheets } from '#shared/domain/outcomes/report-sheets.ts';
import { provinceCode } from '#shared/http/province-parameter.ts';
import { signedInRoute } from '#shared/http/route.ts';
import { getYearReport as verb } from '#shared/services/outcomes/get-year-report.ts';

const year = z
  .string()
  .regex(/^20\d{2}$/)
  .transform(Number);

export const getYearReport = signedInRoute({
  method: 'GET',
  path: '/v1/reports/events',
  operationId: 'getYearReport',
  query: z.strictObject({ year, province: provinceCode.optional(), format }),
  run: async (context, { query }) => {
    const report = await verb(context, { year: query.year, province: query.province });
    const name = `bao-cao-su-kien-${query.year}-${report.province?.code ?? 'VN'}`;
    return writeReport(query.format, report, yearSheets, name);
  },
  answer: reportAnswer,
});
