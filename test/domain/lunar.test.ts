import { describe, expect, it } from 'vitest';
import { lunarDay, lunarText } from '#shared/domain/events/lunar.ts';
import { addDays, type Day, vietnamDay } from '#shared/platform/vietnam-day.ts';

const text = (day: Day): string => lunarText(lunarDay(day));

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The instant of the new moon number k after that of 6 January 2000, to some minutes: Meeus, Astronomical Algorithms, 49. */
const newMoon = (k: number): number => {
  const t = k / 1236.85;
  const mean = 2_451_550.09766 + 29.530588861 * k + 0.00015437 * t ** 2 - 0.00000015 * t ** 3;
  const e = 1 - 0.002516 * t - 0.0000074 * t ** 2;
  const sun = radians(2.5534 + 29.1053567 * k - 0.0000014 * t ** 2);
  const moon = radians(201.5643 + 385.81693528 * k + 0.0107582 * t ** 2);
  const node = radians(160.7108 + 390.67050284 * k - 0.0016118 * t ** 2);
  const correction =
    -0.4072 * Math.sin(moon) +
    0.17241 * e * Math.sin(sun) +
    0.01608 * Math.sin(2 * moon) +
    0.01039 * Math.sin(2 * node) +
    0.00739 * e * Math.sin(moon - sun) -
    0.00514 * e * Math.sin(moon + sun) +
    0.00208 * e ** 2 * Math.sin(2 * sun) -
    0.00111 * Math.sin(moon - 2 * node) -
    0.00057 * Math.sin(moon + 2 * node) +
    0.00056 * e * Math.sin(2 * moon + sun) -
    0.00042 * Math.sin(3 * moon) +
    0.00042 * e * Math.sin(sun + 2 * node) +
    0.00038 * e * Math.sin(sun - 2 * node) -
    0.00024 * e * Math.sin(2 * moon - sun);
  const clockRunsAheadSeconds = 64 + 0.3 * Math.max(0, t * 100);
  return (mean + correction - 2_440_587.5) * 86_400_000 - clockRunsAheadSeconds * 1000;
};

describe('the Vietnamese calendar', () => {
  it.each([
    ['2023-01-22', 'Quý Mão'],
    ['2024-02-10', 'Giáp Thìn'],
    ['2025-01-29', 'Ất Tỵ'],
    ['2026-02-17', 'Bính Ngọ'],
    ['2027-02-06', 'Đinh Mùi'],
    ['2028-01-26', 'Mậu Thân'],
  ])('has Tết on %s, the first day of %s', (day, year) => {
    expect(text(day)).toBe(`mùng 1 tháng Giêng năm ${year}`);
    expect(lunarDay(addDays(day, -1)).month).toBe(12);
  });

  it.each([
    ['2007-02-17', '2007-02-18'],
    ['1985-01-21', '1985-02-20'],
    ['2030-02-02', '2030-02-03'],
    ['2053-02-18', '2053-02-19'],
  ])('has Tết on %s although the Chinese new year is on %s', (vietnamese, chinese) => {
    expect([lunarDay(vietnamese).month, lunarDay(vietnamese).day]).toEqual([1, 1]);
    expect([lunarDay(chinese).month, lunarDay(chinese).day]).not.toEqual([1, 1]);
  });

  it('begins every month on the day of the new moon in Vietnam', () => {
    let judged = 0;
    for (let k = 223; k < 1_100; k += 1) {
      const at = newMoon(k);
      const fromMidnight = Math.abs(((at + 7 * 3_600_000 + 43_200_000) % 86_400_000) - 43_200_000);
      if (fromMidnight < 15 * 60_000) continue;
      judged += 1;
      const day = vietnamDay(new Date(at));
      expect([day, lunarDay(day).day]).toEqual([day, 1]);
    }
    expect(judged).toBeGreaterThan(800);
  });

  it('counts on from day to day, twelve months or thirteen', () => {
    let before = lunarDay('2018-01-01');
    const wrong: Day[] = [];
    for (let day = '2018-01-02'; day <= '2060-12-31'; day = addDays(day, 1)) {
      const today = lunarDay(day);
      const isFirst = today.day === 1;
      const follows = isFirst
        ? [29, 30].includes(before.day) && [before.month, (before.month % 12) + 1].includes(today.month)
        : today.day === before.day + 1 && today.month === before.month && today.leap === before.leap;
      const leapFollows = !(today.leap && isFirst) || (before.month === today.month && !before.leap);
      const isNewYear = isFirst && today.month === 1 && !today.leap;
      if (!follows || !leapFollows || today.year - before.year !== (isNewYear ? 1 : 0)) wrong.push(day);
      before = today;
    }
    expect(wrong).toEqual([]);
  });
});

describe('a day of it in words', () => {
  it.each([
    ['2026-02-14', '27 tháng Chạp năm Ất Tỵ'],
    ['2026-03-03', '15 tháng Giêng năm Bính Ngọ'],
    ['2026-02-26', 'mùng 10 tháng Giêng năm Bính Ngọ'],
    ['2026-02-27', '11 tháng Giêng năm Bính Ngọ'],
    ['2023-02-20', 'mùng 1 tháng 2 năm Quý Mão'],
    ['2023-03-22', 'mùng 1 tháng 2 nhuận năm Quý Mão'],
    ['2023-04-20', 'mùng 1 tháng 3 năm Quý Mão'],
    ['2025-07-25', 'mùng 1 tháng 6 nhuận năm Ất Tỵ'],
    ['2023-12-15', 'mùng 3 tháng 11 năm Quý Mão'],
  ])('writes %s as %s', (day, words) => {
    expect(text(day)).toBe(words);
  });
});
