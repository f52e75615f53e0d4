// The Vietnamese calendar (âm lịch), calculated at UTC+7: in some years its months begin on another day than the
// Chinese ones.
import { SolarDate } from '@nghiavuive/lunar_date_vi';
import type { Day } from '#shared/platform/vietnam-day.ts';
import { lunarDayVi } from './messages.ts';

/** A day of the Vietnamese calendar. `year` is the solar year in which its year began; `leap` is a month nhuận. */
export type LunarDay = { day: number; month: number; leap: boolean; year: number; yearName: string };

/** The Vietnamese lunar day of a solar day (years 1200 to 2199). */
export const lunarDay = (solar: Day): LunarDay => {
  const [year = 0, month = 1, day = 1] = solar.split('-').map(Number);
  const found = new SolarDate({ year, month, day }).toLunarDate().get();
  return { day: found.day, month: found.month, leap: found.leap_month, year: found.year, yearName: found.year_name };
};

/** A Vietnamese lunar day as text: `mùng 1 tháng Giêng năm Bính Ngọ`, `15 tháng 6 nhuận năm Ất Tỵ`. */
export const lunarText = ({ day, month, leap, yearName }: LunarDay): string => lunarDayVi(day, month, leap, yearName);
