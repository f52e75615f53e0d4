import * as z from 'zod';
import { type Event, statusOn } from '#shared/domain/events/event.ts';
import { amountVnd, idOf, instant, line, malformed, prose } from '#shared/domain/input.ts';
import { fitsUnit, Quantity } from '#shared/domain/stock/quantity.ts';
import { TEXT_MAX } from '#shared/platform/limits.ts';
import { brokenRule, type Fault } from '#shared/platform/problem.ts';
import { vietnamDay } from '#shared/platform/vietnam-day.ts';
import { isBelow, openSpans, PROMOTION_PLACES_MAX, type Promotion, type Regular, windowOf } from './promotion.ts';

const BOOTH_MAX = 40;

const once = <T extends z.ZodType<string>>(item: T) =>
  z
    .array(item)
    .max(PROMOTION_PLACES_MAX)
    .refine(
      (all) => new Set(all).size === all.length,
      malformed('repeated', 'Mỗi nơi chỉ ghi một lần.', 'Each place is given once only.'),
    );

const Limit = Quantity.refine(
  (quantity) => quantity > 0,
  malformed('too_small', 'Phải lớn hơn 0.', 'Must be more than 0.'),
);
const NullableLimit = Limit.nullable().optional();

const fields = {
  priceVnd: amountVnd.min(1).describe('The price of one unit of the product while the promotion is in force.'),
  from: instant.describe('The first instant.'),
  to: instant.describe('The end: the first instant at which it holds no more.'),
};
const places = {
  salesPoints: once(
    idOf('salesPoint', 'Phải là mã điểm bán spt_….', 'Must be the id of a sales point, spt_….'),
  ).describe('Where it holds, besides `booths`; the whole event where neither is given.'),
  booths: once(line(BOOTH_MAX)).describe("Booths of the event's plan."),
};
const limits = {
  total: NullableLimit.describe('The quantity that is sold at this price at most.'),
  perBuyer: NullableLimit.describe('Told to buyers; not counted.'),
};

/** A new promotion of a product at an event. */
export const CreatePromotion = z.strictObject({
  event: idOf('event', 'Phải là mã sự kiện evt_….', 'Must be the id of an event, evt_….'),
  product: idOf('product', 'Phải là mã sản phẩm prd_….', 'Must be the id of a product, prd_….'),
  ...fields,
  salesPoints: places.salesPoints.default([]),
  booths: places.booths.default([]),
  limits: z.strictObject(limits).optional(),
  note: prose(TEXT_MAX.reason).optional(),
});
export type CreatePromotion = z.infer<typeof CreatePromotion>;

/** A change: fields left out stay, `null` clears an optional one; limits are replaced as a whole. */
export const EditPromotion = z
  .strictObject({
    ...z.object(fields).partial().shape,
    ...z.object(places).partial().shape,
    limits: z.strictObject(limits).nullable().optional(),
    note: prose(TEXT_MAX.reason).nullable().optional(),
  })
  .refine(
    (given) => Object.keys(given).length > 0,
    malformed('empty', 'Không có gì để thay đổi.', 'There is nothing to change.'),
  );
export type EditPromotion = z.infer<typeof EditPromotion>;

/** What was sold at the price, in the unit of the product. */
export const RecordSale = z.strictObject({ quantity: Limit });
export type RecordSale = z.infer<typeof RecordSale>;

/** The limits as they are kept. */
export const limitsOf = (given: CreatePromotion['limits'] | null): Promotion['limits'] => ({
  total: given?.total ?? null,
  perBuyer: given?.perBuyer ?? null,
});

/** The promotion with what an edit gives. */
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
  if (from >= to)
    return [brokenRule('/to', 'window_empty', 'Phải sau thời điểm bắt đầu.', 'Must be after the beginning.')];
  const days = openSpans(event);
  const outside = (pointer: string): Fault =>
    brokenRule(
      pointer,
      'window_outside_event',
      `Phải nằm trong những ngày của sự kiện, ${event.startDate} đến ${event.endDate}.`,
      `Must lie in the days of the event, ${event.startDate} to ${event.endDate}.`,
    );
  const whole = openSpans({ ...event, closedDates: [] })[0] ?? { from: 0, to: 0 };
  const faults = [
    ...(from < whole.from || from >= whole.to ? [outside('/from')] : []),
    ...(to <= whole.from || to > whole.to ? [outside('/to')] : []),
    ...(to <= now.getTime()
      ? [brokenRule('/to', 'window_past', 'Thời gian này đã qua.', 'This time has passed.')]
      : []),
  ];
  if (faults.length > 0 || days.some((span) => span.from <= from && to <= span.to)) return faults;
  return [
    brokenRule(
      '/from',
      'window_on_closed_day',
      `Không được chạm ngày sự kiện nghỉ (${event.closedDates.join(', ')}); hãy lập hai khuyến mại.`,
      `Must not touch a day on which the event rests (${event.closedDates.join(', ')}); make two promotions.`,
    ),
  ];
};

