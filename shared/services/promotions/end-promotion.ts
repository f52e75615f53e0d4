import { end } from '#shared/domain/promotions/promotion-transitions.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { loadPromotionToEnd } from '#shared/services/promotions/internal/promotion-access.ts';
import { savePromotion } from '#shared/services/promotions/internal/save-promotion.ts';

/** Ends a promotion early. */
export const endPromotion = async (context: Context, id: string, reason: string | undefined) => {
  const { promotion, ...sides } = await loadPromotionToEnd(context, id);
  requireExpected(context, promotion);
  const after = end(promotion.value, { at: context.now, by: context.caller.subject, reason });
  return savePromotion(context, promotion, after, sides, { action: 'promotion.end', reason });
};
