import { covers, type Territory } from '#shared/domain/access/territory.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { forbiddenOrNotFound } from './forbidden-or-not-found.ts';
import { territoryOf } from './officer-territory.ts';

/** The caller in policies: the context, and whether the caller is an officer of a current province. */
export type Standing = { context: Context; isOfficerOf: (province: string) => Promise<boolean> };

/**
 * The possible roles of callers towards a resource, and whether they may know of it. `load` throws 404 for a missing
 * resource; `isKnown` can query roles, each of which is looked up once.
 */
export type Policy<L, R extends string, I = string> = {
  load: (context: Context, id: I) => Promise<L>;
  roles: Record<R, (loaded: L, standing: Standing) => boolean | Promise<boolean>>;
  isKnown: (loaded: L, holds: (role: R) => Promise<boolean>, standing: Standing) => boolean | Promise<boolean>;
};

/** The role of officers; if it is queried first, the caller's territory is read in parallel with the document. */
const OFFICER = 'officer';

const once = <T>(read: () => Promise<T>): (() => Promise<T>) => {
  let known: Promise<T> | undefined;
  return () => {
    known ??= read();
    return known;
  };
};

/**
 * Loads the resource of a path for callers with one of `roles`, and returns the first role that they have. Others get
 * 403 if they may know of the resource, otherwise 404.
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
