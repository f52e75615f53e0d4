import type { Attribution } from '#shared/domain/access/attribution.ts';
import { namingStates, requireStart, type Transition } from '#shared/domain/transition.ts';
import { Problem } from '#shared/platform/problem.ts';
import * as messages from './messages.ts';
import type { SalesPoint } from './sales-point.ts';

type Status = SalesPoint['status'];

/** Transitions of a sales point. */
export const SALES_POINT_TRANSITIONS = {
  approve: { verb: messages.SALES_POINT_VERBS.approve, from: ['proposed', 'paused'], to: ['active'] },
  pause: { verb: messages.SALES_POINT_VERBS.pause, from: ['active'], to: ['paused'] },
  resume: { verb: messages.SALES_POINT_VERBS.resume, from: ['paused'], to: ['active'] },
} as const satisfies Record<string, Transition<Status>>;

/** The text of a 409 that names a sales point's state. */
export const salesPointConflictText = namingStates<Status>(messages.salesPointNoun, messages.SALES_POINT_STATES_VI);

/** Activates the sales point, also after a pause. Can be continued after an interruption. */
export const approve = (point: SalesPoint, { at }: Attribution): SalesPoint => {
  requireStart(salesPointConflictText, point, SALES_POINT_TRANSITIONS.approve);
  const { pausedByMember: _, ...rest } = point;
  return { ...rest, status: 'active', approvedAt: point.approvedAt ?? at, note: null, updatedAt: at };
};

/** Pauses the sales point with a reason. Can be continued after an interruption. */
export const pause = (
  point: SalesPoint,
  { at, by, reason, isMember = false }: Attribution & { reason: string; isMember?: boolean },
): SalesPoint => {
  requireStart(salesPointConflictText, point, SALES_POINT_TRANSITIONS.pause);
  const paused = { ...point, status: 'paused' as const, note: { at, by, reason }, updatedAt: at };
  return isMember ? { ...paused, pausedByMember: true } : paused;
};

/** Ends a pause; members end their own only. Can be continued after an interruption. */
export const resume = (point: SalesPoint, { at, isMember }: Attribution & { isMember: boolean }): SalesPoint => {
  requireStart(salesPointConflictText, point, SALES_POINT_TRANSITIONS.resume);
  if (isMember && point.status === 'paused' && !point.pausedByMember)
    throw new Problem('state_conflict', messages.pausedByOffice);
  const { pausedByMember: _, ...rest } = point;
  return { ...rest, status: 'active', note: null, updatedAt: at };
};
