import { loadOwnSalesPoint } from '../access/membership.ts';
import type { Context } from '../context.ts';
import { idOf } from '../slug.ts';
import { workingCopy } from './save-sales-point.ts';

/** The sales point as its members work on it. */
export const getOwnSalesPoint = async (context: Context, idOrSlug: string) =>
  workingCopy(context, await loadOwnSalesPoint(context, await idOf(context.reader, 'salesPoint', idOrSlug)));
