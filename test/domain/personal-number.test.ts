import { describe, expect, it } from 'vitest';
import { isPersonalNumber, PersonalNumber } from '#shared/domain/producers/personal-number.ts';
import { producerFaults } from '#shared/domain/producers/producer-input.ts';

const TODAY = '2026-11-29';

describe('a personal number', () => {
  it.each([
    ['037199004321', 'of a woman of Ninh Bình, born in 1999'],
    ['001085000001', 'of a man of Hà Nội, born in 1985'],
    ['096226000001', 'of a boy of Cà Mau, born this year'],
    ['101190000001', 'of a person born abroad'],
  ])('is %s, %s', (digits) => expect(isPersonalNumber(digits, TODAY)).toBe(true));

  it.each([
    ['003199004321', 'of no province'],
    ['097199004321', 'of no province'],
    ['000199004321', 'of no province'],
    ['100199004321', 'of no country'],
    ['037499004321', 'of another century'],
    ['037227004321', 'of next year'],
    ['037399004321', 'of 2099'],
    ['03719900432', 'too short'],
    ['0371990043211', 'too long'],
    ['03719900432x', 'not of digits'],
  ])('is not %s, %s', (digits) => expect(isPersonalNumber(digits, TODAY)).toBe(false));

  it.each(['037 199 004 321', '037.199.004.321', '037199004321'])('can be written %s', (written) =>
    expect(PersonalNumber.parse(written)).toBe('037199004321'),
  );

  it.each([
    ['household', []],
    ['farm', []],
    ['cooperative-group', []],
    ['company', ['personal_number_not_applicable']],
    ['cooperative', ['personal_number_not_applicable']],
    ['association', ['personal_number_not_applicable']],
  ] as const)('of a %s has the faults %j', (kind, codes) => {
    expect(producerFaults(kind, '037199004321', TODAY).map(({ code }) => code)).toEqual(codes);
    expect(producerFaults(kind, undefined, TODAY)).toEqual([]);
    expect(producerFaults(kind, null, TODAY)).toEqual([]);
  });
});
