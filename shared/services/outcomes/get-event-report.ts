import { allOutcomes } from '#shared/data/outcomes/outcome-store.ts';
import { sumOf, totalsOf } from '#shared/domain/outcomes/outcome.ts';
import { type EventReport, eventReport } from '#shared/domain/outcomes/report.ts';
import { loadEventAsOfficer } from '#shared/services/access/office.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { participationIn } from '#shared/services/outcomes/internal/participation.ts';

/**
 * An event with all its outcomes, for its officers. The sum is computed from the listed reports, independent of
 * concurrent reports.
 */
export const getEventReport = async (context: Context, id: string): Promise<EventReport> => {
  const { value: event } = await loadEventAsOfficer(context, id);
  const [participation, items] = await Promise.all([participationIn(context, event), allOutcomes(context.reader, id)]);
  return eventReport(event, context.today, { participation, items, sum: sumOf(items.map(totalsOf)) });
};
