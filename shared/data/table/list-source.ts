import { type Card, decodeCard } from '#shared/domain/products/product-card.ts';
import { bytesOf, rowsWithin, unitsOf } from './read-budget.ts';
import { type Range, type Reader, stringOf } from './reader.ts';

/** A row of a list: its position and its card. */
export type Entry = { position: string; card: Card };

/**
 * A source returns at most `limit` entries in walk order for at most `units` of read capacity, of which it needs at
 * least `SOURCE_LEAST_UNITS`, and the units that it used. `more` means that it ended early and continues after `resume`
 * or after its last entry.
 */
export type Source = (
  after: string | undefined,
  limit: number,
  units: number,
) => Promise<{ entries: Entry[]; more: boolean; units: number; resume?: string }>;

/** A source reads at most four ranges at once, at least one row of each. */
export const SOURCE_LEAST_UNITS = 2;

/**
 * Maximum size of a list row of a product, in bytes: three texts of 200 letters of three bytes, the unit, the texts of
 * a cover.
 */
export const CARD_ROW_MAX_BYTES = 2_900;

/** Sorts after every continuation of a sort key. */
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
