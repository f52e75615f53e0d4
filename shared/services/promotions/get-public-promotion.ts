import { metered } from '#shared/data/table/read-budget.ts';
import { isId } from '#shared/platform/ids.ts';
import { notFound } from '#shared/platform/problem.ts';
import type { ReadContext } from '#shared/services/kernel/context.ts';
import { publicPromotions } from '#shared/services/promotions/internal/public-promotions.ts';

/** The public view of a promotion, also after its end; and the next instant at which its window begins or ends. */
export const getPublicPromotion = async (context: ReadContext, id: string) => {
  if (!isId('promotion', id)) throw notFound();
  const { items, edge } = await publicPromotions(context, metered(context.reader), [id]);
  const [body] = items;
  if (!body) throw notFound();
  return { body, edge };
};
