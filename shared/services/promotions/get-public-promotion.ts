import { metered } from '../../data/read-budget.ts';
import { isId } from '../../platform/ids.ts';
import { notFound } from '../../platform/problem.ts';
import type { ReadContext } from '../context.ts';
import { publicPromotions } from './public-promotions.ts';

/** A promotion as anybody may see it, also once it is over; and when a window of it begins or ends next. */
export const getPublicPromotion = async (context: ReadContext, id: string) => {
  if (!isId('promotion', id)) throw notFound();
  const { items, edge } = await publicPromotions(context, metered(context.reader), [id]);
  const [body] = items;
  if (!body) throw notFound();
  return { body, edge };
};
