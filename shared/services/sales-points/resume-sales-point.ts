import { resume, SALES_POINT_TRANSITIONS } from '#shared/domain/sales-points/sales-point-transitions.ts';
import { isBegun } from '#shared/domain/transition.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadSalesPointToPause } from '#shared/services/access/membership.ts';
import { attributionOf } from '#shared/services/kernel/attribution.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { saveAndPropagate } from '#shared/services/sales-points/internal/propagate-sales-point.ts';

/** Ends the pause of a sales point; for officers, and for members who paused it themselves. */
export const resumeSalesPoint = async (context: Context, id: string, reason: string | undefined) => {
  const { point, isMember } = await loadSalesPointToPause(context, id);
  // The pending transition is committed, so the If-Match check is skipped.
  if (!isBegun(point.value, SALES_POINT_TRANSITIONS.resume)) requireExpected(context, point);
  const resumed = resume(point.value, { ...attributionOf(context), isMember });
  return saveAndPropagate(context, point, resumed, { action: 'sales-point.resume', reason });
};
