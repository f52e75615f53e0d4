import * as z from 'zod';
import type { Sheet } from '#shared/domain/outcomes/report-sheets.ts';
import { type HttpResponse, hashOf, json } from '#shared/http/response.ts';
import { workbookOf } from './workbook.ts';

/** The media type of a workbook. */
export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** How a report is wanted. */
export const format = z.enum(['json', 'xlsx']).default('json');

/** A report as a route returns it: itself, or the workbook made of it in base64. */
type Written<R> = { report: R } | { workbook: string; name: string };

/** A report in the wanted form; `name` is that of the file, without its ending. */
export const writeReport = async <R>(
  wanted: z.output<typeof format>,
  report: R,
  sheets: (report: R) => Sheet[],
  name: string,
): Promise<Written<R>> =>
  wanted === 'json' ? { report } : { workbook: (await workbookOf(sheets(report))).toString('base64'), name };

/** The private answer of a report. */
export const reportResponse = <R>(written: Written<R>): HttpResponse<R> => {
  if ('report' in written) return json(200, written.report);
  const { headers } = json(200, null);
  return {
    status: 200,
    headers: {
      ...headers,
      'content-type': XLSX_TYPE,
      'content-disposition': `attachment; filename="${written.name}.xlsx"`,
      etag: `"${hashOf(written.workbook)}"`,
    },
    body: written.workbook,
    base64: true,
  };
};
