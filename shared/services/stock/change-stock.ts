import type { Change } from '#shared/domain/stock/apply-change.ts';
import type { ChangeStock } from '#shared/domain/stock/stock-input.ts';
import { deliveryReceipt } from '#shared/domain/stock/stock-views.ts';
import { forbidden } from '#shared/services/access/forbidden-or-not-found.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import {
  applyBatch,
  type BatchResult,
  onServerClock,
  transactionsOf,
} from '#shared/services/stock/internal/apply-batch.ts';
import { changeOf } from '#shared/services/stock/internal/change-of.ts';
import { loadPointForChange } from '#shared/services/stock/internal/stock-access.ts';

const changesOf = ({ lines }: ChangeStock): Change[] =>
  lines.map((input, line) => ({ ...changeOf(input, line), kind: input.kind, occurredAt: input.occurredAt }));

const withoutLevels = (result: BatchResult): BatchResult => ({
  ...result,
  outcomes: result.outcomes.map((outcome) =>
    'fault' in outcome ? outcome : { line: outcome.line, change: deliveryReceipt(outcome.change) },
  ),
});

/**
 * Records what happened at a point: by its members, or deliveries by members of the producer where the point grants it.
 */
export const changeStock = async (context: Context, id: string, input: ChangeStock): Promise<BatchResult> => {
  const changes = onServerClock(changesOf(input), context.now);
  const { point: from, isOwn } = await loadPointForChange(context, id, new Set(changes.map(({ product }) => product)));
  if (isOwn) return applyBatch(context, transactionsOf(input.mode, changes, { from, isOwn }));
  // A producer can deliver here and must not learn the level.
  if (changes.some(({ kind, expected }) => kind !== 'receive' || typeof expected === 'number')) throw forbidden();
  return withoutLevels(await applyBatch(context, transactionsOf(input.mode, changes, { from, isOwn })));
};
