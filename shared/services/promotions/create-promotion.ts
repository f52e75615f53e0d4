import { countPromotion, liveOffers } from '#shared/data/promotions/promotion-store.ts';
import * as messages from '#shared/domain/promotions/messages.ts';
import { LIVE_PROMOTIONS_MAX, type Promotion, regularOf } from '#shared/domain/promotions/promotion.ts';
import { type CreatePromotion, limitsOf, limitUnitFaults } from '#shared/domain/promotions/promotion-input.ts';
import { newId } from '#shared/platform/ids.ts';
import { brokenRule, type Fault } from '#shared/platform/problem.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { loadSides } from '#shared/services/promotions/internal/promotion-access.ts';
import { requirePromotionRules } from '#shared/services/promotions/internal/promotion-rules.ts';
import { savePromotion } from '#shared/services/promotions/internal/save-promotion.ts';

const numberFaults = async (context: Context, product: string): Promise<Fault[]> => {
  const live = await liveOffers(context.reader, product, context.now, { consistent: true });
  return live.length < LIVE_PROMOTIONS_MAX
    ? []
    : [brokenRule('/product', 'too_many_promotions', messages.tooManyPromotions(LIVE_PROMOTIONS_MAX))];
};

/** Creates a promotion of a product at an event. */
export const createPromotion = async (context: Context, input: CreatePromotion) => {
  const sides = await loadSides(context, input);
  const { limits, note, ...given } = input;
  const at = context.now.toISOString();
  const promotion: Promotion = {
    id: newId('promotion', context.now),
    status: 'active',
    ...given,
    unit: regularOf(sides.product.value).unit,
    limits: limitsOf(limits),
    sold: 0,
    ...(note === undefined ? {} : { note }),
    ended: null,
    createdAt: at,
    updatedAt: at,
  };
  // Read before the count, so that a concurrent creation makes this one run again.
  const alone = await countPromotion(context.reader, input.product);
  await requirePromotionRules(context, promotion, sides, [
    ...limitUnitFaults(limits, promotion.unit),
    ...(await numberFaults(context, input.product)),
  ]);
  return savePromotion(context, undefined, promotion, sides, { action: 'promotion.create', also: [alone] });
};
