import { isId } from '../../platform/ids.ts';
import { notFound } from '../../platform/problem.ts';
import type { Context } from '../context.ts';
import { saveSettings } from './save-settings.ts';

type Grant = { product: string; salesPoint: string };

/** A point's members let the members of a product's producer restock it there. */
export const grantRestocking = async (context: Context, grant: Grant): Promise<Grant> => {
  if (!isId('salesPoint', grant.salesPoint)) throw notFound();
  await saveSettings(context, grant, { producerMayRestock: true }, { action: 'stock.grant' });
  return grant;
};
