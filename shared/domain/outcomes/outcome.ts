// Outcomes of an event, as offices must report them: signed contracts (hợp đồng) and memoranda (biên bản ghi nhớ),
// turnover and visitors. Each participating producer has one report, by its members or the office; a later report
// replaces the earlier one. The event's own report holds what no producer reports, so that the sum is the sum of all
// reports.

import * as z from 'zod';
import { type Event, statusOn, territoryOf } from '#shared/domain/events/event.ts';
import { Problem } from '#shared/platform/problem.ts';
import type { Day } from '#shared/platform/vietnam-day.ts';
import * as messages from './messages.ts';

/** Whole numbers; amounts in VND. `contractsVnd` is the value of the contracts, null if it was not reported. */
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

/** Sums of several reports; `contractsVndFrom` is the number of reports with a value of contracts. */
export const Totals = z.object({ reports: z.int(), ...Figures.shape, contractsVndFrom: z.int() });
export type Totals = z.infer<typeof Totals>;

/** The sum of an event's reports, with the fields of its list rows: territory and first day of the event. */
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

/** The totals of a single report. */
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

/** The sum of totals; null for an empty list, because "not reported" is not zero. */
export const sumOf = (totals: readonly Totals[]): Totals | null =>
  totals.length === 0 ? null : totals.reduce((sum, one) => combine(sum, one, 1), NOTHING);

/** The event's sum after a report, which replaces the earlier report of its subject (`replaced`) if there is one. */
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

/** Throws 409 unless the event accepts reports on a day: from its first day without end, unless it was cancelled. */
export const requireBegun = (event: Event, today: Day): void => {
  const status = statusOn(event, today);
  if (status === 'ongoing' || status === 'finished') return;
  throw new Problem('state_conflict', messages.eventNotBegun);
};
