import type { NearestPosition } from '#shared/data/places/nearest.ts';
import type { AvailabilityRow } from '#shared/data/stock/availability-row.ts';
import { nearestAvailability, readAvailability } from '#shared/data/stock/availability-store.ts';
import { PAGE_MAX_UNITS } from '#shared/data/table/read-budget.ts';
import type { LatLng } from '#shared/domain/places/geo.ts';
import type { PointCard } from '#shared/domain/sales-points/sales-point-card.ts';
import { type PublicStock, publicStockOn, type StockStatus } from '#shared/domain/stock/availability.ts';
import { RADIUS_MAX_KM } from '#shared/platform/limits.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';

const METRES_PER_KM = 1_000;
/** Maximum number of rows that a page without a place examines, because a filter skips some of them. */
const LOOKED_AT = 200;
/** Read budget for the rows of a page, after the product and its slug. */
const OFFERS_UNITS = PAGE_MAX_UNITS - 1;

/** A product at an active sales point, as shown today; `distanceMetres` is the distance from the requested place. */
export type Offer = {
  point: PointCard;
  stock: PublicStock;
  quantity: string | null;
  stockStatus: StockStatus;
  distanceMetres?: number;
};

/** The filter of offers: which sales points, and whether sold-out ones are left out. */
export type OfferFilter = { keep?: ((point: PointCard) => boolean) | undefined; inStock: boolean };

const offerOf = (row: AvailabilityRow, filter: OfferFilter, day: string): Offer | undefined => {
  if (filter.keep?.(row.point) === false) return undefined;
  const offer: Offer = { ...row, ...publicStockOn(row.stock, day) };
  return filter.inStock && offer.stockStatus === 'out' ? undefined : offer;
};

/** Offers of a product near a place, nearest first. */
export const listOffersNear = async (
  context: ReadContext,
  product: string,
  asked: OfferFilter & { near: LatLng; radiusKm?: number | undefined },
  walk: { limit: number; after?: NearestPosition | undefined },
): Promise<{ offers: Offer[]; next?: NearestPosition }> => {
  const { items, next } = await nearestAvailability(context.reader, product, {
    center: asked.near,
    radiusMetres: (asked.radiusKm ?? RADIUS_MAX_KM) * METRES_PER_KM,
    limit: walk.limit,
    after: walk.after,
    of: (row) => offerOf(row, asked, context.today),
  });
  return {
    offers: items.map(({ value, distanceMetres }) => ({ ...value, distanceMetres })),
    ...(next ? { next } : {}),
  };
};

/**
 * Offers of a product in the order of the curve, on which neighbours are mostly adjacent; `after` is the sort key to
 * continue after. A page examines at most two hundred rows, and can be short.
 */
export const listOffers = async (
  context: ReadContext,
  product: string,
  filter: OfferFilter,
  walk: { limit: number; after?: string | undefined },
): Promise<{ offers: Offer[]; next?: string }> => {
  const isFiltered = filter.inStock || filter.keep !== undefined;
  const { rows, more } = await readAvailability(context.reader, product, {
    limit: isFiltered ? LOOKED_AT : walk.limit + 1,
    after: walk.after,
    units: OFFERS_UNITS,
  });
  const found = rows.flatMap(({ position, row }) => {
    const offer = row && offerOf(row, filter, context.today);
    return offer ? [{ offer, position }] : [];
  });
  const page = found.slice(0, walk.limit);
  const next = found.length > walk.limit ? page.at(-1)?.position : more ? rows.at(-1)?.position : undefined;
  return { offers: page.map(({ offer }) => offer), ...(next === undefined ? {} : { next }) };
};
