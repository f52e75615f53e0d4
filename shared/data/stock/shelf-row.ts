// The row of a product on a sales point's shelf. It has two parts, each a function of one document and stored with that
// document's version: the head of the product, and the stock of the level. A part is never replaced by an older
// version.

import { type Stored, VERSION_GUARD } from '#shared/data/table/document.ts';
import { keys } from '#shared/data/table/keys.ts';
import { bytesOf, unitsOf } from '#shared/data/table/read-budget.ts';
import { type Item, numberOf, type Reader, stringOf } from '#shared/data/table/reader.ts';
import { sortKeyOf, type Walk } from '#shared/data/table/rows.ts';
import type { Action } from '#shared/data/table/writer.ts';
import type { Product } from '#shared/domain/products/product.ts';
import { headOf, ProductHead } from '#shared/domain/products/product-head.ts';
import {
  decodeShelfStock,
  encodeShelfStock,
  SHELF_STOCK_MAX_BYTES,
  type ShelfStock,
} from '#shared/domain/stock/shelf.ts';
import type { StockLevel } from '#shared/domain/stock/stock-level.ts';

/** The longest head in letters of three bytes, the longest stock, and the key. */
export const SHELF_ROW_MAX_BYTES = SHELF_STOCK_MAX_BYTES + 2_100;
/** Maximum size of a level: lots with goods and lots counted as empty, all with the longest names. */
export const LEVEL_MAX_BYTES = 28_000;

const PARTS = { head: 'headVersion', stock: 'stockVersion' } as const;
type PartName = keyof typeof PARTS;
type Part = { text: string; version: number };
/** The stored parts of a row; parts that an earlier release did not write are undefined. */
export type ShelfParts = { [K in PartName]: Part | undefined };

/** The head part of a product in any state. */
export const headPart = ({ value, version }: Stored<Product>): Part => ({
  text: JSON.stringify(headOf(value)),
  version,
});

/** The stock part of a level. */
export const stockPart = ({ value, version }: Stored<StockLevel>): Part => ({ text: encodeShelfStock(value), version });

/** The parts of a stored row. */
export const shelfParts = (item: Item | undefined): ShelfParts => {
  const part = (name: PartName): Part | undefined =>
    item?.[name] && { text: stringOf(item, name), version: numberOf(item, PARTS[name]) };
  return { head: part('head'), stock: part('stock') };
};

/** The parts of the row of a product at a point, strongly consistent. */
export const loadShelfParts = async (reader: Reader, salesPoint: string, product: string): Promise<ShelfParts> =>
  shelfParts(await reader.get(keys.shelf(salesPoint, product), { consistent: true }));

/** The action that writes parts of a row, each only over an older version of it. */
export const shelfAction = (salesPoint: string, product: string, parts: Partial<ShelfParts>): Action => {
  const given = (Object.keys(PARTS) as PartName[]).flatMap((name) => {
    const part = parts[name];
    return part ? [{ name, ...part }] : [];
  });
  return {
    kind: 'update',
    key: keys.shelf(salesPoint, product),
    update: `SET ${given.map(({ name }) => `#${name} = :${name}, #${PARTS[name]} = :${PARTS[name]}`).join(', ')}`,
    condition: {
      expression: given
        .map(({ name }) => `(attribute_not_exists(#${PARTS[name]}) OR #${PARTS[name]} < :${PARTS[name]})`)
        .join(' AND '),
      names: Object.fromEntries(given.flatMap(({ name }) => [name, PARTS[name]].map((one) => [`#${one}`, one]))),
      values: Object.fromEntries(
        given.flatMap(({ name, text, version }) => [
          [`:${name}`, { S: text }],
          [`:${PARTS[name]}`, { N: String(version) }],
        ]),
      ),
    },
    guard: VERSION_GUARD,
  };
};

/** The action that updates the stock part of a row with a level; none if buyers see no difference. */
export const shelfStockActions = (before: Stored<StockLevel>, after: Stored<StockLevel>): Action[] => {
  const stock = stockPart(after);
  if (encodeShelfStock(before.value) === stock.text) return [];
  return [shelfAction(after.value.salesPoint, after.value.product, { stock })];
};

/** The action that writes the row of a product that is new at a sales point. */
export const newShelfAction = (product: Stored<Product>, level: StockLevel): Action =>
  shelfAction(level.salesPoint, level.product, {
    head: headPart(product),
    stock: stockPart({ value: level, version: 1 }),
  });

/** Parses a row; undefined if a part does not exist yet. `stock` is undefined if the level must be read. */
export const decodeShelf = (item: Item): { head: ProductHead; stock: ShelfStock | undefined } | undefined => {
  const { head, stock } = shelfParts(item);
  if (!head || !stock) return undefined;
  return { head: ProductHead.parse(JSON.parse(head.text)), stock: decodeShelfStock(stock.text) };
};

/** A shelf row and its position; without its parts if one does not exist yet. */
export type ShelfEntry = { position: string; row: ReturnType<typeof decodeShelf> };

/**
 * Reads at most `limit` rows of a sales point's shelf after `after`; `more` says that there are more, `units` is the
 * capacity that was used.
 */
export const readShelf = async (
  reader: Reader,
  salesPoint: string,
  { limit, after }: Walk,
): Promise<{ entries: ShelfEntry[]; more: boolean; units: number }> => {
  const range = { pk: keys.shelf.partition(salesPoint), limit, ...(after === undefined ? {} : { after }) };
  const { items, more } = await reader.query(range);
  return {
    entries: items.map((item) => ({ position: sortKeyOf(item), row: decodeShelf(item) })),
    more,
    units: unitsOf(items.reduce((sum, item) => sum + bytesOf(item), 0)),
  };
};
