import { isId } from '#shared/platform/ids.ts';
import { notFound } from '#shared/platform/problem.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { saveSettings } from '#shared/services/stock/internal/save-settings.ts';

type Grant = { product: string; salesPoint: string };

/** Allows the members of a product's producer to restock it; for members of the sales point. */
export const grantRestocking = async (context: Context, grant: Grant): Promise<Grant> => {
  if (!isId('salesPoint', grant.salesPoint)) throw notFound();
  await saveSettings(context, grant, { producerMayRestock: true }, { action: 'stock.grant' });
  return grant;
};
