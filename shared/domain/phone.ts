import * as z from 'zod';
import { ruleError } from './input.ts';
import * as messages from './messages.ts';
import { INTERNATIONAL_NUMBER, type NumberRange, VIETNAM_DIALLING, vietnamNumberRange } from './numbering-plan.ts';

const { countryCode, trunkPrefix, internationalPrefix } = VIETNAM_DIALLING;

/** Digits with the separators that people write between them. */
const WRITTEN = /^\+?[\d\s.()/\p{Pd}]+$/u;
/** A trunk prefix that is written in an international number and not dialled, as in `+84 (0)912 345 678`. */
const UNDIALLED_TRUNK_PREFIX = /\(\s*0\s*\)/;

const withoutStart = (digits: string, start: string): string =>
  digits.startsWith(start) ? digits.slice(start.length) : digits;

/** Numbers that are dialled as they are, within Vietnam only. */
const SERVICES: ReadonlySet<NumberRange['kind']> = new Set(['toll-free', 'information']);

const ofVietnam = (digits: string): string | undefined => {
  const national = withoutStart(digits, trunkPrefix);
  const range = vietnamNumberRange(national);
  if (range === undefined) return undefined;
  return SERVICES.has(range.kind) ? national : `+${countryCode}${national}`;
};

const ofWorld = (digits: string): string | undefined => {
  if (digits.startsWith(countryCode)) return ofVietnam(digits.slice(countryCode.length));
  const { minDigits, maxDigits } = INTERNATIONAL_NUMBER;
  return !digits.startsWith('0') && digits.length >= minDigits && digits.length <= maxDigits ? `+${digits}` : undefined;
};

/**
 * A phone number in E.164, a Vietnamese service number (1800…, 1900…) as it is dialled, or undefined. A number is Vietnamese unless it starts with `+` or `00`; Vietnamese numbers
 * follow the numbering plan, and those of other countries only the form of E.164.
 */
export const toE164 = (text: string): string | undefined => {
  const written = text.normalize('NFKC').trim();
  if (!WRITTEN.test(written)) return undefined;
  const digitsOf = (part: string): string => part.replaceAll(/\D/g, '');
  const isPlus = written.startsWith('+');
  if (isPlus || digitsOf(written).startsWith(internationalPrefix)) {
    const digits = digitsOf(written.replace(UNDIALLED_TRUNK_PREFIX, ''));
    return ofWorld(isPlus ? digits : digits.slice(internationalPrefix.length));
  }
  const digits = digitsOf(written);
  return ofVietnam(digits) ?? (digits.startsWith(countryCode) ? ofWorld(digits) : undefined);
};

/** A phone number in common notation, Vietnamese unless it starts with `+` or `00`; converted to E.164. */
export const Phone = z
  .string()
  .max(30)
  .refine((text) => toE164(text) !== undefined, ruleError('phone_invalid', messages.phoneInvalid))
  .transform((text) => toE164(text) ?? text);
