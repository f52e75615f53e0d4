import type { Attribution } from '#shared/domain/access/attribution.ts';
import type { Context } from './context.ts';

/** The attribution of a decision that the caller makes now. */
export const attributionOf = <R extends string | undefined = undefined>(
  { now, caller }: Pick<Context, 'caller' | 'now'>,
  ...[reason]: R extends undefined ? [reason?: R] : [reason: R]
): Attribution & { reason: R } => ({ at: now.toISOString(), by: caller.subject, reason: reason as R });
