import { approve, SALES_POINT_TRANSITIONS } from '#shared/domain/sales-points/sales-point-transitions.ts';
import { isBegun } from '#shared/domain/transition.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import { loadSalesPointAsOfficer } from '#shared/services/access/office.ts';
import { attributionOf } from '#shared/services/kernel/attribution.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { publicSlug } from '#shared/services/kernel/unique-name.ts';
import { saveAndPropagate } from '#shared/services/sales-points/internal/propagate-sales-point.ts';

/** Activates a proposed or paused sales point. */
export const approveSalesPoint = async (context: Context, id: string, reason: string | undefined) => {
  const point = await loadSalesPointAsOfficer(context, id);
  // The pending transition is committed, so the If-Match check is skipped.
  if (!isBegun(point.value, SALES_POINT_TRANSITIONS.approve)) requireExpected(context, point);
  const approved = approve(point.value, attributionOf(context));
  const { slug, also } = point.value.approvedAt
    ? { slug: approved.slug, also: [] }
    : await publicSlug(context, 'salesPoint', approved.name, approved.id);
  return saveAndPropagate(context, point, { ...approved, slug }, { action: 'sales-point.approve', reason, also });
};
