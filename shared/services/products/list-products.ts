import { isPosition, listProductCards } from '#shared/data/products/product-listing.ts';
import { cardJson } from '#shared/domain/products/product-card.ts';
import type { ProductFilter, ProductSort } from '#shared/domain/products/product-filter.ts';
import { cursorInvalid } from '#shared/platform/problem.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';

/**
 * One page of public products as JSON texts of cards. Filter and order use `day`, the day of the walk's first page; the
 * displayed star is today's.
 */
export const listProducts = async (
  context: ReadContext,
  filter: ProductFilter,
  walk: { sort: ProductSort; day: string; limit: number; after?: string },
): Promise<{ items: string[]; next?: string }> => {
  if (walk.after !== undefined && !isPosition(filter, walk.sort, walk.after)) throw cursorInvalid();
  const { cards, next } = await listProductCards(context.reader, filter, walk);
  return {
    items: cards.map((card) => cardJson(card, context.today, context)),
    ...(next === undefined ? {} : { next }),
  };
};
