import fc from 'fast-check';
import parseAccepted from 'libphonenumber-js';
import parseAllocated from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { VIETNAM_NUMBERS, vietnamNumberRange } from '#shared/domain/numbering-plan.ts';
import { Phone, toE164 } from '#shared/domain/phone.ts';

describe('a Vietnamese phone number', () => {
  it.each([
    ['0912345678', 'without separators'],
    ['0912 345 678', 'with spaces'],
    ['0912\u00a0345\u00a0678', 'with spaces that do not break'],
    ['0912.345.678', 'with dots'],
    ['091-234-5678', 'with hyphens'],
    ['091–234–5678', 'with dashes'],
    ['(091) 234/5678', 'with parentheses and a slash'],
    [' 0912345678 ', 'with spaces around it'],
    ['０９１２３４５６７８', 'in digits of full width'],
    ['912345678', 'without its trunk prefix'],
    ['+84912345678', 'in E.164'],
    ['+84 912 345 678', 'with its country code'],
    ['＋84 912 345 678', 'with a plus sign of full width'],
    ['+84 0912 345 678', 'with its country code and its trunk prefix'],
    ['+84 (0)912 345 678', 'with its country code and its trunk prefix in parentheses'],
    ['0084912345678', 'with the international prefix'],
    ['00 84 (0)912.345.678', 'with the international prefix and its trunk prefix'],
    ['84912345678', 'with its country code and no plus sign'],
    ['84 (0)912 345 678', 'with its country code, its trunk prefix and no plus sign'],
  ])('is read from %j, %s', (text) => {
    expect(Phone.parse(text)).toBe('+84912345678');
  });

  it.each([
    ['024 3825 3555', '+842438253555', 'of Hà Nội'],
    ['028 3829 5380', '+842838295380', 'of Thành phố Hồ Chí Minh'],
    ['0229 387 1111', '+842293871111', 'of an area code with three digits'],
    ['0328123456', '+84328123456', 'that began with 0162 until 2018'],
    ['0559 123 456', '+84559123456', 'of the 05 range'],
    ['0869999999', '+84869999999', 'of the 08 range'],
    ['0849123456', '+84849123456', 'that begins like the country code'],
    ['849123456', '+84849123456', 'that begins like the country code, without its trunk prefix'],
    ['1800 1091', '18001091', 'that is free to call'],
    ['1900 545 464', '1900545464', 'of an information service'],
    ['+84 1900 6067', '19006067', 'of an information service with the country code'],
    ['069 234 123', '+8469234123', 'of the ministry of public security'],
  ])('is read from %j as %s, %s', (text, stored) => {
    expect(toE164(text)).toBe(stored);
  });

  it.each([
    ['', 'that is empty'],
    ['+', 'of a plus sign alone'],
    ['12', 'that is too short'],
    ['113', 'of an emergency service'],
    ['091234567', 'with a digit too few'],
    ['09123456789', 'with a digit too many'],
    ['+8491234567', 'with its country code and a digit too few'],
    ['0084 9123 45678 9', 'with the international prefix and a digit too many'],
    ['01234567890', 'of eleven digits, as before 2018'],
    ['0123456789', 'of the 01 range'],
    ['0412345678', 'of the 04 range'],
    ['0612345678', 'of the 06 range'],
    ['0217 387 1111', 'of an area code that the plan leaves free'],
    ['0511 387 1111', 'of an area code until 2017'],
    ['024 825 3555', 'of Hà Nội with seven digits, as before 2008'],
    ['1800 109', 'that is free to call, with a digit too few'],
    ['1700 1091', 'of a service outside of the plan'],
    ['0912345678 ext 99', 'with an extension'],
    ['0912345678;ext=99', 'with an extension as in an address'],
    ['hello 0912345678', 'within a text'],
    ['0912345678 / 0987654321', 'beside another'],
    ['09+12345678', 'with a plus sign inside'],
    ['++84912345678', 'with two plus signs'],
    ['0 0 0912345678', 'with two trunk prefixes too many'],
    ['không có', 'of letters'],
  ])('is not read from %j, %s', (text) => {
    expect(Phone.safeParse(text).success).toBe(false);
  });
});

