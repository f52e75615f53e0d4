import type { Change } from '#shared/domain/stock/apply-change.ts';
import type { TransferStock } from '#shared/domain/stock/stock-input.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import {
  applyBatch,
  type BatchResult,
  onServerClock,
  transactionsOf,
} from '#shared/services/stock/internal/apply-batch.ts';
import { changeOf } from '#shared/services/stock/internal/change-of.ts';
import { loadPointOfMember } from '#shared/services/stock/internal/stock-access.ts';

const changesOf = ({ lines, to }: TransferStock, now: Date): Change[] =>
  lines.map((input, line) => ({
    ...changeOf(input, line),
    kind: 'transfer-out',
    occurredAt: input.occurredAt ?? now.toISOString(),
    counterpart: to,
  }));

/** Moves goods between two points that the caller is a member of; what leaves one arrives at the other, or nothing moves. */
export const transferStock = async (context: Context, input: TransferStock): Promise<BatchResult> => {
  const [from, to] = await Promise.all([loadPointOfMember(context, input.from), loadPointOfMember(context, input.to)]);
  const changes = onServerClock(changesOf(input, context.now), context.now);
  return applyBatch(context, transactionsOf(input.mode, changes, { from, to, isOwn: true }));
};
