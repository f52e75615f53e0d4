import parsePhoneNumber from 'libphonenumber-js/min';
import * as z from 'zod';
import { ruleError } from './input.ts';
import * as messages from './messages.ts';

const e164 = (text: string): string | undefined => {
  const number = parsePhoneNumber(text, { defaultCountry: 'VN', extract: false });
  return number?.isValid() && !number.ext ? number.number : undefined;
};

/** A phone number in common notation, Vietnamese unless it starts with `+`; converted to E.164. */
export const Phone = z
  .string()
  .max(30)
  .refine((text) => e164(text) !== undefined, ruleError('phone_invalid', messages.phoneInvalid))
  .transform((text) => e164(text) ?? text);
