// A promotion: a lower price of one product at an event. What an office's event allows is judged when it is made and again
// when it is read, so that a cancelled event, a moved day or a changed price ends it without a job.
import * as z from 'zod';
import type { Event, EventHead } from '#shared/domain/events/event.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { isAlcoholic } from '#shared/domain/taxonomy/alcohol.ts';
import { addDays, type Day } from '#shared/platform/vietnam-day.ts';

/** A product has at most so many promotions that are neither ended nor over. */
export const LIVE_PROMOTIONS_MAX = 20;
/** A promotion names at most so many sales points and booths together: twenty of them are read with one request. */
export const PROMOTION_PLACES_MAX = 8;
/** An event's promotions are read so many at a time: those that are over stay among them until the event is. */
export const EVENT_PROMOTIONS_AT_ONCE = 20;
/** Phones at a stall report late: so many hours after the end sales are still counted. */
export const LATE_SALES_HOURS = 24;

/**
 * A promotion (khuyến mại). `from` (included) and `to` (excluded) are instants; `limits` and `sold` are thousandths of
 * `unit`; `perBuyer` is told to buyers, nobody counts it. Without sales points and booths it holds at the whole event.
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

/** What a promotion is compared with: the product as buyers see it. `priceVnd` is null where it has no price. */
export type Regular = { priceVnd: number | null; unit: string; alcohol: boolean };

/** The regular price of what buyers see of a product; of a product that they do not see, of its working copy. */
export const regularOf = ({ face, content }: Product): Regular => {
  const { priceVnd = null, unit, criteriaSet } = face?.content ?? content;
  return { priceVnd, unit, alcohol: isAlcoholic(criteriaSet) };
};

/** The first instant of a Vietnamese day, in milliseconds. */
const midnight = (day: Day): number => Date.parse(`${day}T00:00:00+07:00`);

/** The times in which an event is open, in order: its days from midnight to midnight in Vietnam, without the closed ones. */
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

/** What of a window lies in the open times of an event. */
export const withinEvent = (window: Span, event: Pick<Event, 'startDate' | 'endDate' | 'closedDates'>): Span[] =>
  openSpans(event)
    .map(({ from, to }) => ({ from: Math.max(from, window.from), to: Math.min(to, window.to) }))
    .filter(({ from, to }) => from < to);

/** Whether an event lets a product be promoted: it goes ahead, and drinks with alcohol only by its office's rule. */
export const admits = (event: Pick<Event, 'status' | 'alcoholBasis'>, { alcohol }: Pick<Regular, 'alcohol'>): boolean =>
  event.status === 'published' && (!alcohol || event.alcoholBasis !== null);

/** Whether the price still is one below the regular price of the same unit. */
export const isBelow = (promotion: Pick<Promotion, 'priceVnd' | 'unit'>, { priceVnd, unit }: Regular): boolean =>
  priceVnd !== null && promotion.priceVnd < priceVnd && promotion.unit === unit;

/** What is left of the quantity, in thousandths; null where it is not limited. */
export const remainingOf = ({ limits, sold }: Pick<Promotion, 'limits' | 'sold'>): number | null =>
  limits.total === null ? null : Math.max(0, limits.total - sold);

/** Its window in milliseconds. */
export const windowOf = ({ from, to }: Pick<Promotion, 'from' | 'to'>): Span => ({
  from: Date.parse(from),
  to: Date.parse(to),
});

/** What a promotion is at an instant, besides what is stored. */
export const VISIBLE_PROMOTION_STATES = ['upcoming', 'running', 'sold-out', 'inapplicable', 'over', 'ended'] as const;
export type VisiblePromotionState = (typeof VISIBLE_PROMOTION_STATES)[number];

/**
 * What a promotion is at an instant: `ended` by somebody or with its event; `inapplicable` where the product has become
 * no dearer, is sold in another unit or is not admitted; `running` says that its time is now, not that it is the lowest price.
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
