import { loadEventHead } from '#shared/data/events/event-store.ts';
import { loadProductHead } from '#shared/data/products/product-store.ts';
import { promotionKind } from '#shared/data/promotions/promotion-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import { type Meter, PAGE_MAX_UNITS } from '#shared/data/table/read-budget.ts';
import { isHeadPublic } from '#shared/domain/products/product-head.ts';
import { nextEdge } from '#shared/domain/promotions/price-in-force.ts';
import { type Promotion, windowOf } from '#shared/domain/promotions/promotion.ts';
import { publicPromotion } from '#shared/domain/promotions/promotion-views.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';

/** Maximum read capacity of one promotion: with the longest note, and the heads of its product and its event. */
const PROMOTION_MAX_UNITS = 2;

const once = <T>(load: (id: string) => Promise<T>) => {
  const known = new Map<string, Promise<T>>();
  return (id: string): Promise<T> => {
    const found = known.get(id) ?? load(id);
    known.set(id, found);
    return found;
  };
};

/**
 * The public views of promotions by id, without those of hidden products and events, and the next instant at which one
 * of their windows begins or ends. The read budget of the page limits their number; `seen` is the number of examined
 * promotions.
 */
export const publicPromotions = async (context: ReadContext, { reader, units }: Meter, ids: readonly string[]) => {
  const eventOf = once((id) => loadEventHead(reader, id));
  const productOf = once((id) => loadProductHead(reader, id));
  const view = async (promotion: Promotion) => {
    const [event, product] = await Promise.all([eventOf(promotion.event), productOf(promotion.product)]);
    return event && product && isHeadPublic(product) ? [publicPromotion(promotion, event, product, context.now)] : [];
  };
  const items: Awaited<ReturnType<typeof view>> = [];
  const promotions: Promotion[] = [];
  let seen = 0;
  while (seen < ids.length) {
    const affordable = Math.floor((PAGE_MAX_UNITS - units()) / PROMOTION_MAX_UNITS);
    if (affordable < 1) break;
    const some = ids.slice(seen, seen + affordable);
    const stored = await Promise.all(some.map((id) => loadDocument(reader, promotionKind, id, { consistent: false })));
    const found = stored.flatMap((one) => (one ? [one.value] : []));
    promotions.push(...found);
    items.push(...(await Promise.all(found.map(view))).flat());
    seen += some.length;
  }
  return { items, seen, edge: nextEdge(promotions.map(windowOf), context.now.getTime()) };
};
