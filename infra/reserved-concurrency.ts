import type { FunctionName } from '#infra/build/bundles.ts';

/**
 * Reserved executions of each function, so that a flood at one does not starve the others: 815 of an account's 1,000;
 * the rest is for other functions of the account. docs/operations.md has the arithmetic.
 */
const RESERVED: Record<FunctionName, number> = {
  catalog: 400,
  stock: 150,
  backoffice: 120,
  events: 120,
  images: 20,
  schedules: 5,
};

/** Lambda rejects a reservation that leaves the account fewer executions than this. */
const UNRESERVED_MIN = 100;

/**
 * The executions to reserve for each function in an account with this quota; undefined if they do not fit, as in a new
 * account with a quota of 10.
 */
export const reservedConcurrency = (accountConcurrency: number): Record<FunctionName, number> | undefined => {
  const sum = Object.values(RESERVED).reduce((total, one) => total + one, 0);
  return sum + UNRESERVED_MIN <= accountConcurrency ? RESERVED : undefined;
};
