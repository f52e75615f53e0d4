import type {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactWriteItem,
} from '@aws-sdk/client-dynamodb';
import type { TableSettings } from '#shared/platform/env.ts';
import type { Item, Key } from './reader.ts';
import { BUDGET_MS, TransientFault, withinBudget } from './retry.ts';
import { ConditionFailed } from './transaction.ts';
import type { WriteClient } from './write-client.ts';

type Condition = { expression: string; names?: Record<string, string>; values?: Item };

/**
 * One action of a transaction; `guard` names its condition for the handler of a failure. The condition of an `update`
 * includes the names and values that it sets.
 */
export type Action =
  | { kind: 'put'; item: Item; condition?: Condition; guard?: string }
  | { kind: 'delete'; key: Key; condition?: Condition; guard?: string }
  | { kind: 'update'; key: Key; update: string; condition: Condition; guard: string }
  | { kind: 'check'; key: Key; condition: Condition; guard: string };

/** The guard of a concurrent transaction. */
const CONFLICT = 'conflict';

/** Writes to the table: one transaction, or an increment of one number of one item. */
export type Writer = {
  /** Time budget of one write with all its attempts, in milliseconds; also the caller's budget for retries on conflict. */
  budgetMs: number;
  /** `token` makes repeated sending of the same transaction idempotent for ten minutes; at most 36 characters. */
  transact(actions: Action[], token: string): Promise<void>;
  /**
   * Adds one, or `by`, to a number of an item and returns the new item. Concurrent calls get different numbers without
   * retries. An attempt whose response was lost can have counted, so a number can remain unused. Without a condition a
   * missing item is created; `expiresAt`, in seconds since 1970, lets the table delete it.
   */
  countUp(
    key: Key,
    attribute: string,
    options: { by?: number; condition?: Condition; expiresAt?: number; budgetMs?: number },
  ): Promise<Item>;
};

const RETRIED = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'InternalServerError',
  'TransactionInProgressException',
  // The error of a single write that meets a transaction at the same item.
  'TransactionConflictException',
  'ServiceUnavailable',
  'TimeoutError',
  'RequestTimeout',
]);
const RETRIED_REASONS = new Set(['ThrottlingError', 'ProvisionedThroughputExceeded']);
const NETWORK = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

const toTransactItem = (TableName: string, action: Action): TransactWriteItem => {
  const condition = action.condition
    ? {
        ConditionExpression: action.condition.expression,
        ...(action.condition.names ? { ExpressionAttributeNames: action.condition.names } : {}),
        ...(action.condition.values ? { ExpressionAttributeValues: action.condition.values } : {}),
      }
    : {};
  if (action.kind === 'put') return { Put: { TableName, Item: action.item, ...condition } };
  const Key = { pk: { S: action.key.pk }, sk: { S: action.key.sk } };
  if (action.kind === 'update') return { Update: { TableName, Key, UpdateExpression: action.update, ...condition } };
  return action.kind === 'delete'
    ? { Delete: { TableName, Key, ...condition } }
    : { ConditionCheck: { TableName, Key, ConditionExpression: action.condition.expression, ...condition } };
};

const isTransient = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  if (error instanceof TransientFault) return true;
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
  return RETRIED.has(error.name) || NETWORK.has((error as { code?: string }).code ?? '') || status >= 500;
};

// By name: the classes are in the SDK, which is not loaded before the first write.
const isCancelled = (error: unknown): error is TransactionCanceledException =>
  error instanceof Error && error.name === 'TransactionCanceledException';
const isConditionFailed = (error: unknown): error is ConditionalCheckFailedException =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';

/**
 * A writer over the SDK, which is loaded with the first write. `token` makes an attempt whose response was lost safe to
 * repeat.
 */
export const createWriter = (settings: TableSettings, options: { budgetMs?: number } = {}): Writer => {
  let loaded: Promise<WriteClient> | undefined;
  const connected = (): Promise<WriteClient> => {
    loaded ??= import('./write-client.ts').then(({ createWriteClient }) => createWriteClient(settings));
    return loaded;
  };

  const { budgetMs = BUDGET_MS } = options;
  return {
    budgetMs,
    async transact(actions, token) {
      const input = {
        TransactItems: actions.map((action) => toTransactItem(settings.tableName, action)),
        ClientRequestToken: token,
      };
      const client = await connected();
      await withinBudget(async () => {
        try {
          await client.transact(input);
        } catch (error) {
          if (isCancelled(error)) {
            const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code ?? 'None');
            const failed = actions.filter((_, index) => codes[index] === 'ConditionalCheckFailed');
            if (failed.length > 0) throw new ConditionFailed(failed.map((action) => action.guard ?? action.kind));
            if (codes.some((code) => RETRIED_REASONS.has(code)))
              throw new TransientFault('the transaction was throttled', { cause: error });
            // Repeated unchanged, it would mostly meet the new version of the other write.
            if (codes.includes('TransactionConflict')) throw new ConditionFailed([CONFLICT]);
          }
          if (isTransient(error)) throw new TransientFault('the transaction failed', { cause: error });
          throw error;
        }
      }, budgetMs);
    },

    async countUp({ pk, sk }, attribute, { by = 1, condition, expiresAt, budgetMs: ownBudgetMs }) {
      const expires = expiresAt !== undefined;
      const input = {
        TableName: settings.tableName,
        Key: { pk: { S: pk }, sk: { S: sk } },
        UpdateExpression: `ADD #counted :by${expires ? ' SET expiresAt = :expiresAt' : ''}`,
        ...(condition ? { ConditionExpression: condition.expression } : {}),
        ExpressionAttributeNames: { ...condition?.names, '#counted': attribute },
        ExpressionAttributeValues: {
          ...condition?.values,
          ':by': { N: String(by) },
          ...(expires ? { ':expiresAt': { N: String(expiresAt) } } : {}),
        },
        ReturnValues: 'ALL_NEW' as const,
      };
      const client = await connected();
      const options = ownBudgetMs === undefined ? {} : { requestTimeout: ownBudgetMs };
      return withinBudget(async () => {
        try {
          return await client.update(input, options);
        } catch (error) {
          if (isConditionFailed(error)) throw new ConditionFailed([attribute]);
          if (isTransient(error)) throw new TransientFault('the count failed', { cause: error });
          throw error;
        }
      }, ownBudgetMs ?? budgetMs);
    },
  };
};
