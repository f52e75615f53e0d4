import { loadOwnProduct } from '../access/membership.ts';
import { readAudit } from '../audit/read-audit.ts';
import type { Context } from '../context.ts';
import { idOf } from '../slug.ts';
import { workingCopy } from './save-product.ts';

/** The owner's working copy with its review history, the latest entry first. */
export const getOwnProduct = async (context: Context, idOrSlug: string) => {
  const id = await idOf(context.reader, 'product', idOrSlug);
  const { product } = await loadOwnProduct(context, id);
  const { items } = await readAudit(context, id, { limit: 100 });
  const { body, version } = workingCopy(context, product);
  return { body: { ...body, history: items }, version };
};
