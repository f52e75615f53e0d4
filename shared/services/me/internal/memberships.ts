import { readMemberships } from '#shared/data/access/membership-store.ts';
import type { Context } from '#shared/services/kernel/context.ts';

/** The producers that the caller is a member of, by id. */
export const producersOf = async ({ reader, caller }: Context): Promise<{ id: string; name: string }[]> => {
  const memberships = await readMemberships(reader, caller.subject);
  return memberships.filter(({ kind }) => kind === 'producer').map(({ id, name }) => ({ id, name }));
};
