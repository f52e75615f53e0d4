// Quantities are decimal strings in the API and whole thousandths of the unit internally, so that sums are exact.

import * as z from 'zod';
import { shapeError } from '#shared/domain/input.ts';
import { normaliseVietnamese } from '#shared/platform/text.ts';
import * as messages from './messages.ts';

const PER_UNIT = 1_000;
const FORM = /^(?:0|[1-9]\d{0,8})(?:\.\d{1,3})?$/;

/** Maximum quantity in thousandths, the largest decimal string of the contract. */
export const QUANTITY_MAX = 999_999_999_999;

/** Thousandths of a unit as the contract's decimal string, without trailing zeros. */
export const quantityText = (thousandths: number): string => {
  const [whole, part] = [Math.floor(thousandths / PER_UNIT), thousandths % PER_UNIT];
  return part === 0 ? String(whole) : `${whole}.${String(part).padStart(3, '0').replace(/0+$/, '')}`;
};

/** A decimal string of at most nine digits and three decimals; parsed into thousandths. */
export const Quantity = z
  .string()
  .max(13)
  .refine((text) => FORM.test(text), {
    ...shapeError('invalid_quantity', messages.invalidQuantity),
    // A text that is not a number has no second fault for its size.
    abort: true,
  })
  .transform((text) => Math.round(Number(text) * PER_UNIT));

// Law on Measurement 04/2011/QH13, Article 8, and the customary units of markets; everything else is sold by the piece.
// Compared with their accents: a tạ is a hundred kilograms, a tá is a dozen.
const DIVISIBLE: ReadonlySet<string> = new Set(
  'kg,g,gr,gam,gram,kilogam,lạng,yến,tạ,tấn,l,lit,lít,ml,mililít,m,met,mét,cm,m2,m²,m3,m³'.split(','),
);

/**
 * Whether a product's unit is a measure that shops sell parts of (`kg`, `lít`). A unit that names a package, such as
 * `hũ 500 g`, is counted in whole pieces.
 */
export const isDivisible = (unit: string): boolean => DIVISIBLE.has(normaliseVietnamese(unit).toLowerCase());

/** Whether a unit allows a quantity in thousandths. */
export const fitsUnit = (thousandths: number, unit: string): boolean =>
  isDivisible(unit) || thousandths % PER_UNIT === 0;
