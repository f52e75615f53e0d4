import * as z from 'zod';
import { ruleError } from '#shared/domain/input.ts';
import * as messages from './messages.ts';

const WEIGHTS = [31, 29, 23, 19, 17, 13, 7, 5, 3] as const;

/**
 * Whether a text is a Vietnamese tax code (mã số thuế): ten digits, the last a check digit (weights 31, 29, 23, 19, 17,
 * 13, 7, 5, 3; ten less the sum mod 11), and for a dependent unit `-NNN`.
 */
export const isTaxCode = (text: string): boolean => {
  if (!/^\d{10}(?:-\d{3})?$/.test(text)) return false;
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return 10 - (sum % 11) === Number(text[9]);
};

const WITHOUT_DASH = /^(\d{10})(\d{3})$/;

/**
 * A tax code as it is entered: blanks do not count, and 13 digits need no dash. One that is none breaks a rule, and
 * 12 digits are refused as a personal number.
 */
export const TaxCode = z
  .string()
  .max(20)
  .transform((text) =>
    text
      .replace(/\s/g, '')
      .replace(/\p{Pd}/u, '-')
      .replace(WITHOUT_DASH, '$1-$2'),
  )
  .refine((text) => !/^\d{12}$/.test(text), {
    ...ruleError('tax_code_invalid', messages.taxCodeIsPersonalNumber),
    abort: true,
  })
  .refine(isTaxCode, ruleError('tax_code_invalid', messages.taxCodeInvalid));
