import { type LedgerFilter, type LedgerPosition, readLedgerPage } from '#shared/data/stock/ledger-store.ts';
import { type StockChange, stockChange } from '#shared/domain/stock/stock-views.ts';
import { loadSalesPointToChange } from '#shared/services/access/membership.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { idOf } from '#shared/services/kernel/unique-name.ts';

/** A page of a sales point's ledger, latest arrival first, for its members and the officers of its territory. */
export const listStockChanges = async (
  context: Context,
  idOrSlug: string,
  asked: LedgerFilter & { limit: number; after?: LedgerPosition | undefined },
): Promise<{ items: StockChange[]; next?: LedgerPosition }> => {
  const id = await idOf(context.reader, 'salesPoint', idOrSlug);
  await loadSalesPointToChange(context, id);
  const { records, next } = await readLedgerPage(context.reader, id, asked);
  return { items: records.map(({ entry, line }) => stockChange(entry, line)), ...(next ? { next } : {}) };
};
