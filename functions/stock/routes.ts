import type { Route } from '../../shared/http/route.ts';
import { changeStock } from './routes/change-stock.ts';
import { grantRestocking } from './routes/grant-restocking.ts';
import { listOwnStock } from './routes/list-own-stock.ts';
import { listSilentPoints } from './routes/list-silent-points.ts';
import { listStockChanges } from './routes/list-stock-changes.ts';
import { setStockSettings } from './routes/set-stock-settings.ts';
import { transferStock } from './routes/transfer-stock.ts';
import { withdrawRestocking } from './routes/withdraw-restocking.ts';

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
