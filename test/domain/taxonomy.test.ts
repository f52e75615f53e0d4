import { describe, expect, test } from 'vitest';
import { GROUP_CODES, groupOf, isCriteriaSetNumber, isGroupCode } from '#shared/domain/taxonomy/groups.ts';
import { CRITERIA_SETS, criteriaSet, GROUPS } from '#shared/domain/taxonomy/taxonomy.ts';

describe('the taxonomy', () => {
  test('has six groups and 26 numbered sets', () => {
    expect(GROUPS.map(({ code }) => code)).toEqual([...GROUP_CODES]);
    expect(CRITERIA_SETS.map(({ number }) => number)).toEqual(Array.from({ length: 26 }, (_, index) => index + 1));
  });

  test.each([
    ['food', 1, 13],
    ['beverages', 14, 17],
    ['herbal', 18, 20],
    ['handicraft', 21, 22],
    ['ornamental', 23, 25],
    ['community-tourism', 26, 26],
  ])('puts into %s the sets %i to %i', (group, first, last) => {
    const numbers = CRITERIA_SETS.filter((set) => set.group === group).map(({ number }) => number);
    expect(numbers).toEqual(Array.from({ length: last - first + 1 }, (_, index) => first + index));
    expect(groupOf(first)).toBe(group);
    expect(groupOf(last)).toBe(group);
  });

  test('marks the two sets of alcoholic drinks', () => {
    expect(CRITERIA_SETS.filter(({ alcohol }) => alcohol).map(({ number }) => number)).toEqual([14, 15]);
  });

  test('asks for five samples, for tourism none', () => {
    for (const { number, samplesRequired } of CRITERIA_SETS) expect(samplesRequired).toBe(number === 26 ? 0 : 5);
  });

  test('names every set in two languages, no two alike, with a ministry that leads', () => {
    expect(new Set(CRITERIA_SETS.map(({ name }) => name.vi)).size).toBe(26);
    expect(new Set(CRITERIA_SETS.map(({ name }) => name.en)).size).toBe(26);
    for (const { leadMinistries, subgroup } of CRITERIA_SETS) {
      expect(leadMinistries.length).toBeGreaterThan(0);
      expect(subgroup.vi).not.toBe('');
      expect(subgroup.en).not.toBe('');
    }
    expect(criteriaSet(15).name.vi).toBe('Đồ uống có cồn khác');
    expect(criteriaSet(8).leadMinistries).toEqual(['Bộ Nông nghiệp và Môi trường', 'Bộ Công Thương']);
  });

  test.each([0, 27, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('has no set %d', (number) => {
    expect(isCriteriaSetNumber(number)).toBe(false);
    expect(() => groupOf(number)).toThrow(RangeError);
    expect(() => criteriaSet(number)).toThrow(RangeError);
  });

  test('tells group codes from other words', () => {
    expect(isGroupCode('food')).toBe(true);
    expect(isGroupCode('Food')).toBe(false);
  });
});
