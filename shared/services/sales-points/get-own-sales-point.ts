import { loadOwnSalesPoint } from '#shared/services/access/membership.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { idOf } from '#shared/services/kernel/unique-name.ts';
import { workingCopy } from '#shared/services/sales-points/internal/save-sales-point.ts';

/** The working copy of a sales point for its members. */
export const getOwnSalesPoint = async (context: Context, idOrSlug: string) =>
  workingCopy(context, await loadOwnSalesPoint(context, await idOf(context.reader, 'salesPoint', idOrSlug)));
