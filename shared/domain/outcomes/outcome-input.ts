import * as z from 'zod';
import { multiLineText, ruleError } from '#shared/domain/input.ts';
import { TEXT_MAX } from '#shared/platform/limits.ts';
import * as messages from './messages.ts';

/** Maximum of the figures in one report, so that sums of thousands of reports are exact. */
export const OUTCOME_COUNT_MAX = 10_000_000;
export const OUTCOME_VND_MAX = 1_000_000_000_000;

const count = z.int().min(0).max(OUTCOME_COUNT_MAX);
const vnd = z.int().min(0).max(OUTCOME_VND_MAX);

/** The outcome of an event for a producer, or for the event itself without `producer`. Amounts are whole VND. */
export const ReportOutcome = z
  .strictObject({
    producer: z
      .string()
      .max(64)
      .regex(/^pdc_[0-9A-Z]{26}$/)
      .optional(),
    contracts: count,
    contractsVnd: vnd.optional(),
    memoranda: count,
    turnoverVnd: vnd,
    visitors: count,
    note: multiLineText(TEXT_MAX.reason).optional(),
  })
  .refine(({ contracts, contractsVnd = 0 }) => contracts > 0 || contractsVnd === 0, {
    ...ruleError('contracts_worth_without_contracts', messages.contractsWorthWithoutContracts),
    path: ['contractsVnd'],
  });
export type ReportOutcome = z.infer<typeof ReportOutcome>;
