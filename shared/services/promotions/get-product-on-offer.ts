import { loadEventHead } from '../../data/event-kind.ts';
import { liveOffers } from '../../data/promotion-kind.ts';
import { eventsNeeded, nextEdge, type Offer, priceInForce, standing } from '../../domain/promotions/price-in-force.ts';
import { type PriceView, priceView } from '../../domain/promotions/promotion-views.ts';
import type { ReadContext } from '../context.ts';
import { getPublicProduct } from '../products/get-public-product.ts';
import { idOf } from '../slug.ts';

type Shown = Awaited<ReturnType<typeof getPublicProduct>>['body'];

const promotionOf = async (context: ReadContext, offers: readonly Offer[], product: Shown) => {
  const at = context.now.getTime();
  const heads = await Promise.all(eventsNeeded(offers, at).map((id) => loadEventHead(context.reader, id)));
  const events = new Map(heads.flatMap((head) => (head ? [[head.id, head] as const] : [])));
  const found = priceInForce(offers, events, product, at);
  return found && priceView(found);
};

/**
 * A public product by id or slug with the promotion in force at this instant, and the next instant at which one may begin
 * or end: what keeps the answer must not keep it longer.
 */
export const getProductOnOffer = async (
  context: ReadContext,
  idOrSlug: string,
): Promise<{ body: Shown & { promotion: PriceView | null }; edge: number | undefined }> => {
  const id = await idOf(context.reader, 'product', idOrSlug);
  const [{ body }, live] = await Promise.all([
    getPublicProduct(context, id),
    liveOffers(context.reader, id, context.now, { consistent: false }),
  ]);
  const offers = standing(live, body);
  return {
    body: { ...body, promotion: await promotionOf(context, offers, body) },
    edge: nextEdge(offers, context.now.getTime()),
  };
};
