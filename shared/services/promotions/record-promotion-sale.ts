import { type RecordSale, saleFaults } from '#shared/domain/promotions/promotion-input.ts';
import { sell } from '#shared/domain/promotions/promotion-transitions.ts';
import { requireExpected } from '#shared/services/access/documents.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { requireRules } from '#shared/services/kernel/require-rules.ts';
import { loadPromotionToSell } from '#shared/services/promotions/internal/promotion-access.ts';
import { savePromotion } from '#shared/services/promotions/internal/save-promotion.ts';

/** Counts sales at the promotion price, up to its limit. */
export const recordPromotionSale = async (context: Context, id: string, { quantity }: RecordSale) => {
  const { promotion, ...sides } = await loadPromotionToSell(context, id);
  requireExpected(context, promotion);
  requireRules(saleFaults(quantity, promotion.value.unit));
  const after = sell(promotion.value, sides.event.value, { quantity: quantity.thousandths, at: context.now });
  return savePromotion(context, promotion, after, sides, { action: 'promotion.sell', changed: ['sold'] });
};
