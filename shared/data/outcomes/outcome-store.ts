import { type DocumentKind, loadDocument, type Stored } from '#shared/data/table/document.ts';
import { COUNTRY, keys } from '#shared/data/table/keys.ts';
import { readPage } from '#shared/data/table/page.ts';
import { type Item, type Reader, stringOf } from '#shared/data/table/reader.ts';
import type { Action } from '#shared/data/table/writer.ts';
import { Outcome, OutcomeSum } from '#shared/domain/outcomes/outcome.ts';

/** The id of an event's sum, which is the partition that its reports are in. */
export const sumIdOf = (event: string): string => keys.outcome.partition(event);

const YEAR_LENGTH = '2026'.length;
const yearOf = (territory: string, day: string): string => `${territory}#${day.slice(0, YEAR_LENGTH)}`;

/** The partition of the sums of a year's events in a territory. */
export const sumsPartition = (territory: string, year: number): string =>
  keys.outcomeOfYear.partition(`${territory}#${year}`);

/** How the sum of an event's reports is kept: once, and in the lists of its year. */
export const outcomeSumKind: DocumentKind<OutcomeSum> = {
  kind: 'event',
  schema: OutcomeSum,
  rows: ({ event, territory, startDate, totals }) =>
    [...new Set([territory, COUNTRY])].map((one) => ({
      ...keys.outcomeOfYear(yearOf(one, startDate), startDate, event),
      card: JSON.stringify(totals),
    })),
};

/** The subject of the report that is about the event itself; it comes before every producer's. */
const EVENT_ITSELF = 'event';
const subjectOf = (producer: string | undefined): string => producer ?? EVENT_ITSELF;

/** A report as it is stored. */
export const outcomeOf = (item: Item): Outcome => Outcome.parse(JSON.parse(stringOf(item, 'outcome')));

/** The sum of an event's reports, strongly consistent; undefined before the first. */
export const loadOutcomeSum = (reader: Reader, event: string): Promise<Stored<OutcomeSum> | undefined> =>
  loadDocument(reader, outcomeSumKind, sumIdOf(event), { consistent: true });

/** What was reported last of a producer, or of the event itself; strongly consistent. */
export const loadOutcome = async (
  reader: Reader,
  event: string,
  producer: string | undefined,
): Promise<Outcome | undefined> => {
  const item = await reader.get(keys.outcome(event, subjectOf(producer)), { consistent: true });
  return item && outcomeOf(item);
};

/**
 * The action that puts a report in the place of an earlier one of its subject. It has no condition of its own: the sum, which
 * changes with every report, is written with it on the condition that it is as it was read.
 */
export const putOutcome = (event: string, outcome: Outcome): Action => {
  const { pk, sk } = keys.outcome(event, subjectOf(outcome.producer?.id));
  return { kind: 'put', item: { pk: { S: pk }, sk: { S: sk }, outcome: { S: JSON.stringify(outcome) } } };
};

/** Where an event's reports are: its own, then those of producers by id. */
export const outcomesRange = (event: string): { pk: string; from: string } => {
  const { pk, sk } = keys.outcome(event, EVENT_ITSELF);
  return { pk, from: sk };
};

/** One page of an event's reports, strongly consistent. */
export const readOutcomes = async (
  reader: Reader,
  event: string,
  page: { limit: number; after?: string | undefined },
): Promise<{ items: Outcome[]; next?: string }> => {
  const { items, ...rest } = await readPage(reader, outcomesRange(event), page);
  return { items: items.map(outcomeOf), ...rest };
};
