import * as z from 'zod';
import {
  day,
  idOf,
  instant,
  multiLineText,
  NOTHING_TO_CHANGE,
  priceVnd,
  shapeError,
  singleLineText,
} from '#shared/domain/input.ts';
import { STOCK_LINES_MAX, STOCK_REASON_MAX } from '#shared/platform/limits.ts';
import * as messages from './messages.ts';
import { PositiveQuantity, Quantity } from './quantity.ts';

const productId = idOf('product');
const salesPointId = idOf('salesPoint');

const NOTHING = shapeError('too_small', messages.notPositive);

const commonFields = {
  lot: singleLineText(60).optional().describe('Without it all lots are meant; goods leave by their use-by day.'),
  useBy: day.optional().describe("The last day of sale; what comes by a known lot's name alone has that lot's day."),
  ageUnknown: z
    .literal(true)
    .optional()
    .describe('Means goods of unknown age only: those that came back or were found without a use-by day.'),
  expectedQuantity: Quantity.nullable()
    .optional()
    .describe('What the caller believes is there: 409 `stock_stale` where it is not; `null` opts out.'),
  reference: singleLineText(100).optional().describe('A number of the caller, such as a receipt.'),
  reason: multiLineText(STOCK_REASON_MAX).optional(),
};

const hasOneAge = ({ ageUnknown, useBy }: { ageUnknown?: true | undefined; useBy?: string | undefined }): boolean =>
  !ageUnknown || useBy === undefined;
const TWO_AGES = { ...shapeError('age_given_twice', messages.ageUnknownWithDay), path: ['ageUnknown'] };

const Line = z
  .strictObject({
    product: productId,
    kind: z
      .enum(['count', 'receive', 'sell', 'return', 'waste'])
      .describe('`count` is what lies there, the others are differences; `return` is brought back by a buyer.'),
    quantity: Quantity.describe('Such as "12" or "0.5"; parts only of measures such as kg.'),
    priceVnd: priceVnd
      .optional()
      .describe('For a `sell`: the price of one unit it was made at, so that the turnover of the day is known.'),
    occurredAt: instant.meta({
      description: 'When it happened: at most a day ago; up to 5 minutes ahead counts as now.',
    }),
    ...commonFields,
  })
  .refine(({ kind, quantity }) => kind === 'count' || quantity.thousandths > 0, { ...NOTHING, path: ['quantity'] })
  .refine(hasOneAge, TWO_AGES)
  .refine(({ kind, priceVnd }) => priceVnd === undefined || kind === 'sell', {
    ...shapeError('price_without_sale', messages.priceWithoutSale),
    path: ['priceVnd'],
  });

const tooMany = (max: number) => shapeError('too_big', messages.tooManyLines(max));

/**
 * Reports of a sales point: a `count` is absolute, the others are differences. In the mode `each` every line is
 * independent, otherwise all lines succeed or fail together.
 */
export const ChangeStock = z
  .strictObject({
    mode: z.enum(['each', 'atomic']),
    lines: z
      .array(Line)
      .min(1)
      .max(STOCK_LINES_MAX.each)
      .describe(`At most ${STOCK_LINES_MAX.atomic} where they go together.`),
  })
  .refine(({ mode, lines }) => mode === 'each' || lines.length <= STOCK_LINES_MAX.atomic, {
    ...tooMany(STOCK_LINES_MAX.atomic),
    path: ['lines'],
  });
export type ChangeStock = z.infer<typeof ChangeStock>;

/** Goods that are transferred between two sales points; the default of `occurredAt` is now. */
export const TransferStock = z
  .strictObject({
    from: salesPointId,
    to: salesPointId,
    mode: z.enum(['each', 'atomic']).default('atomic'),
    lines: z
      .array(
        z
          .strictObject({
            product: productId,
            quantity: PositiveQuantity,
            occurredAt: instant
              .meta({ description: 'When it happened: at most a day ago; up to 5 minutes ahead counts as now.' })
              .optional(),
            ...commonFields,
          })
          .refine(hasOneAge, TWO_AGES),
      )
      .min(1)
      .max(STOCK_LINES_MAX.each),
  })
  .refine(({ mode, lines }) => mode === 'each' || lines.length <= STOCK_LINES_MAX.atomicTransfer, {
    ...tooMany(STOCK_LINES_MAX.atomicTransfer),
    path: ['lines'],
  })
  .refine(({ from, to }) => from !== to, {
    ...shapeError('same_place', messages.sameSalesPoint),
    path: ['to'],
  });
export type TransferStock = z.infer<typeof TransferStock>;

/** Settings of a sales point for a product: missing fields stay unchanged, `null` clears. */
export const SetStockSettings = z
  .strictObject({
    priceVnd: priceVnd.nullable().optional(),
    lowStockThreshold: Quantity.nullable().optional(),
    show: z.enum(['number', 'band']).optional(),
  })
  .refine((fields) => Object.keys(fields).length > 0, NOTHING_TO_CHANGE);
export type SetStockSettings = z.infer<typeof SetStockSettings>;

/** After how many days without a report a point counts as silent: 1 to 365, two weeks where it is not said. */
export const SilentDays = z
  .string()
  .regex(/^(?:[1-9]|[1-9]\d|[12]\d\d|3[0-5]\d|36[0-5])$/)
  .transform(Number)
  .default(14);

/** The reason why a line is taken back. */
export const VoidStockChange = z.strictObject({ reason: multiLineText(STOCK_REASON_MAX).optional() });
export type VoidStockChange = z.infer<typeof VoidStockChange>;
