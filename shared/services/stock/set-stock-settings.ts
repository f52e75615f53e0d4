import { unitFault } from '#shared/domain/stock/quantity.ts';
import type { SetStockSettings } from '#shared/domain/stock/stock-input.ts';
import type { StockSettings } from '#shared/domain/stock/stock-level.ts';
import { brokenRule } from '#shared/platform/problem.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { saveSettings } from '#shared/services/stock/internal/save-settings.ts';

const given = ({ lowStockThreshold, ...input }: SetStockSettings): Partial<StockSettings> => ({
  ...Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)),
  ...(lowStockThreshold === undefined ? {} : { lowStockThreshold: lowStockThreshold?.thousandths ?? null }),
});

/** Sets the price, the low-stock threshold and the visibility of a product's stock; for members of the sales point. */
export const setStockSettings = (
  context: Context,
  at: { salesPoint: string; product: string },
  input: SetStockSettings,
) =>
  saveSettings(context, at, given(input), {
    action: 'stock.settings',
    faultsOf: ({ unit }) => {
      const fault = input.lowStockThreshold && unitFault(input.lowStockThreshold, unit);
      return fault ? [brokenRule('/lowStockThreshold', 'quantity_not_whole', fault)] : [];
    },
  });
