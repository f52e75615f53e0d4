import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTaxCode, TaxCode } from '#shared/domain/producers/tax-code.ts';

const nine = fc.stringMatching(/^\d{9}$/);
const weighed = (digits: string): number => {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = [...digits].map(Number);
  return 31 * a + 29 * b + 23 * c + 19 * d + 17 * e + 13 * f + 7 * g + 5 * h + 3 * i;
};

describe('a tax code', () => {
  it.each(['0100109106', '0101248141', '0300588569', '0100109106-001', '0100109106-999'])('is %s', (text) =>
    expect(isTaxCode(text)).toBe(true),
  );

  it.each([
    '',
    '010010910',
    '01001091066',
    '0100109107',
    '0100109106-',
    '0100109106-01',
    '0100109106-0001',
    '0100109106 001',
    ' 0100109106',
    '0100109106\n',
    '01O0109106',
  ])('is not %j', (text) => expect(isTaxCode(text)).toBe(false));

  it('has exactly one check digit, or none where ten less the remainder has two digits', () => {
    fc.assert(
      fc.property(nine, (digits) => {
        const right = Array.from({ length: 10 }, (_, digit) => digit).filter((digit) => isTaxCode(`${digits}${digit}`));
        const check = 10 - (weighed(digits) % 11);
        expect(right).toEqual(check >= 0 && check <= 9 ? [check] : []);
      }),
      { seed: 4 },
    );
  });

  it('does not survive two neighbours changing places', () => {
    fc.assert(
      fc.property(nine, fc.nat({ max: 7 }), (digits, at) => {
        const check = 10 - (weighed(digits) % 11);
        fc.pre(check >= 0 && check <= 9 && digits[at] !== digits[at + 1]);
        const swapped = digits.slice(0, at) + digits[at + 1] + digits[at] + digits.slice(at + 2);
        expect(isTaxCode(`${digits}${check}`)).toBe(true);
        expect(isTaxCode(`${swapped}${check}`)).toBe(false);
      }),
      { seed: 5 },
    );
  });
});

describe('a tax code as it is entered', () => {
  it.each([
    ['0100109106', '0100109106'],
    [' 0100 109 106 ', '0100109106'],
    ['0100109106001', '0100109106-001'],
    ['0100109106–001', '0100109106-001'],
    ['0100109106 - 001', '0100109106-001'],
  ])('%j is stored as %s', (written, stored) => expect(TaxCode.parse(written)).toBe(stored));

  it.each(['037199004321', '037 199 004 321'])('of 12 digits, %s, is told to be a personal number', (written) => {
    const [issue, ...more] = TaxCode.safeParse(written).error?.issues ?? [];
    expect(more).toEqual([]);
    expect(issue).toMatchObject({ params: { detail: { en: expect.stringContaining('personalNumber') } } });
  });
});
