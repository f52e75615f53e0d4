import { changeStock } from '#functions/stock/routes/change-stock.ts';
import { grantRestocking } from '#functions/stock/routes/grant-restocking.ts';
import { listOwnStock } from '#functions/stock/routes/list-own-stock.ts';
import { listSilentPoints } from '#functions/stock/routes/list-silent-points.ts';
import { listStockChanges } from '#functions/stock/routes/list-stock-changes.ts';
import { setStockSettings } from '#functions/stock/routes/set-stock-settings.ts';
import { transferStock } from '#functions/stock/routes/transfer-stock.ts';
import { withdrawRestocking } from '#functions/stock/routes/withdraw-restocking.ts';
import type { Route } from '#shared/http/route.ts';

/** The shelves of sales points: what their members report and read, and what officers watch. */
export const routes: readonly Route[] = [
  changeStock,
  grantRestocking,
  listOwnStock,
  listSilentPoints,
  listStockChanges,
  setStockSettings,
  transferStock,
  withdrawRestocking,
];
