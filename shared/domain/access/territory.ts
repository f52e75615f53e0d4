/**
 * Where an officer's rights hold: the whole country for the ministry, or the current provinces of the officer's offices
 * (each with the former provinces that were merged into it, since places are judged by their current province).
 */
export type Territory = { country: true } | { country: false; provinces: readonly string[] };

/** The territory that is the whole country; the others are codes of current provinces. */
export const COUNTRY = 'VN';

/** Whether a current province's code lies in a territory. */
export const covers = (territory: Territory, province: string): boolean =>
  territory.country || territory.provinces.includes(province);
