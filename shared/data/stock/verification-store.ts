// What verification reads of the stock: items as they are stored, also those that do not fit their schema.
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

/** A stored level and its version; without a level where the item is not that of this point and product. */
export type FoundLevel = { level: StockLevel | undefined; version: number };

const foundLevel = (item: Item, salesPoint: string): FoundLevel => {
  const level = documentOf(StockLevel, item);
  const isInPlace = level?.salesPoint === salesPoint && level.product === sortKeyOf(item);
  return { level: isInPlace ? level : undefined, version: numberOf(item, 'version') };
};

/** The level of a product at a point, strongly consistent; undefined where nothing is stored. */
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
 * An entry of a ledger: the hash of its request, and whether its content is as it was written. Without an entry where the item
 * is not one of this point, or does not stand in the order of arrival where it belongs.
 */
export type FoundEntry = {
  sk: string;
  keyHash: string;
  entry: LedgerEntry | undefined;
  content: 'as written' | 'changed' | 'missing';
};

/** A late count looks for an entry in the order of arrival. */
const isInOrder = (item: Item, { at }: LedgerEntry): boolean => {
  const arrived = stringOf(item, ARRIVAL_INDEX.sortKey);
  return arrived.startsWith(`${at}#`) && arrived.endsWith(`#${sortKeyOf(item)}`);
};

/** The entries of a point's ledger, those of a request one after the other. */
export const findEntries = (reader: Reader, salesPoint: string): AsyncGenerator<FoundEntry> =>
  rowsOf(reader, { pk: keys.ledger.partition(salesPoint) }, (item) => {
    const sk = sortKeyOf(item);
    const entry = documentOf(LedgerEntry, item);
    const isInPlace = entry?.salesPoint === salesPoint && isInOrder(item, entry);
    const content = contentOf(item);
    return { sk, keyHash: sk.split('#')[0] ?? '', entry: isInPlace ? entry : undefined, content };
  });

/** The entry under a sort key of a point's ledger, strongly consistent; undefined where there is none that fits. */
export const findEntry = async (reader: Reader, salesPoint: string, sk: string): Promise<LedgerEntry | undefined> => {
  const item = await reader.get({ pk: keys.ledger.partition(salesPoint), sk }, { consistent: true });
  return item && documentOf(LedgerEntry, item);
};

/** An availability row as it is stored: its card, and which version of the point it shows. */
export type FoundRow = { card: string | undefined; pointVersion: number };

const foundRow = (item: Item | undefined): FoundRow => ({
  card: item?.card === undefined ? undefined : stringOf(item, 'card'),
  pointVersion: item?.pointVersion === undefined ? 0 : numberOf(item, 'pointVersion'),
});

/** The availability row under a key, strongly consistent. */
export const findRow = async (reader: Reader, { pk, sk }: Key): Promise<FoundRow> =>
  foundRow(await reader.get({ pk, sk }, { consistent: true }));

/** What a row shows of the level; the point's card has names, addresses and telephones, which are nothing to print. */
export const rowText = ({ card }: Pick<FoundRow, 'card'>): string => {
  if (card === undefined) return 'none';
  try {
    const row = decodeCardText(card);
    return row ? JSON.stringify(row.stock) : 'hidden';
  } catch {
    return 'something else';
  }
};

/** An availability row that buyers can find: its key, and the product, the place on the curve and the point that the key names. */
export type VisibleRow = { key: Key; product: string; curve: string; point: string };

/** What a page of the table holds of stock: points with levels or ledger entries, and visible rows. */
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
