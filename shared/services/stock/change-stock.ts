import type { Change } from '../../domain/stock/apply-change.ts';
import type { ChangeStock } from '../../domain/stock/stock-input.ts';
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

/**
 * Records what happened at a point: by its members, or deliveries by members of the producer where the point grants it.
 */
export const changeStock = async (context: Context, id: string, input: ChangeStock): Promise<StockAnswer> => {
  const changes = changesOf(input);
  const { point: from, isOwn } = await loadPointForChange(context, id, new Set(changes.map(({ product }) => product)));
  if (!isOwn && changes.some(({ kind }) => kind !== 'receive')) throw forbidden();
  return settleUnits(context, inUnits(input.mode, changes, { from, isOwn }));
};
