import { type EditPromotion, limitUnitFaults, withEdit } from '#shared/domain/promotions/promotion-input.ts';
import { PROMOTION_TRANSITIONS, requirePromotionState } from '#shared/domain/promotions/promotion-transitions.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { loadPromotion } from '#shared/services/promotions/internal/promotion-access.ts';
import { requirePromotionRules } from '#shared/services/promotions/internal/promotion-rules.ts';
import { savePromotion } from '#shared/services/promotions/internal/save-promotion.ts';

/** Changes a promotion that is neither ended nor over; all rules are checked again. */
export const editPromotion = async (context: Context, id: string, input: EditPromotion) => {
  const { promotion, ...sides } = await loadPromotion(context, id);
  requireExpected(context, promotion);
  requirePromotionState(promotion.value, context.now, PROMOTION_TRANSITIONS.edit);
  const after = { ...withEdit(promotion.value, input), updatedAt: context.now.toISOString() };
  await requirePromotionRules(context, after, sides, limitUnitFaults(input.limits ?? null, after.unit));
  return savePromotion(context, promotion, after, sides, { action: 'promotion.edit', changed: Object.keys(input) });
};
