import type { Change } from '#shared/domain/stock/apply-change.ts';
import type { ChangeStock, TransferStock } from '#shared/domain/stock/stock-input.ts';

type Line = ChangeStock['lines'][number] | TransferStock['lines'][number];

/** The fields of a change that reports and transfers have in common. */
export const changeOf = (input: Line, line: number): Omit<Change, 'kind' | 'occurredAt'> => ({
  line,
  product: input.product,
  quantity: input.quantity.thousandths,
  lot: input.lot ?? null,
  useBy: input.useBy ?? null,
  ageUnknown: input.ageUnknown,
  expected: input.expectedQuantity === undefined ? undefined : (input.expectedQuantity?.thousandths ?? null),
  written: { quantity: input.quantity.text, expectedQuantity: input.expectedQuantity?.text },
  ...('priceVnd' in input ? { priceVnd: input.priceVnd } : {}),
  reference: input.reference,
  reason: input.reason,
});
