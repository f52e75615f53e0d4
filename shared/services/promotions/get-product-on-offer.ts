import { loadEventHead } from '#shared/data/events/event-store.ts';
import { liveOffers } from '#shared/data/promotions/promotion-store.ts';
import { metered, PAGE_MAX_UNITS } from '#shared/data/table/read-budget.ts';
import type { EventHead } from '#shared/domain/events/event.ts';
import {
  byRank,
  eventsNeeded,
  nextEdge,
  type Offer,
  priceInForce,
  standing,
} from '#shared/domain/promotions/price-in-force.ts';
import { type PriceView, priceView } from '#shared/domain/promotions/promotion-views.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';
import { idOf } from '#shared/services/kernel/unique-name.ts';
import { getPublicProduct } from '#shared/services/products/get-public-product.ts';

type PublicView = Awaited<ReturnType<typeof getPublicProduct>>;

const HEADS_AT_ONCE = 4;
const HEAD_UNITS = 0.5;

/**
 * The promotion in force. The heads of events are read in the order of precedence until an offer is in force, because
 * lower ranks cannot change the result. No promotion is shown if the read budget of the page is used up first.
 */
const promotionOf = async (
  context: ReadContext,
  offers: readonly Offer[],
  product: PublicView,
  left: () => number,
): Promise<PriceView | null> => {
  const at = context.now.getTime();
  const ranked = [...offers].sort(byRank);
  const needed = new Set(eventsNeeded(offers, at));
  const waiting = [...new Set(ranked.map(({ event }) => event))].filter((id) => needed.has(id));
  const events = new Map<string, EventHead>();
  while (waiting.length > 0) {
    const some = waiting.splice(0, Math.min(HEADS_AT_ONCE, Math.floor(left() / HEAD_UNITS)));
    if (some.length === 0) return null;
    for (const head of await Promise.all(some.map((id) => loadEventHead(context.reader, id))))
      if (head) events.set(head.id, head);
    const unknown = ranked.findIndex(({ event }) => waiting.includes(event));
    const found = priceInForce(unknown < 0 ? ranked : ranked.slice(0, unknown), events, product, at);
    if (found) return priceView(found);
  }
  return null;
};

/**
 * A public product by id or slug with the promotion in force, and the next instant at which a promotion begins or ends,
 * which limits the caching of the response.
 */
export const getProductOnOffer = async (
  context: ReadContext,
  idOrSlug: string,
): Promise<{ body: PublicView & { promotion: PriceView | null }; edge: number | undefined }> => {
  const { reader, units } = metered(context.reader);
  const counted: ReadContext = { ...context, reader };
  const id = await idOf(reader, 'product', idOrSlug);
  const [product, live] = await Promise.all([
    getPublicProduct(counted, id),
    liveOffers(reader, id, context.now, { consistent: false }),
  ]);
  const offers = standing(live, product);
  return {
    body: { ...product, promotion: await promotionOf(counted, offers, product, () => PAGE_MAX_UNITS - units()) },
    edge: nextEdge(offers, context.now.getTime()),
  };
};
