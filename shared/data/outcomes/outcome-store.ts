import { type DocumentKind, loadDocument, type Stored } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import type { Reader } from '#shared/data/table/reader.ts';
import { allRows, cardBy, jsonIn, type Page, readPage, rowsOf, sortKeyOf, type Walk } from '#shared/data/table/rows.ts';
import type { Action } from '#shared/data/table/writer.ts';
import { COUNTRY } from '#shared/domain/access/territory.ts';
import { Outcome, OutcomeSum, Totals } from '#shared/domain/outcomes/outcome.ts';

/** The id of an event's sum, which is also the partition of its reports. */
export const sumIdOf = (event: string): string => keys.outcome.partition(event);

const YEAR_LENGTH = '2026'.length;
const yearOf = (territory: string, day: string): string => `${territory}#${day.slice(0, YEAR_LENGTH)}`;

/** The partition of the sums of a year's events in a territory. */
const sumsPartition = (territory: string, year: number): string => keys.outcomeOfYear.partition(`${territory}#${year}`);

/** How the sum of an event's reports is stored: one document, and a row in each list of its year. */
export const outcomeSumKind: DocumentKind<OutcomeSum> = {
  kind: 'event',
  schema: OutcomeSum,
  rows: ({ event, territory, startDate, totals }) =>
    [...new Set([territory, COUNTRY])].map((one) => ({
      ...keys.outcomeOfYear(yearOf(one, startDate), startDate, event),
      card: JSON.stringify(totals),
    })),
};

/** The subject of the report about the event itself; it sorts before all producers. */
const EVENT_ITSELF = 'event';
const subjectOf = (producer: string | undefined): string => producer ?? EVENT_ITSELF;

const decodeOutcome = jsonIn('outcome', Outcome);

/** The sum of an event's reports, strongly consistent; undefined before the first. */
export const loadOutcomeSum = (reader: Reader, event: string): Promise<Stored<OutcomeSum> | undefined> =>
  loadDocument(reader, outcomeSumKind, sumIdOf(event), { consistent: true });

/** The current report of a producer, or of the event itself; strongly consistent. */
export const loadOutcome = async (
  reader: Reader,
  event: string,
  producer: string | undefined,
): Promise<Outcome | undefined> => {
  const item = await reader.get(keys.outcome(event, subjectOf(producer)), { consistent: true });
  return item && decodeOutcome(item);
};

/**
 * The action that writes a report over an earlier one of its subject. It needs no condition: the sum changes with every
 * report and is written in the same transaction on the condition of its version.
 */
export const putOutcome = (event: string, outcome: Outcome): Action => {
  const { pk, sk } = keys.outcome(event, subjectOf(outcome.producer?.id));
  return { kind: 'put', item: { pk: { S: pk }, sk: { S: sk }, outcome: { S: JSON.stringify(outcome) } } };
};

const outcomesRange = (event: string): { pk: string; from: string } => {
  const { pk, sk } = keys.outcome(event, EVENT_ITSELF);
  return { pk, from: sk };
};

/** One page of an event's reports, its own first, then those of producers by id; strongly consistent. */
export const readOutcomes = (reader: Reader, event: string, walk: Walk): Promise<Page<Outcome>> =>
  readPage(reader, outcomesRange(event), walk, decodeOutcome);

/** All reports of an event in the same order. */
export const allOutcomes = (reader: Reader, event: string): Promise<Outcome[]> =>
  allRows(reader, outcomesRange(event), decodeOutcome);

const DAY_LENGTH = '2026-12-31'.length;
const decodeTotals = cardBy(Totals);

/** The sums of a year's events in a territory, by the events' ids. */
export const sumsOfYear = (
  reader: Reader,
  territory: string,
  year: number,
): AsyncGenerator<{ event: string; totals: Totals }> =>
  rowsOf(reader, { pk: sumsPartition(territory, year) }, (item) => ({
    event: sortKeyOf(item).slice(DAY_LENGTH + 1),
    totals: decodeTotals(item),
  }));
