import type { Event, EventHead } from '#shared/domain/events/event.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { quantityText } from '#shared/domain/stock/quantity.ts';
import type { Offer } from './price-in-force.ts';
import { type Promotion, type Regular, regularOf, remainingOf, visibleStateOf } from './promotion.ts';

const textOrNull = (thousandths: number | null): string | null =>
  thousandths === null ? null : quantityText(thousandths);

const limitsView = ({ total, perBuyer }: Promotion['limits']) => ({
  total: textOrNull(total),
  perBuyer: textOrNull(perBuyer),
});

/** The price in force for buyers; `until` is the instant at which another price replaces it or it ends. */
export const priceView = ({ offer, event, until }: { offer: Offer; event: EventHead; until: number }) => {
  const remaining = remainingOf(offer);
  return {
    id: offer.id,
    priceVnd: offer.priceVnd,
    until: new Date(until).toISOString(),
    event: { id: event.id, title: event.title },
    salesPoints: offer.salesPoints,
    booths: offer.booths,
    limits: limitsView(offer.limits),
    ...(remaining === null ? {} : { remaining: quantityText(remaining) }),
  };
};
export type PriceView = ReturnType<typeof priceView>;

/** The product of a promotion: name and regular price. */
type Promoted = Regular & { id: string; slug: string; name: string };

/** The public view of a promotion. */
export const publicPromotion = (promotion: Promotion, event: EventHead, product: Promoted, now: Date) => {
  return {
    id: promotion.id,
    status: visibleStateOf(promotion, event, product, now),
    event: { id: event.id, title: event.title },
    product: { id: product.id, slug: product.slug, name: product.name },
    priceVnd: promotion.priceVnd,
    regularPriceVnd: product.priceVnd,
    unit: promotion.unit,
    from: promotion.from,
    to: promotion.to,
    salesPoints: promotion.salesPoints,
    booths: promotion.booths,
    limits: limitsView(promotion.limits),
    remaining: textOrNull(remainingOf(promotion)),
    note: promotion.note ?? null,
  };
};

const promotedOf = (product: Product): Promoted => ({
  id: product.id,
  slug: product.slug,
  name: (product.face?.content ?? product.content).name,
  ...regularOf(product),
});

/** The view for the producer's members and the event's officers. */
export const workingPromotion = (promotion: Promotion, event: Event, product: Product, now: Date) => ({
  ...publicPromotion(promotion, event, promotedOf(product), now),
  sold: quantityText(promotion.sold),
  ended: promotion.ended,
  createdAt: promotion.createdAt,
  updatedAt: promotion.updatedAt,
});
export type WorkingPromotion = ReturnType<typeof workingPromotion>;
