import type { NearestPosition } from '#shared/data/places/nearest.ts';
import type { LatLng } from '#shared/domain/places/geo.ts';
import { isCardOpen, pointCardJson } from '#shared/domain/sales-points/sales-point-card.ts';
import { priceThere } from '#shared/domain/stock/availability.ts';
import { isStale } from '#shared/domain/stock/stock-level.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';
import { getPublicProductHead } from '#shared/services/products/get-public-product.ts';
import { listOffers, listOffersNear, type Offer } from '#shared/services/stock/internal/list-offers.ts';

type Product = Awaited<ReturnType<typeof getPublicProductHead>>;

const offerJson = (product: Product, offer: Offer, now: Date): string => {
  const { point, stock, quantity, stockStatus, distanceMetres } = offer;
  const view = {
    product: product.id,
    salesPoint: point.id,
    quantity,
    band: stockStatus,
    unit: stock.unit,
    priceVnd: priceThere(stock, product),
    countedAt: stock.countedAt,
    stale: isStale(stock.countedAt, now),
    openNow: isCardOpen(point, now),
    ...(distanceMetres === undefined ? {} : { distanceMetres: Math.round(distanceMetres) }),
  };
  return `${JSON.stringify(view).slice(0, -1)},"point":${pointCardJson(point, now)}}`;
};

type Near = { near: LatLng; radiusKm?: number | undefined };

/** Sales points with a public product, by id or slug, as JSON texts, nearest first from a place. */
export const listAvailabilityNear = async (
  context: ReadContext,
  idOrSlug: string,
  asked: Near,
  walk: { limit: number; after?: NearestPosition | undefined },
): Promise<{ items: string[]; next?: NearestPosition }> => {
  const product = await getPublicProductHead(context, idOrSlug);
  const { offers, next } = await listOffersNear(context, product.id, { ...asked, inStock: false }, walk);
  return { items: offers.map((offer) => offerJson(product, offer, context.now)), ...(next ? { next } : {}) };
};

/** Sales points with a public product, by id or slug, as JSON texts; neighbours are mostly adjacent. */
export const listAvailability = async (
  context: ReadContext,
  idOrSlug: string,
  walk: { limit: number; after?: string | undefined },
): Promise<{ items: string[]; next?: string }> => {
  const product = await getPublicProductHead(context, idOrSlug);
  const { offers, next } = await listOffers(context, product.id, { inStock: false }, walk);
  return {
    items: offers.map((offer) => offerJson(product, offer, context.now)),
    ...(next === undefined ? {} : { next }),
  };
};
