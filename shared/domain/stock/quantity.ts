// Quantities are decimal strings in the API and whole thousandths of the unit internally, so that sums are exact.

import * as z from 'zod';
import { shapeError } from '#shared/domain/input.ts';
import type { Text } from '#shared/platform/problem.ts';
import * as messages from './messages.ts';
import { unitKindOf } from './unit.ts';

const PER_UNIT = 1_000;
const FORM = /^(?:0|[1-9]\d{0,8})(?:\.\d{1,3})?$/;

/** Maximum quantity in thousandths, the largest decimal string of the contract. */
export const QUANTITY_MAX = 999_999_999_999;

/** Thousandths of a unit as the contract's decimal string, without trailing zeros. */
export const quantityText = (thousandths: number): string => {
  const [whole, part] = [Math.floor(thousandths / PER_UNIT), thousandths % PER_UNIT];
  return part === 0 ? String(whole) : `${whole}.${String(part).padStart(3, '0').replace(/0+$/, '')}`;
};

/** A quantity in thousandths, with its text as it was written. */
export type Quantity = { thousandths: number; text: string };

/** A decimal string of at most nine digits and three decimals. */
export const Quantity = z
  .string()
  .max(13)
  .refine((text) => FORM.test(text), {
    ...shapeError('invalid_quantity', messages.invalidQuantity),
    // A text that is not a number has no second fault for its size.
    abort: true,
  })
  .transform((text): Quantity => ({ thousandths: Math.round(Number(text) * PER_UNIT), text }));

/** A quantity of more than nothing. */
export const PositiveQuantity = Quantity.refine(
  ({ thousandths }) => thousandths > 0,
  shapeError('too_small', messages.notPositive),
);

/**
 * Why a written quantity is not possible in a unit; undefined if it is. A Vietnamese hand writes two thousand as `2.000`, so a
 * decimal point is refused in a unit of whole pieces, and both readings are named.
 */
export const unitFault = ({ text }: Pick<Quantity, 'text'>, unit: string): Text | undefined => {
  if (unitKindOf(unit) === 'measure' || !text.includes('.')) return undefined;
  const [whole = '', decimals = ''] = text.split('.');
  return decimals.length === 3 && whole !== '0'
    ? messages.quantityAmbiguous(text, unit, [String(Number(text)), whole + decimals])
    : messages.quantityNotWhole(unit);
};
