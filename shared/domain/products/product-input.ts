import * as z from 'zod';
import {
  multiLineText,
  NeededReason,
  NOTHING_TO_CHANGE,
  orNull,
  priceVnd,
  ruleError,
  singleLineText,
} from '#shared/domain/input.ts';
import { isAlcoholic } from '#shared/domain/taxonomy/alcohol.ts';
import { TEXT_MAX, TITLES_MAX } from '#shared/platform/limits.ts';
import { brokenRule, type Fault } from '#shared/platform/problem.ts';
import { isRestrictedGtin, normaliseGtin } from './gtin.ts';
import * as messages from './messages.ts';
import { CommuneCode, type ProductContent } from './product.ts';

const producerId = z
  .string()
  .max(64)
  .regex(/^pdc_[0-9A-Z]{26}$/);

const Gtin = z
  .string()
  .max(14)
  .regex(/^\d+$/)
  .refine((text) => normaliseGtin(text) !== undefined, {
    ...ruleError('gtin_invalid', messages.gtinInvalid),
    abort: true,
  })
  .refine((text) => !isRestrictedGtin(text), ruleError('gtin_restricted', messages.gtinRestricted));

const TitleInput = z.strictObject({
  name: singleLineText(200),
  by: singleLineText(200),
  year: z.int().min(1990).max(2100),
});

const needed = {
  name: singleLineText(TEXT_MAX.name),
  criteriaSet: z.int().min(1).max(26),
  description: multiLineText(TEXT_MAX.description),
  unit: singleLineText(TEXT_MAX.unit),
  originCommune: CommuneCode,
};

const optional = {
  nameEn: singleLineText(TEXT_MAX.name),
  story: multiLineText(TEXT_MAX.story),
  ingredients: multiLineText(TEXT_MAX.ingredients),
  storage: multiLineText(TEXT_MAX.storage),
  shelfLifeDays: z.int().min(1).max(36_500),
  priceVnd,
  gtin: Gtin,
  abvPercent: z.number().gt(0).max(100).multipleOf(0.01),
};

const titles = z.array(TitleInput).max(TITLES_MAX);

/** A new product. It has no star: a star follows from a certificate. */
export const CreateProduct = z.strictObject({
  producer: producerId,
  ...needed,
  ...z.object(optional).partial().shape,
  titles: titles.optional(),
});
export type CreateProduct = z.infer<typeof CreateProduct>;

/** A change: fields left out stay, `null` clears an optional one (RFC 7396). */
export const EditProduct = z
  .strictObject({ ...z.object(needed).partial().shape, ...orNull(optional), titles: titles.optional() })
  .refine((fields) => Object.keys(fields).length > 0, NOTHING_TO_CHANGE);
export type EditProduct = z.infer<typeof EditProduct>;

/** The content of a new product. */
export const contentOf = ({ producer: _, titles: given, ...fields }: CreateProduct): ProductContent => ({
  ...(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Omit<
    ProductContent,
    'titles'
  >),
  titles: given ?? [],
});

/** Content with a change applied. */
export const withEdit = (content: ProductContent, edit: EditProduct): ProductContent => {
  const merged = Object.entries({ ...content, ...edit }).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(merged) as ProductContent;
};

/** Rules between fields: an alcoholic drink must state its strength, other products must not. All faults at once, as 422. */
export const contentFaults = (content: ProductContent): Fault[] => {
  if (isAlcoholic(content.criteriaSet)) {
    return content.abvPercent === undefined ? [brokenRule('/abvPercent', 'abv_required', messages.abvRequired)] : [];
  }
  return content.abvPercent === undefined
    ? []
    : [brokenRule('/abvPercent', 'abv_not_applicable', messages.abvNotApplicable)];
};

/** A suspension with its reason; a recall also ends the sale at all sales points. */
export const SuspendProduct = NeededReason.extend({
  recall: z
    .boolean()
    .optional()
    .describe(
      'True for goods that must not be sold, such as for food safety: sales points see it, and sales are refused.',
    ),
});
