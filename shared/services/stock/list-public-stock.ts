import { loadDocument } from '../../data/document.ts';
import { keys } from '../../data/keys.ts';
import { productKind } from '../../data/product-kind.ts';
import { stringOf } from '../../data/reader.ts';
import { levelOf } from '../../data/stock-levels.ts';
import { isPublic } from '../../domain/products/product.ts';
import { publicProduct } from '../../domain/products/product-views.ts';
import { priceThere, shownOf, shownOn } from '../../domain/stock/availability.ts';
import { isStale, type StockLevel } from '../../domain/stock/stock-level.ts';
import { shownLots } from '../../domain/stock/stock-views.ts';
import type { ReadContext } from '../context.ts';
import { loadPublicSalesPoint } from '../sales-points/get-public-sales-point.ts';

const publicLevel = async (context: ReadContext, level: StockLevel) => {
  const stored = await loadDocument(context.reader, productKind, level.product, { consistent: false });
  if (!stored || !isPublic(stored.value)) return [];
  const product = publicProduct(stored.value, context);
  const lots = shownLots(level, context.today);
  return [
    {
      product: product.id,
      slug: product.slug,
      name: product.name,
      stars: product.stars,
      starsValidTo: product.starsValidTo,
      producer: product.producer,
      alcohol: product.alcohol,
      ...shownOn(shownOf(level), context.today),
      unit: level.unit,
      ...(lots === undefined ? {} : { lots }),
      priceVnd: priceThere({ priceVnd: level.settings.priceVnd, unit: level.unit }, product),
      countedAt: level.countedAt,
      stale: isStale(level.countedAt, context.now),
    },
  ];
};

/**
 * What an approved point has of public products, by id or slug of the point: the number or the band, as the point chooses,
 * of what may be sold today. Nothing while the point pauses. `after` is the sort key to go on behind; a page is short where products are not public.
 */
export const listPublicStock = async (
  context: ReadContext,
  idOrSlug: string,
  walk: { limit: number; after?: string | undefined },
) => {
  const point = await loadPublicSalesPoint(context, idOrSlug);
  if (point.status !== 'active') return { items: [] };
  const { items, more } = await context.reader.query({
    pk: keys.stockLevel(point.id, '').pk,
    limit: walk.limit,
    ...(walk.after === undefined ? {} : { after: walk.after }),
  });
  const levels = await Promise.all(items.map((item) => publicLevel(context, levelOf(item).value)));
  const last = items.at(-1);
  return { items: levels.flat(), ...(more && last ? { next: stringOf(last, 'sk') } : {}) };
};
