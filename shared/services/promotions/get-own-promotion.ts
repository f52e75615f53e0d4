import type { Context } from '../context.ts';
import { loadPromotion } from './promotion-access.ts';
import { workingCopy } from './save-promotion.ts';

/** The promotion as the producer's members and the event's officers work on it. */
export const getOwnPromotion = async (context: Context, id: string) => {
  const { promotion, ...sides } = await loadPromotion(context, id);
  return workingCopy(context, promotion, sides);
};
