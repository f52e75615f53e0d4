import { formerProvince, province } from '#shared/domain/places/provinces.ts';

/** The programme began in 2018; no product was evaluated before. */
const FIRST_YEAR = 2018;
const CODE = /^(?<province>\d{2})-(?:(?<district>\d{3})-)?(?<commune>\d{5})-(?<serial>\d{1,4})-(?<year>20\d{2})$/;

/**
 * Whether a text can be the programme's code of a product on a day, `YYYY-MM-DD`: province, commune, serial and year of
 * evaluation, as `37-14329-01-2026`, with codes of the list in force since 2025-07-01 (19/2025/QĐ-TTg); or with a district after the
 * province, and the codes of the list before, as `37-373-14560-02-2021`. Communes and districts are checked for their form only.
 */
export const isProductCode = (text: string, today: string): boolean => {
  const parts = CODE.exec(text)?.groups;
  if (!parts) return false;
  const { province: code = '', district, serial, year } = parts;
  const known = district === undefined ? province(code) : formerProvince(code);
  return (
    known !== undefined && Number(serial) > 0 && Number(year) >= FIRST_YEAR && Number(year) <= Number(today.slice(0, 4))
  );
};

/** The stored form of a product code: no blanks, hyphens between the parts. */
export const normaliseProductCode = (text: string): string => text.replace(/\s/g, '').replace(/\p{Pd}/gu, '-');
