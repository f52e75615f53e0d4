import { loadDocument } from '../../data/document.ts';
import { salesPointKind } from '../../data/sales-point-kind.ts';
import { isKnown, type SalesPoint } from '../../domain/sales-points/sales-point.ts';
import { publicSalesPointJson } from '../../domain/sales-points/sales-point-views.ts';
import { notFound } from '../../platform/problem.ts';
import type { ReadContext } from '../context.ts';
import { idOf } from '../slug.ts';

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
