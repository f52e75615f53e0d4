import { removeMember } from '#shared/domain/access/members.ts';
import { loadSalesPointToChange } from '#shared/services/access/membership.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { saveSalesPoint } from '#shared/services/sales-points/internal/save-sales-point.ts';

/** Removes a member of the sales point; the last member cannot be removed. */
export const removeSalesPointMember = async (context: Context, id: string, subject: string): Promise<void> => {
  const point = await loadSalesPointToChange(context, id);
  const members = removeMember(point.value.members, subject);
  const after = { ...point.value, members, updatedAt: context.now.toISOString() };
  await saveSalesPoint(context, point, after, { action: 'sales-point.remove-member', member: subject });
};
