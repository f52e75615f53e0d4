import { type History, historyOf } from '#shared/data/stock/ledger-store.ts';
import type { Change } from '#shared/domain/stock/apply-change.ts';
import * as messages from '#shared/domain/stock/messages.ts';
import { PROBLEMS, Problem } from '#shared/platform/problem.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { type Settled, type Settlement, settle, settledAt, type Unit } from './apply-batch.ts';
import type { LineOutcome } from './line-outcome.ts';

const AT_ONCE = 8;
/** After so long no further part of a batch is begun, in milliseconds: what is under way has to end before the gateway does. */
const BATCH_BUDGET_MS = 12_000;

const outOfTime = (): Problem => new Problem('dependency_unavailable', messages.outOfTime);

/** What became of every line of a request; `replayed` where any of it had been settled before. */
export type StockAnswer = { mode: 'each' | 'atomic'; outcomes: LineOutcome[]; replayed: boolean };

/** All changes as one unit, or one for each product: lines on one product are decided together in either mode. */
export const inUnits = (
  mode: StockAnswer['mode'],
  changes: Change[],
  where: Pick<Unit, 'from' | 'to' | 'isOwn'>,
): Unit[] => {
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

const failed = (unit: Unit, { code, detail }: Problem): Settlement => ({
  replayed: false,
  outcomes: unit.changes.map(({ line }) => ({
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
const settleEach = async (
  context: Context,
  units: Unit[],
  history: History,
  settled: Settled,
): Promise<Settlement[]> => {
  const deadline = performance.now() + BATCH_BUDGET_MS;
  const waiting = [...units];
  const done: Settlement[] = [];
  let outage: Problem | undefined;
  const work = async (): Promise<void> => {
    for (let unit = waiting.shift(); unit; unit = waiting.shift()) {
      try {
        if (!outage && performance.now() > deadline) outage = outOfTime();
        done.push(outage ? failed(unit, outage) : await settle(context, unit, history, settled));
      } catch (error) {
        if (!(error instanceof Problem) || error.code === 'idempotency_mismatch') throw error;
        if (error.code === 'dependency_unavailable') outage = error;
        done.push(failed(unit, error));
      }
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
  const broken = outcomes.find((outcome) => outcome.status === 'rejected');
  if (broken) throw broken.reason;
  return done;
};

/** Settles a request's units, and tells every line's outcome in the order of the lines. */
export const settleUnits = async (context: Context, units: Unit[]): Promise<StockAnswer> => {
  const [first] = units;
  if (!first) throw new Error('a request has lines');
  // A key that stands in the ledger of the other point alone came with a transfer from elsewhere: that is a mismatch too.
  const [settled] = await Promise.all([
    settledAt(context, first.from.value.id),
    first.to && settledAt(context, first.to.value.id),
  ]);
  const counts = units.flatMap(({ changes }) => changes).filter(({ kind }) => kind === 'count');
  const earliest = counts.map(({ occurredAt }) => occurredAt).sort()[0] ?? context.now.toISOString();
  const history = historyOf(context.reader, earliest);
  const settlements = first.together
    ? [await settle(context, first, history, settled)]
    : await settleEach(context, units, history, settled);
  return {
    mode: first.together ? 'atomic' : 'each',
    outcomes: settlements.flatMap(({ outcomes }) => outcomes).sort((a, b) => a.line - b.line),
    replayed: settlements.some(({ replayed }) => replayed),
  };
};
