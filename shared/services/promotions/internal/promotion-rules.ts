import { liveRegistration, registrationKind } from '#shared/data/registrations/registration-store.ts';
import { loadWaitlist } from '#shared/data/registrations/waitlist-store.ts';
import { salesPointKind } from '#shared/data/sales-points/sales-point-store.ts';
import { loadDocument } from '#shared/data/table/document.ts';
import type { Event } from '#shared/domain/events/event.ts';
import { isPublic } from '#shared/domain/products/product.ts';
import * as messages from '#shared/domain/promotions/messages.ts';
import { type Promotion, regularOf } from '#shared/domain/promotions/promotion.ts';
import { type Entry, entryFaults } from '#shared/domain/promotions/promotion-entry.ts';
import { promotionFaults } from '#shared/domain/promotions/promotion-input.ts';
import { mayCome } from '#shared/domain/registrations/registration.ts';
import { isKnown } from '#shared/domain/sales-points/sales-point.ts';
import { brokenRule, type Fault, type Text } from '#shared/platform/problem.ts';
import type { Context } from '#shared/services/kernel/context.ts';
import { requireRules } from '#shared/services/kernel/require-rules.ts';
import type { Sides } from './promotion-access.ts';

const salesPointFault = async (context: Context, id: string, index: number, event: Event): Promise<Fault[]> => {
  const stored = await loadDocument(context.reader, salesPointKind, id, { consistent: true });
  const fault = (code: string, detail: Text) => [brokenRule(`/salesPoints/${index}`, code, detail)];
  if (!stored || !isKnown(stored.value)) return fault('sales_point_unknown', messages.salesPointUnknown);
  const { status, province } = stored.value;
  if (status !== 'active') return fault('sales_point_not_active', messages.salesPointNotActive);
  return event.provinces.some(({ code }) => code === province.code)
    ? []
    : fault('sales_point_outside_event', messages.salesPointOutsideEvent);
};

const entryOf = async (
  context: Context,
  { event, product: id }: Pick<Promotion, 'event' | 'product'>,
): Promise<Entry> => {
  const registration = await liveRegistration(context.reader, { event, product: { id, name: '' }, subject: '' });
  if (registration === undefined) return undefined;
  const [stored, waitlist] = await Promise.all([
    loadDocument(context.reader, registrationKind, registration, { consistent: true }),
    loadWaitlist(context.reader, event),
  ]);
  return stored && waitlist && mayCome(stored.value, waitlist) ? stored.value : undefined;
};

/** Throws 422 with all rules that a promotion breaks; `also` are faults found by the verb. */
export const requirePromotionRules = async (
  context: Context,
  promotion: Promotion,
  { event, product }: Sides,
  also: Fault[] = [],
): Promise<void> => {
  const [entry, ...points] = await Promise.all([
    entryOf(context, promotion),
    ...promotion.salesPoints.map((id, index) => salesPointFault(context, id, index, event.value)),
  ]);
  requireRules([
    ...(isPublic(product.value) ? [] : [brokenRule('/product', 'product_not_public', messages.productNotPublic)]),
    ...promotionFaults(promotion, event.value, regularOf(product.value), context.now),
    ...entryFaults(promotion, event.value, product.value.producer.id, entry),
    ...points.flat(),
    ...also,
  ]);
};