const eventFaults = (event: Event, now: Date): Fault[] => {
  const state = statusOn(event, vietnamDay(now));
  if (state === 'published' || state === 'ongoing') return [];
  return [
    state === 'finished'
      ? brokenRule('/event', 'event_over', 'Sự kiện đã kết thúc.', 'The event is over.')
      : brokenRule(
          '/event',
          'event_not_published',
          state === 'draft' ? 'Sự kiện chưa được công bố.' : 'Sự kiện đã bị hủy.',
          state === 'draft' ? 'The event is not published.' : 'The event is cancelled.',
        ),
  ];
};

const priceFaults = (promotion: Promotion, regular: Regular): Fault[] => {
  if (regular.priceVnd === null)
    return [
      brokenRule(
        '/priceVnd',
        'product_without_price',
        'Sản phẩm chưa có giá để so sánh.',
        'The product has no price to be below.',
      ),
    ];
  // The unit is the product's own; where it has changed since, the price is one of something else.
  if (promotion.unit !== regular.unit)
    return [
      brokenRule(
        '/priceVnd',
        'unit_changed',
        `Sản phẩm nay bán theo «${regular.unit}»; hãy lập khuyến mại mới.`,
        `The product is now sold by "${regular.unit}"; make a new promotion.`,
      ),
    ];
  return isBelow(promotion, regular)
    ? []
    : [
        brokenRule(
          '/priceVnd',
          'price_not_below',
          `Phải thấp hơn giá của sản phẩm, ${regular.priceVnd} đồng.`,
          `Must be below the product's price of ${regular.priceVnd} dong.`,
        ),
      ];
};

const limitFaults = ({ limits: { total, perBuyer }, sold, unit }: Promotion): Fault[] => [
  ...(['total', 'perBuyer'] as const)
    .filter((field) => !fitsUnit({ total, perBuyer }[field] ?? 0, unit))
    .map((field) => notWhole(`/limits/${field}`, unit)),
  ...(total !== null && total < sold
    ? [brokenRule('/limits/total', 'limit_below_sold', 'Đã bán nhiều hơn thế.', 'More than that has been sold.')]
    : []),
  ...(total !== null && perBuyer !== null && perBuyer > total
    ? [
        brokenRule(
          '/limits/perBuyer',
          'limit_above_total',
          'Không được vượt tổng số lượng.',
          'Must not be above the whole quantity.',
        ),
      ]
    : []),
];

const notWhole = (pointer: string, unit: string): Fault =>
  brokenRule(
    pointer,
    'quantity_not_whole',
    `Đơn vị «${unit}» chỉ tính theo số nguyên.`,
    `The unit "${unit}" comes in whole numbers only.`,
  );

/** A sale is told in quantities that the unit has. */
export const saleFaults = (quantity: number, unit: string): Fault[] =>
  fitsUnit(quantity, unit) ? [] : [notWhole('/quantity', unit)];

const boothFaults = ({ booths, salesPoints }: Promotion, event: Event): Fault[] => {
  const plan = new Set(event.booths.map(({ id }) => id));
  return [
    ...booths.flatMap((booth, index) =>
      plan.has(booth)
        ? []
        : [
            brokenRule(
              `/booths/${index}`,
              'booth_unknown',
              'Sơ đồ của sự kiện không có gian hàng này.',
              "The event's plan has no such booth.",
            ),
          ],
    ),
    ...(booths.length + salesPoints.length > PROMOTION_PLACES_MAX
      ? [
          brokenRule(
            booths.length > 0 ? '/booths' : '/salesPoints',
            'too_many_places',
            `Nhiều nhất ${PROMOTION_PLACES_MAX} điểm bán và gian hàng.`,
            `At most ${PROMOTION_PLACES_MAX} sales points and booths together.`,
          ),
        ]
      : []),
  ];
};

const alcoholFaults = ({ alcohol }: Regular, event: Event): Fault[] =>
  alcohol && event.alcoholBasis === null
    ? [
        brokenRule(
          '/product',
          'alcohol_not_promoted',
          'Đồ uống có cồn không được khuyến mại khi cơ quan tổ chức chưa có quy định cho phép.',
          'Drinks with alcohol are not promoted unless a rule of the organising office allows it.',
        ),
      ]
    : [];

/** Every rule that a promotion breaks in its event and beside its product, sales points and other promotions apart. */
export const promotionFaults = (promotion: Promotion, event: Event, regular: Regular, now: Date): Fault[] => [
  ...eventFaults(event, now),
  ...alcoholFaults(regular, event),
  ...priceFaults(promotion, regular),
  ...windowFaults(promotion, event, now),
  ...boothFaults(promotion, event),
  ...limitFaults(promotion),
];
