// A promotion: a lower price of one product at an event. The rules of the event are checked on writing and again on
// reading, so a cancelled event, a moved day or a changed price ends it without a job.
import * as z from 'zod';
import type { Event, EventHead } from '#shared/domain/events/event.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { isAlcoholic } from '#shared/domain/taxonomy/alcohol.ts';
import { addDays, type Day } from '#shared/platform/vietnam-day.ts';

/** Maximum number of promotions of a product that are neither ended nor over. */
export const LIVE_PROMOTIONS_MAX = 20;
/** Maximum number of sales points and booths in a promotion: one request reads twenty promotions. */
export const PROMOTION_PLACES_MAX = 8;
/** Page size of an event's promotions; promotions that are over stay in the list until the event is over. */
export const EVENT_PROMOTIONS_AT_ONCE = 20;
/** Late reports of sales are accepted for this time after the end. */
export const LATE_SALES_HOURS = 24;

/**
 * A promotion (khuyến mại). `from` (included) and `to` (excluded) are instants; `limits` and `sold` are thousandths of
 * `unit`; `perBuyer` is shown to buyers and not enforced. Without sales points and booths it is valid at the whole
 * event.
 */
export const Promotion = z.object({
  id: z.string(),
  status: z.enum(['active', 'ended']),
  event: z.string(),
  product: z.string(),
  priceVnd: z.int(),
  unit: z.string(),
  from: z.string(),
  to: z.string(),
  salesPoints: z.array(z.string()),
  booths: z.array(z.string()),
  limits: z.object({ total: z.int().nullable(), perBuyer: z.int().nullable() }),
  sold: z.int(),
  note: z.string().optional(),
  ended: z.object({ at: z.string(), by: z.string(), reason: z.string().nullable() }).nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type Promotion = z.infer<typeof Promotion>;

/** A span of time in milliseconds since 1970, its end excluded. */
export type Span = { from: number; to: number };

/** The regular offer: the product as buyers see it. `priceVnd` is null without a price. */
export type Regular = { priceVnd: number | null; unit: string; alcohol: boolean };

/** The regular offer from the published version, or from the working copy if the product was never published. */
export const regularOf = ({ face, content }: Product): Regular => {
  const { priceVnd = null, unit, criteriaSet } = face?.content ?? content;
  return { priceVnd, unit, alcohol: isAlcoholic(criteriaSet) };
};

/** The first instant of a Vietnamese day, in milliseconds. */
const midnight = (day: Day): number => Date.parse(`${day}T00:00:00+07:00`);

/** The open periods of an event, in order: its days from midnight to midnight in Vietnam, without closed days. */
export const openSpans = ({
  startDate,
  endDate,
  closedDates,
}: Pick<Event, 'startDate' | 'endDate' | 'closedDates'>) => {
  const spans: Span[] = [];
  let from = midnight(startDate);
  const end = midnight(addDays(endDate, 1));
  for (const day of [...closedDates].sort()) {
    const rest = midnight(day);
    if (rest > from) spans.push({ from, to: Math.min(rest, end) });
    from = Math.max(from, midnight(addDays(day, 1)));
  }
  if (from < end) spans.push({ from, to: end });
  return spans;
};

/** The parts of a window within the open periods of an event. */
export const withinEvent = (window: Span, event: Pick<Event, 'startDate' | 'endDate' | 'closedDates'>): Span[] =>
  openSpans(event)
    .map(({ from, to }) => ({ from: Math.max(from, window.from), to: Math.min(to, window.to) }))
    .filter(({ from, to }) => from < to);

/** Whether an event allows a promotion of the product: the event takes place, and alcoholic drinks need the office's rule. */
export const admits = (event: Pick<Event, 'status' | 'alcoholBasis'>, { alcohol }: Pick<Regular, 'alcohol'>): boolean =>
  event.status === 'published' && (!alcohol || event.alcoholBasis !== null);

/** Whether the price is below the regular price of the same unit. */
export const isBelow = (promotion: Pick<Promotion, 'priceVnd' | 'unit'>, { priceVnd, unit }: Regular): boolean =>
  priceVnd !== null && promotion.priceVnd < priceVnd && promotion.unit === unit;

/** The remaining quantity in thousandths; null without a limit. */
export const remainingOf = ({ limits, sold }: Pick<Promotion, 'limits' | 'sold'>): number | null =>
  limits.total === null ? null : Math.max(0, limits.total - sold);

/** Its window in milliseconds. */
export const windowOf = ({ from, to }: Pick<Promotion, 'from' | 'to'>): Span => ({
  from: Date.parse(from),
  to: Date.parse(to),
});

/** Visible states of a promotion at an instant, in addition to the stored ones. */
export const VISIBLE_PROMOTION_STATES = ['upcoming', 'running', 'sold-out', 'inapplicable', 'over', 'ended'] as const;
export type VisiblePromotionState = (typeof VISIBLE_PROMOTION_STATES)[number];

/**
 * The visible state of a promotion at an instant: `ended` by somebody or with its event; `inapplicable` if the product
 * is not more expensive, has another unit or is not admitted; `running` means that the instant is in its window, not
 * that it has the lowest price.
 */
export const visibleStateOf = (
  promotion: Promotion,
  event: EventHead,
  regular: Regular,
  now: Date,
): VisiblePromotionState => {
  if (promotion.status === 'ended' || event.status !== 'published') return 'ended';
  const at = now.getTime();
  const left = withinEvent(windowOf(promotion), event).filter(({ to }) => to > at);
  const [next] = left;
  if (!next) return 'over';
  if (remainingOf(promotion) === 0) return 'sold-out';
  if (!isBelow(promotion, regular) || !admits(event, regular)) return 'inapplicable';
  return next.from <= at ? 'running' : 'upcoming';
};
