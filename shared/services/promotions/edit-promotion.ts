import { type EditPromotion, withEdit } from '../../domain/promotions/promotion-input.ts';
import { requireLive } from '../../domain/promotions/promotion-transitions.ts';
import { requireExpected } from '../access/documents.ts';
import type { Context } from '../context.ts';
import { loadPromotion } from './promotion-access.ts';
import { requirePromotionRules } from './promotion-rules.ts';
import { savePromotion } from './save-promotion.ts';

/** Changes a promotion that is neither ended nor over; all rules are judged anew. */
export const editPromotion = async (context: Context, id: string, input: EditPromotion) => {
  const { promotion, ...sides } = await loadPromotion(context, id);
  requireExpected(context, promotion);
  requireLive(promotion.value, context.now);
  const after = { ...withEdit(promotion.value, input), updatedAt: context.now.toISOString() };
  await requirePromotionRules(context, after, sides);
  return savePromotion(context, promotion, after, sides, { action: 'promotion.edit', changed: Object.keys(input) });
};
