import type { Context } from '#shared/services/kernel/context.ts';
import { loadPromotion } from '#shared/services/promotions/internal/promotion-access.ts';
import { workingCopy } from '#shared/services/promotions/internal/save-promotion.ts';

/** The working copy of a promotion for the producer's members and the event's officers. */
export const getOwnPromotion = async (context: Context, id: string) => {
  const { promotion, ...sides } = await loadPromotion(context, id);
  return workingCopy(context, promotion, sides);
};
