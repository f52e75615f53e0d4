import { type Fault, Problem } from '#shared/platform/problem.ts';

/** Throws 422 with all faults where a rule is broken. */
export const requireRules = (faults: Fault[]): void => {
  if (faults.length > 0) throw new Problem('rule_violated', undefined, { faults });
};
