import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitsUnit, isDivisible, Quantity, quantityText } from '#shared/domain/stock/quantity.ts';

describe('a quantity', () => {
  it.each([
    ['0', 0],
    ['12', 12_000],
    ['0.5', 500],
    ['0.001', 1],
    ['1.10', 1_100],
    ['999999999.999', 999_999_999_999],
  ])('%s is read as %d thousandths', (text, thousandths) => {
    expect(Quantity.parse(text)).toBe(thousandths);
  });

  it.each([
    '',
    ' ',
    '-1',
    '+1',
    '01',
    '00',
    '.5',
    '5.',
    '1.0000',
    '1,5',
    '1e3',
    '1_000',
    '0x10',
    'NaN',
    'Infinity',
    '1000000000',
    ' 1',
    '1 ',
    '1\n',
    '٣',
    '１',
    '1.2.3',
  ])('is not %j', (text) => {
    expect(Quantity.safeParse(text).success).toBe(false);
  });

  it.each([1, 0.5, null, undefined, [], {}, true])('is text, not %j', (value) => {
    expect(Quantity.safeParse(value).success).toBe(false);
  });

  it('is written as it was read, without trailing zeros', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (thousandths) => {
        const text = quantityText(thousandths);
        expect(Quantity.parse(text)).toBe(thousandths);
        expect(text).not.toMatch(/\.\d*0$|\.$/);
      }),
      { seed: 3, numRuns: 2_000 },
    );
  });
});

describe('a unit', () => {
  it.each([
    'kg',
    'Kg',
    'KG',
    ' kg ',
    'g',
    'gam',
    'lít',
    'Lít',
    'lit',
    'l',
    'ml',
    'mét',
    'tấn',
    'tạ',
    'yến',
    'lạng',
    'm2',
  ])('%j comes in parts', (unit) => {
    expect(isDivisible(unit)).toBe(true);
    expect(fitsUnit(1, unit)).toBe(true);
  });

  it.each(['hũ 500 g', 'chai 500 ml', 'túi', 'hộp', 'kg/hộp', '1 kg', 'gói 1kg', 'cái', 'con', 'bộ', 'kgs', ''])(
    '%j comes in whole pieces',
    (unit) => {
      expect(isDivisible(unit)).toBe(false);
      expect([fitsUnit(0, unit), fitsUnit(3_000, unit), fitsUnit(500, unit), fitsUnit(3_001, unit)]).toEqual([
        true,
        true,
        false,
        false,
      ]);
    },
  );
});
