import type { Change } from '#shared/domain/stock/apply-change.ts';
import type { ChangeStock } from '#shared/domain/stock/stock-input.ts';
import { deliveryReceipt } from '#shared/domain/stock/stock-views.ts';
import { forbidden } from '#shared/services/access/forbidden-or-not-found.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { inUnits, type StockAnswer, settleUnits } from '#shared/services/stock/internal/apply-batches.ts';
import { loadPointForChange } from '#shared/services/stock/internal/stock-access.ts';

const changesOf = ({ lines }: ChangeStock): Change[] =>
  lines.map(({ expectedQuantity, lot, useBy, ...fields }, line) => ({
    ...fields,
    line,
    lot: lot ?? null,
    useBy: useBy ?? null,
    expected: expectedQuantity,
  }));

const withoutLevels = (answer: StockAnswer): StockAnswer => ({
  ...answer,
  outcomes: answer.outcomes.map((outcome) =>
    'fault' in outcome ? outcome : { line: outcome.line, change: deliveryReceipt(outcome.change) },
  ),
});

/**
 * Records what happened at a point: by its members, or deliveries by members of the producer where the point grants it.
 */
export const changeStock = async (context: Context, id: string, input: ChangeStock): Promise<StockAnswer> => {
  const changes = changesOf(input);
  const { point: from, isOwn } = await loadPointForChange(context, id, new Set(changes.map(({ product }) => product)));
  if (isOwn) return settleUnits(context, inUnits(input.mode, changes, { from, isOwn }));
  // A producer can deliver here and must not learn the level.
  if (changes.some(({ kind, expected }) => kind !== 'receive' || typeof expected === 'number')) throw forbidden();
  return withoutLevels(await settleUnits(context, inUnits(input.mode, changes, { from, isOwn })));
};
