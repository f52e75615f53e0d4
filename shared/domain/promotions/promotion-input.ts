import * as z from 'zod';
import { type Event, statusOn } from '#shared/domain/events/event.ts';
import {
  idOf,
  instant,
  multiLineText,
  NOTHING_TO_CHANGE,
  priceVnd,
  shapeError,
  singleLineText,
} from '#shared/domain/input.ts';
import { PositiveQuantity, type Quantity, unitFault } from '#shared/domain/stock/quantity.ts';
import { TEXT_MAX } from '#shared/platform/limits.ts';
import { brokenRule, type Fault } from '#shared/platform/problem.ts';
import { vietnamDay } from '#shared/platform/vietnam-day.ts';
import * as messages from './messages.ts';
import { isBelow, openSpans, PROMOTION_PLACES_MAX, type Promotion, type Regular, windowOf } from './promotion.ts';

const BOOTH_MAX = 40;

const once = <T extends z.ZodType<string>>(item: T) =>
  z
    .array(item)
    .max(PROMOTION_PLACES_MAX)
    .refine((all) => new Set(all).size === all.length, shapeError('repeated', messages.placeRepeated));

const NullableLimit = PositiveQuantity.nullable().optional();

const fields = {
  priceVnd: priceVnd.describe('The price of one unit of the product while the promotion is in force.'),
  from: instant.describe('The first instant.'),
  to: instant.describe('The end: the first instant at which it holds no more.'),
};
const places = {
  salesPoints: once(idOf('salesPoint')).describe(
    'Where it holds, besides `booths`; the whole event where neither is given.',
  ),
  booths: once(singleLineText(BOOTH_MAX)).describe("Booths of the event's plan."),
};
const limits = {
  total: NullableLimit.describe('The quantity that is sold at this price at most.'),
  perBuyer: NullableLimit.describe('Told to buyers; not counted.'),
};

/** A new promotion of a product at an event. */
export const CreatePromotion = z.strictObject({
  event: idOf('event'),
  product: idOf('product'),
  ...fields,
  salesPoints: places.salesPoints.default([]),
  booths: places.booths.default([]),
  limits: z.strictObject(limits).optional(),
  note: multiLineText(TEXT_MAX.reason).optional(),
});
export type CreatePromotion = z.infer<typeof CreatePromotion>;

/** A change: fields left out stay, `null` clears an optional one; limits are replaced as a whole. */
export const EditPromotion = z
  .strictObject({
    ...z.object(fields).partial().shape,
    ...z.object(places).partial().shape,
    limits: z.strictObject(limits).nullable().optional(),
    note: multiLineText(TEXT_MAX.reason).nullable().optional(),
  })
  .refine((given) => Object.keys(given).length > 0, NOTHING_TO_CHANGE);
export type EditPromotion = z.infer<typeof EditPromotion>;

/** Sales at the promotion price, in the unit of the product. */
export const RecordSale = z.strictObject({ quantity: PositiveQuantity });
export type RecordSale = z.infer<typeof RecordSale>;

/** The stored form of the limits. */
export const limitsOf = (given: CreatePromotion['limits'] | null): Promotion['limits'] => ({
  total: given?.total?.thousandths ?? null,
  perBuyer: given?.perBuyer?.thousandths ?? null,
});

/** Applies an edit to a promotion. */
export const withEdit = ({ note: oldNote, ...before }: Promotion, edit: EditPromotion): Promotion => {
  const { note = oldNote, limits: given, priceVnd, from, to, salesPoints, booths } = edit;
  return {
    ...before,
    priceVnd: priceVnd ?? before.priceVnd,
    from: from === undefined ? before.from : from,
    to: to === undefined ? before.to : to,
    salesPoints: salesPoints ?? before.salesPoints,
    booths: booths ?? before.booths,
    limits: given === undefined ? before.limits : limitsOf(given),
    ...(note === undefined || note === null ? {} : { note }),
  };
};

