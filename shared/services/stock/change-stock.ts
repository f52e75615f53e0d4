import type { Change } from '../../domain/stock/apply-change.ts';
import type { ChangeStock } from '../../domain/stock/stock-input.ts';
import { deliveryReceipt } from '../../domain/stock/stock-views.ts';
import { forbidden } from '../access/refusal.ts';
import type { Context } from '../context.ts';
import { inUnits, type StockAnswer, settleUnits } from './settle-units.ts';
import { loadPointForChange } from './stock-access.ts';

const changesOf = ({ lines }: ChangeStock): Change[] =>
  lines.map(({ expectedQuantity, lot, useBy, ...told }, line) => ({
    ...told,
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
  // A producer may deliver here and may not read the level.
  if (changes.some(({ kind, expected }) => kind !== 'receive' || typeof expected === 'number')) throw forbidden();
  return withoutLevels(await settleUnits(context, inUnits(input.mode, changes, { from, isOwn })));
};
