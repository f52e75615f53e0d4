import type { Context } from '../context.ts';
import { membershipsOf } from './memberships.ts';

/** Who the caller is and what the caller belongs to. */
export const getMe = async (context: Context) => ({
  subject: context.caller.subject,
  groups: context.caller.groups,
  memberships: await membershipsOf(context),
});
