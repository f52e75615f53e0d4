import { sumsPartition } from '#shared/data/outcomes/outcome-store.ts';
import { COUNTRY, keys } from '#shared/data/table/keys.ts';
import { stringOf } from '#shared/data/table/reader.ts';
import { provinceOffice } from '#shared/domain/offices/office.ts';
import { Totals } from '#shared/domain/outcomes/outcome.ts';
import { ReportedEvent, type YearReport, yearReport } from '#shared/domain/outcomes/report.ts';
import { province as provinceOf } from '#shared/domain/places/provinces.ts';
import { Problem } from '#shared/platform/problem.ts';
import { requireOfficer } from '#shared/services/access/office.ts';
import { partitionOf } from '#shared/services/access/territory-partition.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { wholeRange } from '#shared/services/outcomes/internal/whole-range.ts';

/** More events than that do not fit into one answer. */
export const REPORT_EVENTS_MAX = 5_000;

const DAY_LENGTH = '2026-12-31'.length;
const MONTH_LENGTH = '2026-12'.length;

type Card = { sk: string; card: string };

const tooMany = (): Problem =>
  new Problem('invalid_request', undefined, {
    faults: [
      {
        parameter: 'province',
        code: 'required',
        detail: {
          vi: `Năm này có hơn ${REPORT_EVENTS_MAX} sự kiện; hãy chọn một tỉnh.`,
          en: `There are more than ${REPORT_EVENTS_MAX} events in this year; choose a province.`,
        },
      },
    ],
  });

/** The cards of a range. */
const cardsOf = async (
  context: Context,
  range: { pk: string; from?: string; to?: string },
  counts: (sk: string) => boolean,
): Promise<Card[]> => {
  const cards: Card[] = [];
  for await (const item of wholeRange(context, range)) {
    const sk = stringOf(item, 'sk');
    if (counts(sk)) cards.push({ sk, card: stringOf(item, 'card') });
    if (cards.length > REPORT_EVENTS_MAX) throw tooMany();
  }
  return cards;
};

/** The events that began in a year: of the country those that are announced, of a province those of its office. */
const eventsOf = async (context: Context, territory: string, year: number): Promise<ReportedEvent[]> => {
  const cards =
    territory === COUNTRY
      ? await cardsOf(
          context,
          { pk: keys.eventByMonth.partition(COUNTRY), from: `${year}-01#`, to: `${year}-12#\uffff` },
          // An event has a row in each of its months: the first one counts.
          (sk) => sk.slice(0, MONTH_LENGTH) === sk.slice(MONTH_LENGTH + 1, 2 * MONTH_LENGTH + 1),
        )
      : await cardsOf(
          context,
          { pk: keys.eventOf.partition(provinceOffice(territory)), from: `${year}-01-01`, to: `${year}-12-31#\uffff` },
          () => true,
        );
  return cards
    .map(({ card }) => ReportedEvent.parse(JSON.parse(card)))
    .filter(({ publishedAt }) => publishedAt !== null);
};

/** The events of a year in the officer's territory with what each came to; those of which nothing was reported too. */
export const getYearReport = async (
  context: Context,
  asked: { year: number; province: string | undefined },
): Promise<YearReport> => {
  const territory = partitionOf(await requireOfficer(context), asked.province);
  const pk = sumsPartition(territory, asked.year);
  const [events, reported] = await Promise.all([
    eventsOf(context, territory, asked.year),
    cardsOf(context, { pk }, () => true),
  ]);
  const sums = new Map(reported.map(({ sk, card }) => [sk.slice(DAY_LENGTH + 1), Totals.parse(JSON.parse(card))]));
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
