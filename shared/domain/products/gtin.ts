/** A right GTIN of any length in 14 digits, by which two are compared. */
export const gtin14 = (gtin: string): string => gtin.padStart(14, '0');

/**
 * Converts a GTIN of 8, 12, 13 or 14 digits to 14 digits; undefined if the length or the check digit is wrong (GS1
 * General Specifications, mod 10 with weights 3 and 1 from the right).
 */
export const normaliseGtin = (text: string): string | undefined => {
  if (!/^(?:\d{8}|\d{12,14})$/.test(text) || /^0+$/.test(text)) return undefined;
  const gtin = gtin14(text);
  let sum = 0;
  for (let index = 0; index < 14; index += 1) sum += Number(gtin[index]) * (index % 2 === 0 ? 3 : 1);
  return sum % 10 === 0 ? gtin : undefined;
};

/** Prefixes of the 13 digits that GS1 gives to no trade item: numbers within a shop or company, periodicals, refunds and coupons. */
const RESTRICTED_PREFIX = /^(?:0[24]|2|977|98|99)/;
/** GTIN-8 numbers that shops use for themselves. */
const RESTRICTED_SHORT = /^[02]/;

/**
 * Whether a right GTIN names no trade item worldwide (GS1 General Specifications, section 1.4: restricted circulation
 * numbers, ISSN, refund receipts, coupons). The packaging indicator of 14 digits is not part of the prefix.
 */
export const isRestrictedGtin = (gtin: string): boolean => {
  const digits = gtin14(gtin);
  const short = /^0{6}(\d{8})$/.exec(digits)?.[1];
  return short === undefined ? RESTRICTED_PREFIX.test(digits.slice(1)) : RESTRICTED_SHORT.test(short);
};
