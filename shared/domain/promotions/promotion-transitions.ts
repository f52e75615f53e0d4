import type { Event } from '#shared/domain/events/event.ts';
import { QUANTITY_MAX, quantityText } from '#shared/domain/stock/quantity.ts';
import { brokenRule, Problem } from '#shared/platform/problem.ts';
import { LATE_SALES_HOURS, type Promotion, windowOf } from './promotion.ts';

const HOUR_MS = 3_600_000;

const conflict = (vi: string, en: string): Problem => new Problem('state_conflict', { vi, en });

/** Throws 409 unless a promotion may still be changed or ended: not ended, and its window not over. */
export const requireLive = (promotion: Promotion, now: Date): void => {
  if (promotion.status === 'ended') throw conflict('Khuyến mại này đã dừng.', 'This promotion has ended.');
  if (windowOf(promotion).to <= now.getTime())
    throw conflict('Khuyến mại này đã hết thời hạn.', 'This promotion is over.');
};

/** Somebody ends it before its time; whoever reads the price sees it no more. */
export const end = (
  promotion: Promotion,
  decision: { at: Date; by: string; reason: string | undefined },
): Promotion => {
  requireLive(promotion, decision.at);
  const at = decision.at.toISOString();
  return {
    ...promotion,
    status: 'ended',
    ended: { at, by: decision.by, reason: decision.reason ?? null },
    updatedAt: at,
  };
};

/** When it ended or will: its window, unless somebody ended it or its event was cancelled before. */
const endOf = ({ to, ended }: Promotion, { cancellation }: Pick<Event, 'cancellation'>): number =>
  Math.min(...[to, ended?.at, cancellation?.at].flatMap((at) => (at === undefined ? [] : [Date.parse(at)])));

/**
 * Counts a quantity, in thousandths, as sold at the price: from the first instant on, until a day after the end, since
 * stalls report late. More than the whole quantity is 409, and the fault says what is left.
 */
export const sell = (
  promotion: Promotion,
  event: Pick<Event, 'cancellation'>,
  { quantity, at }: { quantity: number; at: Date },
): Promotion => {
  const closes = endOf(promotion, event);
  if (at.getTime() < windowOf(promotion).from || closes <= windowOf(promotion).from)
    throw conflict('Khuyến mại này chưa bắt đầu.', 'This promotion has not begun.');
  if (at.getTime() > closes + LATE_SALES_HOURS * HOUR_MS)
    throw conflict('Khuyến mại này đã dừng quá một ngày.', 'This promotion ended more than a day ago.');
  const left = (promotion.limits.total ?? QUANTITY_MAX) - promotion.sold;
  if (quantity > left) {
    const fault = brokenRule(
      '/quantity',
      'promotion_limit_reached',
      `Chỉ còn ${quantityText(left)} theo giá này.`,
      `Only ${quantityText(left)} is left at this price.`,
    );
    throw new Problem('state_conflict', undefined, { faults: [{ ...fault, current: quantityText(left) }] });
  }
  return { ...promotion, sold: promotion.sold + quantity, updatedAt: at.toISOString() };
};
