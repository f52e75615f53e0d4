// Reads of stock for the verification: stored items, including those that do not fit their schema.
import type * as z from 'zod';
import { keys } from '#shared/data/table/keys.ts';
import { ARRIVAL_INDEX, type Item, type Key, numberOf, type Reader, stringOf } from '#shared/data/table/reader.ts';
import { rowsOf, sortKeyOf } from '#shared/data/table/rows.ts';
import { scanStock } from '#shared/data/table/table-scan.ts';
import { LedgerEntry } from '#shared/domain/stock/ledger.ts';
import { StockLevel } from '#shared/domain/stock/stock-level.ts';
import type { TableSettings } from '#shared/platform/env.ts';
import { decodeCardText } from './availability-row.ts';
import { contentOf } from './content-hash.ts';

const documentOf = <T>(schema: z.ZodType<T>, item: Item): T | undefined => {
  try {
    return schema.parse(JSON.parse(stringOf(item, 'doc')));
  } catch {
    return undefined;
  }
};

/** A stored level and its version; `level` is undefined if the item does not belong to this sales point and product. */
export type FoundLevel = { level: StockLevel | undefined; version: number };

const foundLevel = (item: Item, salesPoint: string): FoundLevel => {
  const level = documentOf(StockLevel, item);
  const isInPlace = level?.salesPoint === salesPoint && level.product === sortKeyOf(item);
  return { level: isInPlace ? level : undefined, version: numberOf(item, 'version') };
};

/** The level of a product at a sales point, strongly consistent; undefined if nothing is stored. */
export const findLevel = async (
  reader: Reader,
  salesPoint: string,
  product: string,
): Promise<FoundLevel | undefined> => {
  const item = await reader.get(keys.stockLevel(salesPoint, product), { consistent: true });
  return item && foundLevel(item, salesPoint);
};

/** The levels of a point by product. */
export const findLevels = async (reader: Reader, salesPoint: string): Promise<Map<string, FoundLevel>> => {
  const levels = new Map<string, FoundLevel>();
  const range = { pk: keys.stockLevel.partition(salesPoint) };
  const found = rowsOf(reader, range, (item) => [sortKeyOf(item), foundLevel(item, salesPoint)] as const);
  for await (const [product, level] of found) levels.set(product, level);
  return levels;
};

/**
 * A ledger entry: the hash of its request, and whether its content is unchanged. `entry` is undefined if the item does
 * not belong to this sales point or has a wrong place in the arrival index.
 */
export type FoundEntry = {
  sk: string;
  keyHash: string;
  entry: LedgerEntry | undefined;
  content: 'as written' | 'changed' | 'missing';
};

/** A late count finds entries in the order of arrival. */
const isInOrder = (item: Item, { at }: LedgerEntry): boolean => {
  const arrived = stringOf(item, ARRIVAL_INDEX.sortKey);
  return arrived.startsWith(`${at}#`) && arrived.endsWith(`#${sortKeyOf(item)}`);
};

/** The entries of a sales point's ledger, grouped by request. */
export const findEntries = (reader: Reader, salesPoint: string): AsyncGenerator<FoundEntry> =>
  rowsOf(reader, { pk: keys.ledger.partition(salesPoint) }, (item) => {
    const sk = sortKeyOf(item);
    const entry = documentOf(LedgerEntry, item);
    const isInPlace = entry?.salesPoint === salesPoint && isInOrder(item, entry);
    const content = contentOf(item);
    return { sk, keyHash: sk.split('#')[0] ?? '', entry: isInPlace ? entry : undefined, content };
  });

/** The entry with a sort key in a sales point's ledger, strongly consistent; undefined without a valid one. */
export const findEntry = async (reader: Reader, salesPoint: string, sk: string): Promise<LedgerEntry | undefined> => {
  const item = await reader.get({ pk: keys.ledger.partition(salesPoint), sk }, { consistent: true });
  return item && documentOf(LedgerEntry, item);
};

/** A stored availability row: its card, and the version of the sales point that it shows. */
export type FoundRow = { card: string | undefined; pointVersion: number };

const foundRow = (item: Item | undefined): FoundRow => ({
  card: item?.card === undefined ? undefined : stringOf(item, 'card'),
  pointVersion: item?.pointVersion === undefined ? 0 : numberOf(item, 'pointVersion'),
});

/** The availability row with a key, strongly consistent. */
export const findRow = async (reader: Reader, { pk, sk }: Key): Promise<FoundRow> =>
  foundRow(await reader.get({ pk, sk }, { consistent: true }));

/**
 * The stock part of a row. The card of the sales point contains names, addresses and telephone numbers, which must not
 * be printed.
 */
export const rowText = ({ card }: Pick<FoundRow, 'card'>): string => {
  if (card === undefined) return 'none';
  try {
    const row = decodeCardText(card);
    return row ? JSON.stringify(row.stock) : 'hidden';
  } catch {
    return 'something else';
  }
};

/** A visible availability row: its key, and the product, position and sales point that the key names. */
export type VisibleRow = { key: Key; product: string; curve: string; point: string };

/** The stock items in a page of the table: sales points with levels or ledger entries, and visible rows. */
export async function* stockInTable(settings: TableSettings): AsyncGenerator<{ points: string[]; rows: VisibleRow[] }> {
  const ofPoints = [keys.stockLevel.partition(''), keys.ledger.partition('')];
  const available = keys.available.partition('');
  for await (const items of scanStock(settings)) {
    const points: string[] = [];
    const rows: VisibleRow[] = [];
    for (const item of items) {
      const key = { pk: stringOf(item, 'pk'), sk: sortKeyOf(item) };
      const prefix = ofPoints.find((start) => key.pk.startsWith(start));
      if (prefix !== undefined) points.push(key.pk.slice(prefix.length));
      else if (foundRow(item).card !== '') {
        const [curve = '', point = ''] = key.sk.split('#');
        rows.push({ key, product: key.pk.slice(available.length), curve, point });
      }
    }
    yield { points, rows };
  }
}
