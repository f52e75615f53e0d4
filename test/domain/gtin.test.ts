import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRestrictedGtin, normaliseGtin } from '#shared/domain/products/gtin.ts';

// GS1: from the right, the digits before the check digit weigh 3, 1, 3, …; the check digit fills the sum up to a ten.
const withCheckDigit = (digits: string): string => {
  const sum = [...digits]
    .reverse()
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
};
const body = fc.constantFrom(7, 11, 12, 13).chain((length) => fc.stringMatching(new RegExp(`^\\d{${length}}$`)));

describe('a GTIN', () => {
  it.each([
    ['96385074', '00000096385074'],
    ['036000291452', '00036000291452'],
    ['4006381333931', '04006381333931'],
    ['10614141000415', '10614141000415'],
  ])('%s is %s', (text, gtin) => expect(normaliseGtin(text)).toBe(gtin));

  it('of a right check digit is filled up to 14 digits, and one of another is refused', () => {
    fc.assert(
      fc.property(body, fc.integer({ min: 1, max: 9 }), (digits, off) => {
        const right = withCheckDigit(digits);
        expect(normaliseGtin(right)).toBe(right.padStart(14, '0'));
        const wrong = `${digits}${(Number(right.at(-1)) + off) % 10}`;
        expect(normaliseGtin(wrong)).toBeUndefined();
      }),
      { seed: 2 },
    );
  });

  it('with one digit mistyped is refused', () => {
    fc.assert(
      fc.property(body, fc.nat(), fc.integer({ min: 1, max: 9 }), (digits, at, off) => {
        const right = withCheckDigit(digits);
        const index = at % right.length;
        const typed = right.slice(0, index) + ((Number(right[index]) + off) % 10) + right.slice(index + 1);
        expect(normaliseGtin(typed)).toBeUndefined();
      }),
      { seed: 3 },
    );
  });

  it.each([
    '',
    '0',
    '9638507',
    '963850740',
    '1234567890',
    '12345678901',
    '100000000000007',
    '9638507a',
    ' 96385074',
    '９６３８５０７４',
  ])('is not %j', (text) => expect(normaliseGtin(text)).toBeUndefined());
});

describe('a GTIN that names no product', () => {
  it.each([
    ['0212345678909', 'of a shop'],
    ['212345678909', 'of a shop, in twelve digits'],
    ['0412345678903', 'of a company'],
    ['2012345678903', 'of a shop'],
    ['2912345678906', 'of a shop'],
    ['9771234567003', 'of a periodical'],
    ['9801234567007', 'of a refund'],
    ['9812345678902', 'of a coupon'],
    ['9912345678909', 'of a coupon'],
    ['12012345678900', 'of a shop, packed'],
    ['00000020123451', 'of a shop, in eight digits'],
    ['01234565', 'of a shop, in eight digits'],
    ['20123451', 'of a shop, in eight digits'],
  ])('is %s, %s', (gtin) => {
    expect([normaliseGtin(gtin) === undefined, isRestrictedGtin(gtin)]).toEqual([false, true]);
  });

  it.each(['8938505974194', '96385074', '036000291452', '10614141000415', '9780306406157', '0300000000001'])(
    'is not %s',
    (gtin) => {
      expect([normaliseGtin(gtin) === undefined, isRestrictedGtin(gtin)]).toEqual([false, false]);
    },
  );
});
