import { type Card, decodeCard } from '../domain/products/product-card.ts';
import { type Range, type Reader, stringOf } from './reader.ts';

/** A row of a list: its place in the walk, its card, and what reading it cost. */
export type Entry = { position: string; card: Card; bytes: number };

/**
 * A source yields entries in walk order; `more` says that it was cut off and can be asked again, behind `resume` or
 * behind its last entry.
 */
export type Source = (
  after: string | undefined,
  limit: number,
) => Promise<{ entries: Entry[]; more: boolean; resume?: string }>;

/** Sorts behind everything that a sort key can go on with. */
export const HIGHEST = '\uffff';

const ROW_OVERHEAD_BYTES = 60;

/** Reads a range of a list; the positions of its entries are their sort keys. */
export const readRange = async (reader: Reader, range: Range): Promise<{ entries: Entry[]; more: boolean }> => {
  const { items, more } = await reader.query(range);
  return {
    entries: items.map((item): Entry => {
      const sk = stringOf(item, 'sk');
      const card = stringOf(item, 'card');
      return { position: sk, card: decodeCard(card), bytes: ROW_OVERHEAD_BYTES + sk.length + card.length };
    }),
    more,
  };
};
