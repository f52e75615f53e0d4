import { addMember } from '#shared/domain/access/members.ts';
import { loadSalesPointToChange } from '#shared/services/access/membership.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { saveSalesPoint, workingCopy } from '#shared/services/sales-points/internal/save-sales-point.ts';

/** Adds a member to the sales point; an existing member stays unchanged. */
export const addSalesPointMember = async (context: Context, id: string, subject: string) => {
  const point = await loadSalesPointToChange(context, id);
  const members = addMember(point.value.members, subject, context.now.toISOString());
  if (members === point.value.members) return workingCopy(context, point);
  const after = { ...point.value, members, updatedAt: context.now.toISOString() };
  return saveSalesPoint(context, point, after, { action: 'sales-point.add-member', member: subject });
};