describe('a phone number of another country', () => {
  it.each([
    ['+44 20 7946 0958', '+442079460958'],
    ['+44 (0)20 7946 0958', '+442079460958'],
    ['0044 20 7946 0958', '+442079460958'],
    ['+1 (202) 555-0143', '+12025550143'],
    ['+39 06 698 1', '+39066981'],
    ['+856 21 212 022', '+85621212022'],
    ['+855 12 345 678', '+85512345678'],
    ['+683 4000', '+6834000'],
    ['+123456789012345', '+123456789012345'],
  ])('is read from %j as %s', (text, stored) => {
    expect(toE164(text)).toBe(stored);
  });

  it.each([
    ['+0 20 7946 0958', 'a country code that starts with 0'],
    ['000 44 20 7946 0958', 'a country code that starts with 0, after the international prefix'],
    ['+1234567890123456', 'more than 15 digits'],
    ['+44 207', 'fewer than seven digits'],
    ['44 20 7946 0958', 'neither a plus sign nor the international prefix'],
  ])('is not read from %j, which has %s', (text) => {
    expect(toE164(text)).toBeUndefined();
  });
});

describe('the numbering plan beside the metadata of libphonenumber', () => {
  // Half of the numbers start as a range of the plan does, so that those of short ranges occur as well.
  const digits = (length: { minLength?: number; maxLength: number }) =>
    fc.array(fc.integer({ min: 0, max: 9 }), length).map((parts) => parts.join(''));
  const national = fc.oneof(
    digits({ minLength: 6, maxLength: 11 }),
    fc
      .tuple(fc.constantFrom(...VIETNAM_NUMBERS.flatMap(({ prefixes }) => prefixes)), digits({ maxLength: 9 }))
      .map((parts) => parts.join('')),
  );
  const runs = { numRuns: 5_000 };
  /** The form in which the number is stored: service numbers are dialled as they are. */
  const storedForm = (number: string | undefined): string | undefined => number?.replace(/^\+84(?=1[89]00)/, '');

  it('has every number of a service that it lists', () => {
    const kinds = { FIXED_LINE: 'fixed', TOLL_FREE: 'toll-free', PREMIUM_RATE: 'information' } as const;
    fc.assert(
      fc.property(national, (number) => {
        const allocated = parseAllocated(`+84${number}`);
        if (allocated?.nationalNumber !== number || number.startsWith('1') !== /^1[89]00/.test(number)) return;
        const type = allocated.getType();
        const kind = type === 'MOBILE' ? 'mobile' : kinds[type as keyof typeof kinds];
        if (kind) expect([number, vietnamNumberRange(number)?.kind]).toEqual([number, kind]);
      }),
      runs,
    );
  });

  it('has no fixed number in an area code without an allocation', () => {
    fc.assert(
      fc.property(national, (number) => {
        if (vietnamNumberRange(number)?.kind !== 'fixed') return;
        // The subscriber numbers of Hà Nội and Thành phố Hồ Chí Minh start with 2 to 9.
        if (/^2[48][019]/.test(number)) return;
        expect([number, parseAllocated(`+84${number}`)?.getType()]).toEqual([number, 'FIXED_LINE']);
      }),
      runs,
    );
  });

  it('has no number that the general form of Vietnamese numbers excludes', () => {
    fc.assert(
      fc.property(national, (number) => {
        if (!vietnamNumberRange(number)) return;
        const accepted = parseAccepted(`+84${number}`);
        expect([number, accepted?.isValid(), storedForm(accepted?.number)]).toEqual([number, true, toE164(number)]);
      }),
      runs,
    );
  });

  it('reads the same E.164 number from every notation', () => {
    const notations = [
      (number: string) => `0${number}`,
      (number: string) => `+84${number}`,
      (number: string) => `+840${number}`,
      (number: string) => `0084 ${number}`,
      (number: string) => number.replaceAll(/(\d{3})/g, '$1.'),
    ];
    fc.assert(
      fc.property(national, fc.constantFrom(...notations), (number, write) => {
        if (!vietnamNumberRange(number)) return;
        const options = { defaultCountry: 'VN', extract: false } as const;
        expect(toE164(write(number))).toBe(storedForm(parseAccepted(write(number), options)?.number));
      }),
      runs,
    );
  });
});
