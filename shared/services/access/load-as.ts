import { covers, type Territory } from '#shared/domain/access/territory.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { forbiddenOrNotFound } from './forbidden-or-not-found.ts';
import { territoryOf } from './officer-territory.ts';

/** The caller, as a policy asks about them: whether they are an officer of a current province, and whose context it is. */
export type Standing = { context: Context; isOfficerOf: (province: string) => Promise<boolean> };

/**
 * What callers can be to something, and whether they may know of it. `load` throws 404 where there is nothing; `isKnown` may ask for
 * roles, each of which is looked up once.
 */
export type Policy<L, R extends string, I = string> = {
  load: (context: Context, id: I) => Promise<L>;
  roles: Record<R, (loaded: L, standing: Standing) => boolean | Promise<boolean>>;
  isKnown: (loaded: L, holds: (role: R) => Promise<boolean>, standing: Standing) => boolean | Promise<boolean>;
};

/** The role of officers; where it is asked for first, the caller's territory is read beside the document. */
const OFFICER = 'officer';

const once = <T>(read: () => Promise<T>): (() => Promise<T>) => {
  let known: Promise<T> | undefined;
  return () => {
    known ??= read();
    return known;
  };
};

/**
 * Loads what a path names, for callers who have one of `roles` towards it, and tells which: the first that they have. Others get 403
 * where they may know of it, otherwise 404.
 */
export const loadAs = async <L, R extends string, I = string>(
  context: Context,
  policy: Policy<L, R, I>,
  id: I,
  roles: readonly R[],
): Promise<{ loaded: L; as: R }> => {
  const territory = once((): Promise<Territory> => territoryOf(context));
  const [loaded] = await Promise.all([policy.load(context, id), roles[0] === OFFICER ? territory() : undefined]);
  const standing: Standing = { context, isOfficerOf: async (province) => covers(await territory(), province) };
  const held = new Map<R, Promise<boolean>>();
  const holds = (role: R): Promise<boolean> => {
    const known = held.get(role) ?? Promise.resolve(policy.roles[role](loaded, standing));
    held.set(role, known);
    return known;
  };
  for (const role of roles) if (await holds(role)) return { loaded, as: role };
  throw forbiddenOrNotFound(await policy.isKnown(loaded, holds, standing));
};
