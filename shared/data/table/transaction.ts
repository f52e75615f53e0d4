// What callers of a writer know of its transactions, without the code that sends them.

/** DynamoDB takes at most this many actions in one transaction. */
export const TRANSACTION_LIMIT = 100;

/**
 * The transaction was cancelled by failed conditions or by a concurrent transaction. Nothing was written, and the state
 * on which the decision was based is outdated.
 */
export class ConditionFailed extends Error {
  readonly guards: string[];
  constructor(guards: string[]) {
    super(`conditions failed: ${guards.join(', ')}`);
    this.guards = guards;
  }
}
