import { salesPointKind } from '#shared/data/sales-points/sales-point-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import { isKnown, type SalesPoint } from '#shared/domain/sales-points/sales-point.ts';
import { publicSalesPointJson } from '#shared/domain/sales-points/sales-point-views.ts';
import { notFound } from '#shared/platform/problem.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';
import { idOf } from '#shared/services/kernel/unique-name.ts';

/** An active or paused sales point by id or slug. */
export const loadPublicSalesPoint = async (context: ReadContext, idOrSlug: string): Promise<SalesPoint> => {
  const id = await idOf(context.reader, 'salesPoint', idOrSlug);
  const stored = await loadDocument(context.reader, salesPointKind, id, { consistent: false });
  if (!stored || !isKnown(stored.value)) throw notFound();
  return stored.value;
};

/** An active or paused sales point by id or slug, as buyers see it: JSON text. */
export const getPublicSalesPoint = async (context: ReadContext, idOrSlug: string): Promise<string> =>
  publicSalesPointJson(await loadPublicSalesPoint(context, idOrSlug), context.now);
