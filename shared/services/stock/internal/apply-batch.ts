import { type History, historyOf } from '#shared/data/stock/ledger-store.ts';
import { clampedInstants } from '#shared/domain/client-clock.ts';
import type { Change } from '#shared/domain/stock/apply-change.ts';
import * as messages from '#shared/domain/stock/messages.ts';
import { PROBLEMS, Problem } from '#shared/platform/problem.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import {
  type AppliedEntries,
  applyTransaction,
  readAppliedAt,
  type StockTransaction,
  type TransactionResult,
} from './apply-transaction.ts';
import type { LineOutcome } from './line-outcome.ts';

const AT_ONCE = 8;
/** After so long no further part of a batch is begun, in milliseconds: what is under way has to end before the gateway does. */
const BATCH_BUDGET_MS = 12_000;

const outOfTime = (): Problem => new Problem('dependency_unavailable', messages.outOfTime);

/** What became of every line of a request; `replayed` where any of it had been settled before. */
export type BatchResult = { mode: 'each' | 'atomic'; outcomes: LineOutcome[]; replayed: boolean };

/** All changes as one unit, or one for each product: lines on one product are decided together in either mode. */
export const transactionsOf = (
  mode: BatchResult['mode'],
  changes: Change[],
  where: Pick<StockTransaction, 'from' | 'to' | 'isOwn'>,
): StockTransaction[] => {
  if (mode === 'atomic') return [{ ...where, group: 0, changes, together: true }];
  const groups = new Map<string, Change[]>();
  for (const change of changes) groups.set(change.product, [...(groups.get(change.product) ?? []), change]);
  return [...groups.values()].map((own) => ({
    ...where,
    group: own[0]?.line ?? 0,
    changes: own,
    together: false,
  }));
};

const failed = (transaction: StockTransaction, { code, detail }: Problem): TransactionResult => ({
  replayed: false,
  outcomes: transaction.changes.map(({ line }) => ({
    line,
    fault: {
      line,
      pointer: `/lines/${line}`,
      code,
      detail: detail ?? PROBLEMS[code].title,
      status: code,
    },
  })),
});

/** Settles units beside each other. Once the table is out of reach, those not yet begun are left for the retry. */
const applyEach = async (
  context: Context,
  transactions: StockTransaction[],
  history: History,
  applied: AppliedEntries,
): Promise<TransactionResult[]> => {
  const deadline = performance.now() + BATCH_BUDGET_MS;
  const waiting = [...transactions];
  const done: TransactionResult[] = [];
  let outage: Problem | undefined;
  const work = async (): Promise<void> => {
    for (let transaction = waiting.shift(); transaction; transaction = waiting.shift()) {
      try {
        if (!outage && performance.now() > deadline) outage = outOfTime();
        done.push(
          outage ? failed(transaction, outage) : await applyTransaction(context, transaction, history, applied),
        );
      } catch (error) {
        if (!(error instanceof Problem) || error.code === 'idempotency_mismatch') throw error;
        if (error.code === 'dependency_unavailable') outage = error;
        done.push(failed(transaction, error));
      }
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
  const broken = outcomes.find((outcome) => outcome.status === 'rejected');
  if (broken) throw broken.reason;
  return done;
};

/** The changes of one request at instants of the server's clock, with the instants that were sent where these differ. */
export const onServerClock = (changes: readonly Change[], now: Date): Change[] => {
  const clamped = clampedInstants(
    changes.map(({ occurredAt }) => occurredAt),
    now,
  );
  return changes.map((change) => {
    const occurredAt = clamped.get(change.occurredAt) ?? change.occurredAt;
    return occurredAt === change.occurredAt ? change : { ...change, occurredAt, clientOccurredAt: change.occurredAt };
  });
};

/** Settles a request's units, and tells every line's outcome in the order of the lines. */
export const applyBatch = async (context: Context, transactions: StockTransaction[]): Promise<BatchResult> => {
  const [first] = transactions;
  if (!first) throw new Error('a request has lines');
  // A key that stands in the ledger of the other point alone came with a transfer from elsewhere: that is a mismatch too.
  const [applied] = await Promise.all([
    readAppliedAt(context, first.from.value.id),
    first.to && readAppliedAt(context, first.to.value.id),
  ]);
  const counts = transactions
    .flatMap(({ changes }) => changes)
    .filter(({ kind }) => kind === 'count' || kind === 'void');
  const earliest = counts.map(({ occurredAt }) => occurredAt).sort()[0] ?? context.now.toISOString();
  const history = historyOf(context.reader, earliest);
  const results = first.together
    ? [await applyTransaction(context, first, history, applied)]
    : await applyEach(context, transactions, history, applied);
  return {
    mode: first.together ? 'atomic' : 'each',
    outcomes: results.flatMap(({ outcomes }) => outcomes).sort((a, b) => a.line - b.line),
    replayed: results.some(({ replayed }) => replayed),
  };
};
