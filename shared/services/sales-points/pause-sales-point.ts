import { pause, SALES_POINT_TRANSITIONS } from '#shared/domain/sales-points/sales-point-transitions.ts';
import { isBegun } from '#shared/domain/transition.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadSalesPointToPause } from '#shared/services/access/membership.ts';
import { attributionOf } from '#shared/services/kernel/attribution.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { saveAndPropagate } from '#shared/services/sales-points/internal/propagate-sales-point.ts';

/** Pauses an active sales point until it is resumed; for its members and officers. */
export const pauseSalesPoint = async (context: Context, id: string, reason: string) => {
  const { point, isMember } = await loadSalesPointToPause(context, id);
  // The pending transition is committed, so the If-Match check is skipped.
  if (!isBegun(point.value, SALES_POINT_TRANSITIONS.pause)) requireExpected(context, point);
  const paused = pause(point.value, { ...attributionOf(context, reason), isMember });
  return saveAndPropagate(context, point, paused, { action: 'sales-point.pause', reason });
};
