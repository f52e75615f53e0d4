import { approve, isBegun, SALES_POINT_TRANSITIONS } from '../../domain/sales-points/sales-point-transitions.ts';
import { requireExpected } from '../access/documents.ts';
import { loadSalesPointAsOfficer } from '../access/office.ts';
import type { Context } from '../context.ts';
import { publicSlug } from '../slug.ts';
import { saveAndSpread } from './spread-sales-point.ts';

/** Puts a proposed or paused sales point on the lists. */
export const approveSalesPoint = async (context: Context, id: string, reason: string | undefined) => {
  const point = await loadSalesPointAsOfficer(context, id);
  // Of a change that is under way nothing is judged a second time.
  if (!isBegun(point.value, SALES_POINT_TRANSITIONS.approve)) requireExpected(context, point);
  const approved = approve(point.value, { at: context.now.toISOString(), by: context.caller.subject });
  const { slug, also } = point.value.approvedAt
    ? { slug: approved.slug, also: [] }
    : await publicSlug(context, 'salesPoint', approved.name, approved.id);
  return saveAndSpread(context, point, { ...approved, slug }, { action: 'sales-point.approve', reason, also });
};
