import type { NearestPosition } from '#shared/data/places/nearest.ts';
import type { KnownProvince } from '#shared/domain/places/communes.ts';
import type { LatLng } from '#shared/domain/places/geo.ts';
import { type PointCard, pointCardJson } from '#shared/domain/sales-points/sales-point-card.ts';
import { Problem } from '#shared/platform/problem.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';
import { provinceScopeOf } from '#shared/services/places/province-scope.ts';
import { getPublicProductHead } from '#shared/services/products/get-public-product.ts';
import { listOffers, listOffersNear, type Offer } from '#shared/services/stock/internal/list-offers.ts';

type Asked = { product: string; province?: KnownProvince | undefined };

const filterOf = async (province: KnownProvince | undefined): Promise<((point: PointCard) => boolean) | undefined> => {
  if (province === undefined) return undefined;
  const { territory, holds } = await provinceScopeOf(province);
  return (point) => point.province === territory && (holds?.(point.commune) ?? true);
};

/** The id of a public product; undefined for others, which no sales point offers to buyers. */
const publicId = async (context: ReadContext, idOrSlug: string): Promise<string | undefined> => {
  try {
    return (await getPublicProductHead(context, idOrSlug)).id;
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_found') return undefined;
    throw error;
  }
};

const textsOf = (offers: readonly Offer[], now: Date): string[] =>
  offers.map(({ point, distanceMetres }) =>
    pointCardJson(point, now, distanceMetres === undefined ? {} : { distanceMetres }),
  );

/** Active sales points that can sell a product, by id or slug, today, nearest first, as JSON texts. */
export const listPointsWithStockNear = async (
  context: ReadContext,
  { product, province, ...asked }: Asked & { near: LatLng; radiusKm?: number | undefined },
  walk: { limit: number; after?: NearestPosition | undefined },
): Promise<{ items: string[]; next?: NearestPosition }> => {
  const id = await publicId(context, product);
  if (id === undefined) return { items: [] };
  const { offers, next } = await listOffersNear(
    context,
    id,
    { ...asked, keep: await filterOf(province), inStock: true },
    walk,
  );
  return { items: textsOf(offers, context.now), ...(next ? { next } : {}) };
};

/** Active sales points that can sell a product, by id or slug, today, as JSON texts; neighbours are mostly adjacent. */
export const listPointsWithStock = async (
  context: ReadContext,
  { product, province }: Asked,
  walk: { limit: number; after?: string | undefined },
): Promise<{ items: string[]; next?: string }> => {
  const id = await publicId(context, product);
  if (id === undefined) return { items: [] };
  const { offers, next } = await listOffers(context, id, { keep: await filterOf(province), inStock: true }, walk);
  return { items: textsOf(offers, context.now), ...(next === undefined ? {} : { next }) };
};
