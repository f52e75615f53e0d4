import type { Attribution } from '#shared/domain/access/attribution.ts';
import { Problem } from '#shared/platform/problem.ts';
import type { SalesPoint } from './sales-point.ts';

type Status = SalesPoint['status'];

const STATE_VI: Record<Status, string> = {
  proposed: 'chờ duyệt',
  active: 'đang hoạt động',
  paused: 'tạm ngừng',
};

type Transition = { name: string; vi: string; from: readonly Status[]; to: Status };

/** Named changes of a sales point's state. */
export const SALES_POINT_TRANSITIONS = {
  approve: { name: 'approve', vi: 'duyệt', from: ['proposed', 'paused'], to: 'active' },
  pause: { name: 'pause', vi: 'tạm ngừng', from: ['active'], to: 'paused' },
} as const satisfies Record<string, Transition>;

/** Whether the transition has been made already but has not reached all that shows the point: it may be taken up again. */
export const isBegun = (point: SalesPoint, { to }: Transition): boolean => point.unfinished && point.status === to;

const allow = (point: SalesPoint, transition: Transition): void => {
  const { name, from } = transition;
  if (isBegun(point, transition) || from.includes(point.status)) return;
  throw new Problem('state_conflict', {
    vi: `Không thể ${transition.vi} khi điểm bán ${STATE_VI[point.status]}; chỉ được khi ${from.map((state) => STATE_VI[state]).join(', ')}.`,
    en: `Cannot ${name} a sales point that is ${point.status}; only one that is ${from.join(' or ')}.`,
  });
};

/** An officer lets the sales point open, or open again. Taken up again where it did not reach everything. */
export const approve = (point: SalesPoint, { at }: Attribution): SalesPoint => {
  allow(point, SALES_POINT_TRANSITIONS.approve);
  return { ...point, status: 'active', approvedAt: point.approvedAt ?? at, note: null, updatedAt: at };
};

/** An officer takes the sales point off the lists; the note tells why. Taken up again likewise. */
export const pause = (point: SalesPoint, { at, by, reason }: Attribution & { reason: string }): SalesPoint => {
  allow(point, SALES_POINT_TRANSITIONS.pause);
  return { ...point, status: 'paused', note: { at, by, reason }, updatedAt: at };
};
