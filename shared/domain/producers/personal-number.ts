import * as z from 'zod';
import { ruleError } from '#shared/domain/input.ts';
import { formerProvince } from '#shared/domain/places/provinces.ts';
import * as messages from './messages.ts';

const FIRST_COUNTRY = 101;

/** Whether three digits name where a birth was registered: a province of the list of 63, or a country. */
const isPlaceOfBirth = (digits: string): boolean =>
  Number(digits) >= FIRST_COUNTRY || (digits.startsWith('0') && formerProvince(digits.slice(1)) !== undefined);

/** The year of birth in a personal number: the fourth digit tells the century and the sex, 0 and 1 from 1900, 2 and 3 from 2000. */
const birthYearOf = (digits: string): number =>
  1900 + Math.floor(Number(digits[3]) / 2) * 100 + Number(digits.slice(4, 6));

/**
 * Whether a text can be a personal number (số định danh cá nhân) on a day, `YYYY-MM-DD`: 12 digits, a place of birth, and
 * a year of birth that is not in the future (Circular 59/2021/TT-BCA, Art. 7; Decree 137/2015/NĐ-CP, Art. 13).
 */
export const isPersonalNumber = (text: string, today: string): boolean =>
  /^\d{12}$/.test(text) && isPlaceOfBirth(text.slice(0, 3)) && birthYearOf(text) <= Number(today.slice(0, 4));

/** A personal number as it is entered, digits with blanks or points between them. The rules of a day check the rest. */
export const PersonalNumber = z
  .string()
  .max(20)
  .transform((text) => text.replace(/[\s.]/g, ''))
  .refine((text) => /^\d{12}$/.test(text), ruleError('personal_number_invalid', messages.personalNumberInvalid));
