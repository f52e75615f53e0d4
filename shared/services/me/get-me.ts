import type { Context } from '#shared/services/kernel/context.ts';
import { membershipsOf } from '#shared/services/me/internal/memberships.ts';

/** Who the caller is and what the caller belongs to. */
export const getMe = async (context: Context) => ({
  subject: context.caller.subject,
  groups: context.caller.groups,
  memberships: await membershipsOf(context),
});
