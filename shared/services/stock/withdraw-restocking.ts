import { loadLevel } from '#shared/data/stock/level-store.ts';
import { isId } from '#shared/platform/ids.ts';
import { notFound } from '#shared/platform/problem.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { saveSettings } from '#shared/services/stock/internal/save-settings.ts';
import { loadPointOfMember } from '#shared/services/stock/internal/stock-access.ts';

/** Ends the producer's right to restock a product; for members of the sales point; 404 if there is no such right. */
export const withdrawRestocking = async (
  context: Context,
  grant: { product: string; salesPoint: string },
): Promise<void> => {
  if (!isId('salesPoint', grant.salesPoint) || !isId('product', grant.product)) throw notFound();
  await loadPointOfMember(context, grant.salesPoint);
  const level = await loadLevel(context.reader, grant.salesPoint, grant.product);
  if (!level?.value.settings.producerMayRestock) throw notFound();
  await saveSettings(context, grant, { producerMayRestock: false }, { action: 'stock.withdraw-grant' });
};
