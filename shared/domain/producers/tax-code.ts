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

/** A tax code as it is entered; one that is none breaks a rule. */
export const TaxCode = z.string().max(14).refine(isTaxCode, ruleError('tax_code_invalid', messages.taxCodeInvalid));
