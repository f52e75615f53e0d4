import { CLOCK_AHEAD_MAX_MS } from '#shared/domain/client-clock.ts';
import type { Event } from '#shared/domain/events/event.ts';
import { QUANTITY_MAX, quantityText } from '#shared/domain/stock/quantity.ts';
import { type ConflictText, requireState, type Transition } from '#shared/domain/transition.ts';
import { brokenRule, Problem, type Text } from '#shared/platform/problem.ts';
import * as messages from './messages.ts';
import { LATE_SALES_HOURS, type Promotion, windowOf } from './promotion.ts';

const HOUR_MS = 3_600_000;

const conflict = (detail: Text): Problem => new Problem('state_conflict', detail);

type PromotionState = 'live' | 'ended' | 'over';

/** Transitions of a promotion; `over` means that its window has ended. */
export const PROMOTION_TRANSITIONS = {
  edit: { verb: messages.PROMOTION_VERBS.edit, from: ['live'], to: ['live', 'over'] },
  end: { verb: messages.PROMOTION_VERBS.end, from: ['live'], to: ['ended'] },
} as const satisfies Record<string, Transition<PromotionState>>;

const conflictText: ConflictText<PromotionState> = (state) =>
  state === 'ended' ? messages.promotionEnded : messages.promotionOver;

const stateAt = (promotion: Promotion, now: Date): PromotionState => {
  if (promotion.status === 'ended') return 'ended';
  return windowOf(promotion).to <= now.getTime() ? 'over' : 'live';
};

/** Throws 409 if the promotion's state at an instant does not allow the transition. */
export const requirePromotionState = (promotion: Promotion, now: Date, transition: Transition<PromotionState>): void =>
  requireState(conflictText, stateAt(promotion, now), transition);

/** Ends the promotion early; it is no longer in force. */
export const end = (
  promotion: Promotion,
  decision: { at: Date; by: string; reason: string | undefined },
): Promotion => {
  requirePromotionState(promotion, decision.at, PROMOTION_TRANSITIONS.end);
  const at = decision.at.toISOString();
  return {
    ...promotion,
    status: 'ended',
    ended: { at, by: decision.by, reason: decision.reason ?? null },
    updatedAt: at,
  };
};

/** The end of the promotion: that of its window, unless it was ended or its event cancelled earlier. */
const endOf = ({ to, ended }: Promotion, { cancellation }: Pick<Event, 'cancellation'>): number =>
  Math.min(...[to, ended?.at, cancellation?.at].flatMap((at) => (at === undefined ? [] : [Date.parse(at)])));

/**
 * Counts a sold quantity in thousandths, from the first instant until a day after the end, because stalls report late; a
 * stall whose clock is up to 5 minutes fast begins earlier.
 * A report above the total limit is 409 with the remaining quantity.
 */
export const sell = (
  promotion: Promotion,
  event: Pick<Event, 'cancellation'>,
  { quantity, at }: { quantity: number; at: Date },
): Promotion => {
  const closes = endOf(promotion, event);
  if (at.getTime() < windowOf(promotion).from - CLOCK_AHEAD_MAX_MS || closes <= windowOf(promotion).from)
    throw conflict(messages.promotionNotBegun);
  if (at.getTime() > closes + LATE_SALES_HOURS * HOUR_MS) throw conflict(messages.promotionEndedTooLongAgo);
  const left = (promotion.limits.total ?? QUANTITY_MAX) - promotion.sold;
  if (quantity > left) {
    const fault = brokenRule(
      '/quantity',
      'promotion_limit_reached',
      messages.promotionLimitReached(quantityText(left)),
    );
    throw new Problem('state_conflict', undefined, { faults: [{ ...fault, current: quantityText(left) }] });
  }
  return { ...promotion, sold: promotion.sold + quantity, updatedAt: at.toISOString() };
};
