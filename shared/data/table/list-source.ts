import { type Card, decodeCard } from '#shared/domain/products/product-card.ts';
import { bytesOf, rowsWithin, unitsOf } from './read-budget.ts';
import { type Range, type Reader, stringOf } from './reader.ts';

/** A row of a list: its place in the walk and its card. */
export type Entry = { position: string; card: Card };

/**
 * A source yields at most `limit` entries in walk order for at most `units` of read capacity, of which it needs
 * `SOURCE_LEAST_UNITS`; it tells what it has used. `more` says that it was cut off and can be asked again, behind `resume` or
 * behind its last entry.
 */
export type Source = (
  after: string | undefined,
  limit: number,
  units: number,
) => Promise<{ entries: Entry[]; more: boolean; units: number; resume?: string }>;

/** A source reads at most four ranges at once, at least one row of each. */
export const SOURCE_LEAST_UNITS = 2;

/** The longest row of a list of products, in bytes: three texts of 200 letters of three bytes, the unit, the words of a cover. */
export const CARD_ROW_MAX_BYTES = 2_900;

/** Sorts behind everything that a sort key can go on with. */
export const HIGHEST = '\uffff';

/** Reads a range of a list in one query; the positions of its entries are their sort keys. */
export const readRange = async (
  reader: Reader,
  { limit, ...range }: Range & { limit: number },
  units: number,
): Promise<{ entries: Entry[]; more: boolean; units: number }> => {
  const rows = Math.min(limit, rowsWithin(units, CARD_ROW_MAX_BYTES));
  const { items, more } = await reader.query({ ...range, limit: rows });
  return {
    entries: items.map((item) => ({ position: stringOf(item, 'sk'), card: decodeCard(stringOf(item, 'card')) })),
    more,
    units: unitsOf(items.reduce((sum, item) => sum + bytesOf(item), 0)),
  };
};
