import { announcedEventsOfYear, eventsOfYear } from '#shared/data/events/event-store.ts';
import { sumsOfYear } from '#shared/data/outcomes/outcome-store.ts';
import { COUNTRY } from '#shared/domain/access/territory.ts';
import { provinceOffice } from '#shared/domain/offices/office.ts';
import * as messages from '#shared/domain/outcomes/messages.ts';
import { type ReportedEvent, type YearReport, yearReport } from '#shared/domain/outcomes/report.ts';
import { province as provinceOf } from '#shared/domain/places/provinces.ts';
import { Problem } from '#shared/platform/problem.ts';
import { requireOfficer } from '#shared/services/access/officer-territory.ts';
import { partitionOf } from '#shared/services/access/territory-partition.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** Maximum number of events in one response. */
export const REPORT_EVENTS_MAX = 5_000;

const tooMany = (): Problem =>
  new Problem('invalid_request', undefined, {
    faults: [
      {
        parameter: 'province',
        code: 'required',
        detail: messages.tooManyEvents(REPORT_EVENTS_MAX),
      },
    ],
  });

/** Collects all rows; throws if there are too many for one response. */
const collected = async <T>(rows: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const row of rows) {
    all.push(row);
    if (all.length > REPORT_EVENTS_MAX) throw tooMany();
  }
  return all;
};

/** The events that began in a year: the announced ones of the country, or those of a province's office. */
const eventsOf = async ({ reader }: Context, territory: string, year: number): Promise<ReportedEvent[]> => {
  const events = await collected(
    territory === COUNTRY ? announcedEventsOfYear(reader, year) : eventsOfYear(reader, provinceOffice(territory), year),
  );
  return events.filter(({ publishedAt }) => publishedAt !== null);
};

/** The events of a year in the officer's territory with their outcomes, including events without reports. */
export const getYearReport = async (
  context: Context,
  asked: { year: number; province: string | undefined },
): Promise<YearReport> => {
  const territory = partitionOf(await requireOfficer(context), asked.province);
  const [events, reported] = await Promise.all([
    eventsOf(context, territory, asked.year),
    collected(sumsOfYear(context.reader, territory, asked.year)),
  ]);
  const sums = new Map(reported.map(({ event, totals }) => [event, totals]));
  const place = territory === COUNTRY ? null : provinceOf(territory);
  return yearReport(
    {
      year: asked.year,
      province: place ? { code: place.code, name: place.name } : null,
      today: context.today,
    },
    events.map((event) => ({ event, sum: sums.get(event.id) ?? null })),
  );
};