const windowFaults = (promotion: Promotion, event: Event, now: Date): Fault[] => {
  const { from, to } = windowOf(promotion);
  if (from >= to) return [brokenRule('/to', 'window_empty', messages.windowEmpty)];
  const days = openSpans(event);
  const outside = (pointer: string): Fault =>
    brokenRule(pointer, 'window_outside_event', messages.windowOutsideEvent(event.startDate, event.endDate));
  const whole = openSpans({ ...event, closedDates: [] })[0] ?? { from: 0, to: 0 };
  const faults = [
    ...(from < whole.from || from >= whole.to ? [outside('/from')] : []),
    ...(to <= whole.from || to > whole.to ? [outside('/to')] : []),
    ...(to <= now.getTime() ? [brokenRule('/to', 'window_past', messages.windowPast)] : []),
  ];
  if (faults.length > 0 || days.some((span) => span.from <= from && to <= span.to)) return faults;
  return [brokenRule('/from', 'window_on_closed_day', messages.windowOnClosedDay(event.closedDates.join(', ')))];
};

const eventFaults = (event: Event, now: Date): Fault[] => {
  const state = statusOn(event, vietnamDay(now));
  if (state === 'published' || state === 'ongoing') return [];
  return [
    state === 'finished'
      ? brokenRule('/event', 'event_over', messages.eventOver)
      : brokenRule(
          '/event',
          'event_not_published',
          state === 'draft' ? messages.eventNotPublished : messages.eventCancelled,
        ),
  ];
};

const priceFaults = (promotion: Promotion, regular: Regular): Fault[] => {
  if (regular.priceVnd === null)
    return [brokenRule('/priceVnd', 'product_without_price', messages.productWithoutPrice)];
  // The price is per unit of the product, so a changed unit makes it invalid.
  if (promotion.unit !== regular.unit)
    return [brokenRule('/priceVnd', 'unit_changed', messages.unitChanged(regular.unit))];
  return isBelow(promotion, regular)
    ? []
    : [brokenRule('/priceVnd', 'price_not_below', messages.priceNotBelow(regular.priceVnd))];
};

/** Faults of limits that are not possible in the unit. */
export const limitUnitFaults = (given: CreatePromotion['limits'] | null, unit: string): Fault[] =>
  (['total', 'perBuyer'] as const).flatMap((field) => quantityFaults(`/limits/${field}`, given?.[field], unit));

const limitFaults = ({ limits: { total, perBuyer }, sold }: Promotion): Fault[] => [
  ...(total !== null && total < sold ? [brokenRule('/limits/total', 'limit_below_sold', messages.limitBelowSold)] : []),
  ...(total !== null && perBuyer !== null && perBuyer > total
    ? [brokenRule('/limits/perBuyer', 'limit_above_total', messages.limitAboveTotal)]
    : []),
];

const quantityFaults = (pointer: string, given: Quantity | null | undefined, unit: string): Fault[] => {
  const fault = given ? unitFault(given, unit) : undefined;
  return fault ? [brokenRule(pointer, 'quantity_not_whole', fault)] : [];
};

/** Faults of a sold quantity that is not possible in the unit. */
export const saleFaults = (quantity: Quantity, unit: string): Fault[] => quantityFaults('/quantity', quantity, unit);

const boothFaults = ({ booths, salesPoints }: Promotion, event: Event): Fault[] => {
  const plan = new Set(event.booths.map(({ id }) => id));
  return [
    ...booths.flatMap((booth, index) =>
      plan.has(booth) ? [] : [brokenRule(`/booths/${index}`, 'booth_unknown', messages.boothUnknown)],
    ),
    ...(booths.length + salesPoints.length > PROMOTION_PLACES_MAX
      ? [
          brokenRule(
            booths.length > 0 ? '/booths' : '/salesPoints',
            'too_many_places',
            messages.tooManyPlaces(PROMOTION_PLACES_MAX),
          ),
        ]
      : []),
  ];
};

const alcoholFaults = ({ alcohol }: Regular, event: Event): Fault[] =>
  alcohol && event.alcoholBasis === null
    ? [brokenRule('/product', 'alcohol_not_promoted', messages.alcoholNotPromoted)]
    : [];

/**
 * All rules that a promotion breaks with regard to its event and product; sales points and other promotions are checked
 * elsewhere.
 */
export const promotionFaults = (promotion: Promotion, event: Event, regular: Regular, now: Date): Fault[] => [
  ...eventFaults(event, now),
  ...alcoholFaults(regular, event),
  ...priceFaults(promotion, regular),
  ...windowFaults(promotion, event, now),
  ...boothFaults(promotion, event),
  ...limitFaults(promotion),
];
