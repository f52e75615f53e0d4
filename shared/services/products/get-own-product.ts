import { readAudit } from '#shared/data/audit/audit-store.ts';
import { loadOwnProduct } from '#shared/services/access/membership.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { idOf } from '#shared/services/kernel/unique-name.ts';
import { workingCopy } from '#shared/services/products/internal/save-product.ts';

/** The working copy with its review history, latest entry first, for the owner. */
export const getOwnProduct = async (context: Context, idOrSlug: string) => {
  const id = await idOf(context.reader, 'product', idOrSlug);
  const { product } = await loadOwnProduct(context, id);
  const { items } = await readAudit(context.reader, id, { limit: 100 });
  const { body, version } = workingCopy(context, product);
  return { body: { ...body, history: items }, version };
};
