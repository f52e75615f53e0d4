import { loadDocument } from '../../data/document.ts';
import { eventKind } from '../../data/event-kind.ts';
import { productKind } from '../../data/product-kind.ts';
import { promotionKind } from '../../data/promotion-kind.ts';
import { isAnnounced } from '../../domain/events/event.ts';
import { isPublic } from '../../domain/products/product.ts';
import { nextEdge } from '../../domain/promotions/price-in-force.ts';
import { type Promotion, windowOf } from '../../domain/promotions/promotion.ts';
import { publicPromotion } from '../../domain/promotions/promotion-views.ts';
import type { ReadContext } from '../context.ts';

const once = <T>(load: (id: string) => Promise<T>) => {
  const known = new Map<string, Promise<T>>();
  return (id: string): Promise<T> => {
    const found = known.get(id) ?? load(id);
    known.set(id, found);
    return found;
  };
};

/**
 * Promotions by id as anybody may see them, without those of products and events that are hidden; and the next instant at
 * which a window of theirs begins or ends.
 */
export const publicPromotions = async (context: ReadContext, ids: readonly string[]) => {
  const eventually = { consistent: false };
  const eventOf = once((id) => loadDocument(context.reader, eventKind, id, eventually));
  const productOf = once((id) => loadDocument(context.reader, productKind, id, eventually));
  const view = async (promotion: Promotion) => {
    const [event, product] = await Promise.all([eventOf(promotion.event), productOf(promotion.product)]);
    if (!event || !product || !isAnnounced(event.value) || !isPublic(product.value)) return [];
    return [publicPromotion(promotion, event.value, product.value, context.now)];
  };
  const stored = await Promise.all(ids.map((id) => loadDocument(context.reader, promotionKind, id, eventually)));
  const promotions = stored.flatMap((one) => (one ? [one.value] : []));
  const views = await Promise.all(promotions.map(view));
  return { items: views.flat(), edge: nextEdge(promotions.map(windowOf), context.now.getTime()) };
};
