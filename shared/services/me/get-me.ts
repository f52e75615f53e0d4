import { readMemberships } from '#shared/data/access/membership-store.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** The caller with the caller's memberships. */
export const getMe = async ({ reader, caller: { subject, groups } }: Context) => ({
  subject,
  groups,
  memberships: await readMemberships(reader, subject),
});
