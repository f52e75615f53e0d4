// What came of an event, as offices have to report it: contracts (hợp đồng) and memoranda (biên bản ghi nhớ) signed, turnover
// and visitors. Each producer that took part is reported of once, by its members or the office; a later report takes the place
// of the earlier one. The event's own report counts what no producer reports, so that the sum is the sum of all reports.

import * as z from 'zod';
import { type Event, statusOn, territoryOf } from '#shared/domain/events/event.ts';
import { Problem } from '#shared/platform/problem.ts';
import type { Day } from '#shared/platform/vietnam-day.ts';
import * as messages from './messages.ts';

/** Whole numbers; amounts in VND. `contractsVnd` is what the contracts are worth, null where nobody told. */
export const Figures = z.object({
  contracts: z.int(),
  contractsVnd: z.int().nullable(),
  memoranda: z.int(),
  turnoverVnd: z.int(),
  visitors: z.int(),
});
export type Figures = z.infer<typeof Figures>;

/** One report: of a producer, or of the event itself where `producer` is null. */
export const Outcome = z.object({
  producer: z.object({ id: z.string(), name: z.string() }).nullable(),
  ...Figures.shape,
  note: z.string().nullable(),
  reportedBy: z.string(),
  reportedAt: z.string(),
});
export type Outcome = z.infer<typeof Outcome>;

/** What several reports come to; `contractsVndFrom` is how many of them told what their contracts are worth. */
export const Totals = z.object({ reports: z.int(), ...Figures.shape, contractsVndFrom: z.int() });
export type Totals = z.infer<typeof Totals>;

/** The sum of an event's reports, with what it is listed by: the territory and the first day of the event. */
export const OutcomeSum = z.object({
  id: z.string(),
  status: z.literal('reported'),
  event: z.string(),
  territory: z.string(),
  startDate: z.string(),
  totals: Totals,
});
export type OutcomeSum = z.infer<typeof OutcomeSum>;

const NOTHING: Totals = {
  reports: 0,
  contracts: 0,
  contractsVnd: null,
  memoranda: 0,
  turnoverVnd: 0,
  visitors: 0,
  contractsVndFrom: 0,
};

/** What a single report comes to. */
export const totalsOf = ({ contracts, contractsVnd, memoranda, turnoverVnd, visitors }: Figures): Totals => ({
  reports: 1,
  contracts,
  contractsVnd,
  memoranda,
  turnoverVnd,
  visitors,
  contractsVndFrom: contractsVnd === null ? 0 : 1,
});

const combine = (a: Totals, b: Totals, sign: 1 | -1): Totals => {
  const contractsVndFrom = a.contractsVndFrom + sign * b.contractsVndFrom;
  return {
    reports: a.reports + sign * b.reports,
    contracts: a.contracts + sign * b.contracts,
    contractsVnd: contractsVndFrom === 0 ? null : (a.contractsVnd ?? 0) + sign * (b.contractsVnd ?? 0),
    memoranda: a.memoranda + sign * b.memoranda,
    turnoverVnd: a.turnoverVnd + sign * b.turnoverVnd,
    visitors: a.visitors + sign * b.visitors,
    contractsVndFrom,
  };
};

/** The sum of some totals; null of none, since what was not reported is not nothing. */
export const sumOf = (totals: readonly Totals[]): Totals | null =>
  totals.length === 0 ? null : totals.reduce((sum, one) => combine(sum, one, 1), NOTHING);

/** An event's sum once a report has come in, in the place of `replaced` where its subject was reported of before. */
export const withReport = (
  event: Event,
  { id, before, replaced, report }: { id: string; before?: OutcomeSum; replaced?: Figures; report: Figures },
): OutcomeSum => {
  const rest = before?.totals ?? NOTHING;
  const others = replaced ? combine(rest, totalsOf(replaced), -1) : rest;
  return {
    id,
    status: 'reported',
    event: event.id,
    territory: territoryOf(event),
    startDate: event.startDate,
    totals: combine(others, totalsOf(report), 1),
  };
};

/** Throws 409 unless the event takes reports on a day: from its first day on, also long after it, unless it was cancelled. */
export const requireBegun = (event: Event, today: Day): void => {
  const status = statusOn(event, today);
  if (status === 'ongoing' || status === 'finished') return;
  throw new Problem('state_conflict', messages.eventNotBegun);
};
