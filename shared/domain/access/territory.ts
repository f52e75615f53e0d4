/**
 * The area of an officer's rights: the whole country for the ministry, otherwise the current provinces of the officer's
 * offices. Former provinces belong to the current province into which they were merged.
 */
export type Territory = { country: true } | { country: false; provinces: readonly string[] };

/** The territory of the whole country; the others are codes of current provinces. */
export const COUNTRY = 'VN';

/** Whether a territory includes a current province, by code. */
export const covers = (territory: Territory, province: string): boolean =>
  territory.country || territory.provinces.includes(province);
