import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Quantity, quantityText, unitFault } from '#shared/domain/stock/quantity.ts';
import { unitKindOf } from '#shared/domain/stock/unit.ts';

describe('a quantity', () => {
  it.each([
    ['0', 0],
    ['12', 12_000],
    ['0.5', 500],
    ['0.001', 1],
    ['1.10', 1_100],
    ['999999999.999', 999_999_999_999],
  ])('%s is read as %d thousandths', (text, thousandths) => {
    expect(Quantity.parse(text)).toEqual({ thousandths, text });
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
        expect(Quantity.parse(text)).toEqual({ thousandths, text });
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
    'kilôgam',
    'Kilôgam',
    'ki-lô-gam',
    'kilogram',
    'ký',
    'kí',
    'KÝ',
    'cân',
    '1 kg',
    '1kg',
    'một kg',
    'kg.',
    'mililít',
    '1 lít',
    'lượng',
  ])('%j comes in parts', (unit) => {
    expect(unitKindOf(unit)).toBe('measure');
    expect(unitFault({ text: '0.001' }, unit)).toBeUndefined();
  });

  it.each([
    'hũ 500 g',
    'chai 500 ml',
    'túi',
    'hộp',
    'kg/hộp',
    'gói 1kg',
    '2 kg',
    '10 kg',
    'chục',
    'tá',
    'gói 200 g',
    '1 hộp',
    'cái',
    'con',
    'bộ',
    '1',
    '',
  ])('%j comes in whole pieces', (unit) => {
    expect(unitKindOf(unit)).toBe('piece');
    for (const text of ['0', '3', '2000']) expect(unitFault({ text }, unit), text).toBeUndefined();
    for (const text of ['0.5', '3.001', '3.0', '0.000']) expect(unitFault({ text }, unit), text).toBeDefined();
  });
});

describe('a decimal point in a unit of whole pieces', () => {
  it.each([
    ['2.000', '2', '2000'],
    ['12.500', '12.5', '12500'],
    ['1.250', '1.25', '1250'],
    ['999.999', '999.999', '999999'],
  ])('in %s is told with both readings', (text, ...readings) => {
    const fault = unitFault({ text }, 'hũ 500 g');
    for (const reading of readings) {
      expect(fault?.en).toContain(` ${reading}`);
      expect(fault?.vi).toContain(` ${reading}`);
    }
  });

  it.each(['2.0', '2.00', '2.5', '0.500', '0.000'])('in %s has one reading, and is refused too', (text) => {
    expect(unitFault({ text }, 'hộp')?.en).toBe('The unit "hộp" comes in whole numbers only.');
  });

  it.each(['2.000', '12.500', '0.5'])('in %s is a part of a measure', (text) => {
    expect(unitFault({ text }, 'kg')).toBeUndefined();
  });
});
