/**
 * Converts a GTIN of 8, 12, 13 or 14 digits to 14 digits; undefined if the length or the check digit is wrong (GS1
 * General Specifications, mod 10 with weights 3 and 1 from the right).
 */
export const normaliseGtin = (text: string): string | undefined => {
  if (!/^(?:\d{8}|\d{12,14})$/.test(text) || /^0+$/.test(text)) return undefined;
  const gtin = text.padStart(14, '0');
  let sum = 0;
  for (let index = 0; index < 14; index += 1) sum += Number(gtin[index]) * (index % 2 === 0 ? 3 : 1);
  return sum % 10 === 0 ? gtin : undefined;
};
