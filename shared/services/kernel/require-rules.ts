import { type Fault, Problem } from '#shared/platform/problem.ts';

/** Throws 422 with all faults if there are any. */
export const requireRules = (faults: Fault[]): void => {
  if (faults.length > 0) throw new Problem('rule_violated', undefined, { faults });
};
